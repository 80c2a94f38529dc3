namespace Chasqui.Smpp.Pdus;

/// <summary>
/// The third word of a header: 0 in requests, the outcome in responses (SMPP 3.4 §5.1.3). Values from 0x400 to 0x4FF are each vendor's
/// own; any value may be cast to this type.
/// </summary>
public enum SmppCommandStatus : uint
{
    /// <summary>ESME_ROK. No error.</summary>
    Ok = 0x00000000,

    /// <summary>ESME_RINVMSGLEN. The message's length is invalid.</summary>
    InvalidMessageLength = 0x00000001,

    /// <summary>ESME_RINVCMDLEN. The PDU's length is invalid.</summary>
    InvalidCommandLength = 0x00000002,

    /// <summary>ESME_RINVCMDID. The command is unknown.</summary>
    InvalidCommandId = 0x00000003,

    /// <summary>ESME_RINVBNDSTS. The command is not allowed in the session's present state.</summary>
    InvalidBindStatus = 0x00000004,

    /// <summary>ESME_RALYBND. The ESME is bound already.</summary>
    AlreadyBound = 0x00000005,

    /// <summary>ESME_RINVPRTFLG. The priority flag is invalid.</summary>
    InvalidPriorityFlag = 0x00000006,

    /// <summary>ESME_RINVREGDLVFLG. The registered delivery flag is invalid.</summary>
    InvalidRegisteredDelivery = 0x00000007,

    /// <summary>ESME_RSYSERR. The other side has an error of its own; it may pass.</summary>
    SystemError = 0x00000008,

    /// <summary>ESME_RINVSRCADR. The source address is invalid.</summary>
    InvalidSourceAddress = 0x0000000A,

    /// <summary>ESME_RINVDSTADR. The destination address is invalid.</summary>
    InvalidDestinationAddress = 0x0000000B,

    /// <summary>ESME_RINVMSGID. The message id is unknown.</summary>
    InvalidMessageId = 0x0000000C,

    /// <summary>ESME_RBINDFAIL. The bind failed.</summary>
    BindFailed = 0x0000000D,

    /// <summary>ESME_RINVPASWD. The password is wrong.</summary>
    InvalidPassword = 0x0000000E,

    /// <summary>ESME_RINVSYSID. The system id is unknown.</summary>
    InvalidSystemId = 0x0000000F,

    /// <summary>ESME_RCANCELFAIL. cancel_sm failed.</summary>
    CancelFailed = 0x00000011,

    /// <summary>ESME_RREPLACEFAIL. replace_sm failed.</summary>
    ReplaceFailed = 0x00000013,

    /// <summary>ESME_RMSGQFUL. The queue is full, for the destination or for the account; it may pass.</summary>
    MessageQueueFull = 0x00000014,

    /// <summary>ESME_RINVSERTYP. The service type is invalid.</summary>
    InvalidServiceType = 0x00000015,

    /// <summary>ESME_RINVNUMDESTS. The number of destinations is invalid.</summary>
    InvalidNumberOfDestinations = 0x00000033,

    /// <summary>ESME_RINVDLNAME. The distribution list's name is invalid.</summary>
    InvalidDistributionListName = 0x00000034,

    /// <summary>ESME_RINVDESTFLAG. A destination flag of submit_multi is invalid.</summary>
    InvalidDestinationFlag = 0x00000040,

    /// <summary>ESME_RINVSUBREP. submit_sm with replace_if_present is not allowed.</summary>
    InvalidSubmitWithReplace = 0x00000042,

    /// <summary>ESME_RINVESMCLASS. The esm_class is invalid.</summary>
    InvalidEsmClass = 0x00000043,

    /// <summary>ESME_RCNTSUBDL. The distribution list cannot be submitted to.</summary>
    CannotSubmitToDistributionList = 0x00000044,

    /// <summary>ESME_RSUBMITFAIL. submit_sm or submit_multi failed.</summary>
    SubmitFailed = 0x00000045,

    /// <summary>ESME_RINVSRCTON. The source's type of number is invalid.</summary>
    InvalidSourceTon = 0x00000048,

    /// <summary>ESME_RINVSRCNPI. The source's numbering plan is invalid.</summary>
    InvalidSourceNpi = 0x00000049,

    /// <summary>ESME_RINVDSTTON. The destination's type of number is invalid.</summary>
    InvalidDestinationTon = 0x00000050,

    /// <summary>ESME_RINVDSTNPI. The destination's numbering plan is invalid.</summary>
    InvalidDestinationNpi = 0x00000051,

    /// <summary>ESME_RINVSYSTYP. The system type is invalid.</summary>
    InvalidSystemType = 0x00000053,

    /// <summary>ESME_RINVREPFLAG. The replace_if_present flag is invalid.</summary>
    InvalidReplaceIfPresent = 0x00000054,

    /// <summary>ESME_RINVNUMMSGS. The number of messages is invalid.</summary>
    InvalidNumberOfMessages = 0x00000055,

    /// <summary>ESME_RTHROTTLED. More messages than the account may send in a time.</summary>
    Throttled = 0x00000058,

    /// <summary>ESME_RINVSCHED. The scheduled delivery time is invalid.</summary>
    InvalidScheduledTime = 0x00000061,

    /// <summary>ESME_RINVEXPIRY. The validity period is invalid.</summary>
    InvalidValidityPeriod = 0x00000062,

    /// <summary>ESME_RINVDFTMSGID. The predefined message is unknown.</summary>
    InvalidDefaultMessageId = 0x00000063,

    /// <summary>ESME_RX_T_APPN. The receiving application has a temporary error: send again.</summary>
    TemporaryApplicationError = 0x00000064,

    /// <summary>ESME_RX_P_APPN. The receiving application has a permanent error: do not send again.</summary>
    PermanentApplicationError = 0x00000065,

    /// <summary>ESME_RX_R_APPN. The receiving application rejects the message.</summary>
    RejectedByApplication = 0x00000066,

    /// <summary>ESME_RQUERYFAIL. query_sm failed.</summary>
    QueryFailed = 0x00000067,

    /// <summary>ESME_RINVOPTPARSTREAM. The optional parameters cannot be read.</summary>
    InvalidOptionalParameters = 0x000000C0,

    /// <summary>ESME_ROPTPARNOTALLWD. An optional parameter is not allowed here.</summary>
    OptionalParameterNotAllowed = 0x000000C1,

    /// <summary>ESME_RINVPARLEN. A parameter's length is invalid.</summary>
    InvalidParameterLength = 0x000000C2,

    /// <summary>ESME_RMISSINGOPTPARAM. An expected optional parameter is missing.</summary>
    MissingOptionalParameter = 0x000000C3,

    /// <summary>ESME_RINVOPTPARAMVAL. An optional parameter's value is invalid.</summary>
    InvalidOptionalParameterValue = 0x000000C4,

    /// <summary>ESME_RDELIVERYFAILURE. The message could not be delivered (data_sm_resp).</summary>
    DeliveryFailure = 0x000000FE,

    /// <summary>ESME_RUNKNOWNERR. An error without a name.</summary>
    UnknownError = 0x000000FF,
}

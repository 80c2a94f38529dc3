namespace Chasqui.Smpp.Pdus;

/// <summary>The specification's words for ids and statuses.</summary>
public static class SmppNames
{
    /// <summary>The specification's name of a command, such as submit_sm; its number in hexadecimal when it has none.</summary>
    public static string Name(this SmppCommandId command) => command switch
    {
        SmppCommandId.BindReceiver => "bind_receiver",
        SmppCommandId.BindTransmitter => "bind_transmitter",
        SmppCommandId.QuerySm => "query_sm",
        SmppCommandId.SubmitSm => "submit_sm",
        SmppCommandId.DeliverSm => "deliver_sm",
        SmppCommandId.Unbind => "unbind",
        SmppCommandId.ReplaceSm => "replace_sm",
        SmppCommandId.CancelSm => "cancel_sm",
        SmppCommandId.BindTransceiver => "bind_transceiver",
        SmppCommandId.Outbind => "outbind",
        SmppCommandId.EnquireLink => "enquire_link",
        SmppCommandId.SubmitMulti => "submit_multi",
        SmppCommandId.AlertNotification => "alert_notification",
        SmppCommandId.DataSm => "data_sm",
        SmppCommandId.GenericNack => "generic_nack",
        SmppCommandId.BindReceiverResponse => "bind_receiver_resp",
        SmppCommandId.BindTransmitterResponse => "bind_transmitter_resp",
        SmppCommandId.QuerySmResponse => "query_sm_resp",
        SmppCommandId.SubmitSmResponse => "submit_sm_resp",
        SmppCommandId.DeliverSmResponse => "deliver_sm_resp",
        SmppCommandId.UnbindResponse => "unbind_resp",
        SmppCommandId.ReplaceSmResponse => "replace_sm_resp",
        SmppCommandId.CancelSmResponse => "cancel_sm_resp",
        SmppCommandId.BindTransceiverResponse => "bind_transceiver_resp",
        SmppCommandId.EnquireLinkResponse => "enquire_link_resp",
        SmppCommandId.SubmitMultiResponse => "submit_multi_resp",
        SmppCommandId.DataSmResponse => "data_sm_resp",
        _ => $"0x{(uint)command:X8}",
    };

    /// <summary>The specification's name of a status, such as ESME_RTHROTTLED; its number in hexadecimal when it has none.</summary>
    public static string Name(this SmppCommandStatus status) => status switch
    {
        SmppCommandStatus.Ok => "ESME_ROK",
        SmppCommandStatus.InvalidMessageLength => "ESME_RINVMSGLEN",
        SmppCommandStatus.InvalidCommandLength => "ESME_RINVCMDLEN",
        SmppCommandStatus.InvalidCommandId => "ESME_RINVCMDID",
        SmppCommandStatus.InvalidBindStatus => "ESME_RINVBNDSTS",
        SmppCommandStatus.AlreadyBound => "ESME_RALYBND",
        SmppCommandStatus.InvalidPriorityFlag => "ESME_RINVPRTFLG",
        SmppCommandStatus.InvalidRegisteredDelivery => "ESME_RINVREGDLVFLG",
        SmppCommandStatus.SystemError => "ESME_RSYSERR",
        SmppCommandStatus.InvalidSourceAddress => "ESME_RINVSRCADR",
        SmppCommandStatus.InvalidDestinationAddress => "ESME_RINVDSTADR",
        SmppCommandStatus.InvalidMessageId => "ESME_RINVMSGID",
        SmppCommandStatus.BindFailed => "ESME_RBINDFAIL",
        SmppCommandStatus.InvalidPassword => "ESME_RINVPASWD",
        SmppCommandStatus.InvalidSystemId => "ESME_RINVSYSID",
        SmppCommandStatus.CancelFailed => "ESME_RCANCELFAIL",
        SmppCommandStatus.ReplaceFailed => "ESME_RREPLACEFAIL",
        SmppCommandStatus.MessageQueueFull => "ESME_RMSGQFUL",
        SmppCommandStatus.InvalidServiceType => "ESME_RINVSERTYP",
        SmppCommandStatus.InvalidNumberOfDestinations => "ESME_RINVNUMDESTS",
        SmppCommandStatus.InvalidDistributionListName => "ESME_RINVDLNAME",
        SmppCommandStatus.InvalidDestinationFlag => "ESME_RINVDESTFLAG",
        SmppCommandStatus.InvalidSubmitWithReplace => "ESME_RINVSUBREP",
        SmppCommandStatus.InvalidEsmClass => "ESME_RINVESMCLASS",
        SmppCommandStatus.CannotSubmitToDistributionList => "ESME_RCNTSUBDL",
        SmppCommandStatus.SubmitFailed => "ESME_RSUBMITFAIL",
        SmppCommandStatus.InvalidSourceTon => "ESME_RINVSRCTON",
        SmppCommandStatus.InvalidSourceNpi => "ESME_RINVSRCNPI",
        SmppCommandStatus.InvalidDestinationTon => "ESME_RINVDSTTON",
        SmppCommandStatus.InvalidDestinationNpi => "ESME_RINVDSTNPI",
        SmppCommandStatus.InvalidSystemType => "ESME_RINVSYSTYP",
        SmppCommandStatus.InvalidReplaceIfPresent => "ESME_RINVREPFLAG",
        SmppCommandStatus.InvalidNumberOfMessages => "ESME_RINVNUMMSGS",
        SmppCommandStatus.Throttled => "ESME_RTHROTTLED",
        SmppCommandStatus.InvalidScheduledTime => "ESME_RINVSCHED",
        SmppCommandStatus.InvalidValidityPeriod => "ESME_RINVEXPIRY",
        SmppCommandStatus.InvalidDefaultMessageId => "ESME_RINVDFTMSGID",
        SmppCommandStatus.TemporaryApplicationError => "ESME_RX_T_APPN",
        SmppCommandStatus.PermanentApplicationError => "ESME_RX_P_APPN",
        SmppCommandStatus.RejectedByApplication => "ESME_RX_R_APPN",
        SmppCommandStatus.QueryFailed => "ESME_RQUERYFAIL",
        SmppCommandStatus.InvalidOptionalParameters => "ESME_RINVOPTPARSTREAM",
        SmppCommandStatus.OptionalParameterNotAllowed => "ESME_ROPTPARNOTALLWD",
        SmppCommandStatus.InvalidParameterLength => "ESME_RINVPARLEN",
        SmppCommandStatus.MissingOptionalParameter => "ESME_RMISSINGOPTPARAM",
        SmppCommandStatus.InvalidOptionalParameterValue => "ESME_RINVOPTPARAMVAL",
        SmppCommandStatus.DeliveryFailure => "ESME_RDELIVERYFAILURE",
        SmppCommandStatus.UnknownError => "ESME_RUNKNOWNERR",
        _ => $"0x{(uint)status:X8}",
    };

    /// <summary>Whether the command is a response: its top bit is set.</summary>
    public static bool IsResponse(this SmppCommandId command) => (uint)command >= 0x80000000;

    /// <summary>The command that answers this one.</summary>
    public static SmppCommandId Response(this SmppCommandId command) => (SmppCommandId)((uint)command | 0x80000000);
}

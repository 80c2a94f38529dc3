namespace Chasqui.Smpp.Pdus;

/// <summary>What an optional parameter is (SMPP 3.4 §5.3.2). 0x1400 to 0x3FFF are each vendor's own: any value may be cast.</summary>
public enum SmppTag : ushort
{
    /// <summary>No parameter; never sent.</summary>
    None = 0,

    /// <summary>dest_addr_subunit, one octet.</summary>
    DestAddrSubunit = 0x0005,

    /// <summary>source_addr_subunit, one octet.</summary>
    SourceAddrSubunit = 0x000D,

    /// <summary>qos_time_to_live, four octets: seconds.</summary>
    QosTimeToLive = 0x0017,

    /// <summary>payload_type, one octet.</summary>
    PayloadType = 0x0019,

    /// <summary>additional_status_info_text, a C string of at most 256.</summary>
    AdditionalStatusInfoText = 0x001D,

    /// <summary>receipted_message_id, a C string of at most 65.</summary>
    ReceiptedMessageId = 0x001E,

    /// <summary>ms_msg_wait_facilities, one octet.</summary>
    MsMsgWaitFacilities = 0x0030,

    /// <summary>privacy_indicator, one octet.</summary>
    PrivacyIndicator = 0x0201,

    /// <summary>source_subaddress, octets.</summary>
    SourceSubaddress = 0x0202,

    /// <summary>dest_subaddress, octets.</summary>
    DestSubaddress = 0x0203,

    /// <summary>user_message_reference, two octets.</summary>
    UserMessageReference = 0x0204,

    /// <summary>user_response_code, one octet.</summary>
    UserResponseCode = 0x0205,

    /// <summary>source_port, two octets.</summary>
    SourcePort = 0x020A,

    /// <summary>destination_port, two octets.</summary>
    DestinationPort = 0x020B,

    /// <summary>sar_msg_ref_num, two octets: which message a part belongs to.</summary>
    SarMsgRefNum = 0x020C,

    /// <summary>language_indicator, one octet.</summary>
    LanguageIndicator = 0x020D,

    /// <summary>sar_total_segments, one octet.</summary>
    SarTotalSegments = 0x020E,

    /// <summary>sar_segment_seqnum, one octet, from 1.</summary>
    SarSegmentSeqnum = 0x020F,

    /// <summary>sc_interface_version, one octet: 0x34 is 3.4.</summary>
    ScInterfaceVersion = 0x0210,

    /// <summary>callback_num, octets.</summary>
    CallbackNum = 0x0381,

    /// <summary>dpf_result, one octet.</summary>
    DpfResult = 0x0420,

    /// <summary>set_dpf, one octet.</summary>
    SetDpf = 0x0421,

    /// <summary>ms_availability_status, one octet.</summary>
    MsAvailabilityStatus = 0x0422,

    /// <summary>network_error_code, three octets: network type, then a code of two.</summary>
    NetworkErrorCode = 0x0423,

    /// <summary>message_payload, up to 64 KiB: the message when short_message is empty.</summary>
    MessagePayload = 0x0424,

    /// <summary>delivery_failure_reason, one octet.</summary>
    DeliveryFailureReason = 0x0425,

    /// <summary>more_messages_to_send, one octet.</summary>
    MoreMessagesToSend = 0x0426,

    /// <summary>message_state, one octet.</summary>
    MessageState = 0x0427,

    /// <summary>ussd_service_op, one octet.</summary>
    UssdServiceOp = 0x0501,

    /// <summary>display_time, one octet.</summary>
    DisplayTime = 0x1201,

    /// <summary>sms_signal, two octets.</summary>
    SmsSignal = 0x1203,

    /// <summary>ms_validity, one octet.</summary>
    MsValidity = 0x1204,

    /// <summary>alert_on_message_delivery, no octets.</summary>
    AlertOnMessageDelivery = 0x130C,

    /// <summary>its_reply_type, one octet.</summary>
    ItsReplyType = 0x1380,

    /// <summary>its_session_info, two octets.</summary>
    ItsSessionInfo = 0x1383,
}

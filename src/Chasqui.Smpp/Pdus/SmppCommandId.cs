namespace Chasqui.Smpp.Pdus;

/// <summary>What a PDU is: the second word of its header (SMPP 3.4 §5.1.2.1). A response's id has the top bit set.</summary>
public enum SmppCommandId : uint
{
    /// <summary>No command; never sent.</summary>
    None = 0,

    /// <summary>bind_receiver: the ESME will only receive (§4.1.3).</summary>
    BindReceiver = 0x00000001,

    /// <summary>bind_transmitter: the ESME will only send (§4.1.1).</summary>
    BindTransmitter = 0x00000002,

    /// <summary>query_sm: asks for the state of one message (§4.8.1).</summary>
    QuerySm = 0x00000003,

    /// <summary>submit_sm: hands one message to the SMSC (§4.4.1).</summary>
    SubmitSm = 0x00000004,

    /// <summary>deliver_sm: the SMSC hands over a message or a receipt (§4.6.1).</summary>
    DeliverSm = 0x00000005,

    /// <summary>unbind: the session ends (§4.2.1).</summary>
    Unbind = 0x00000006,

    /// <summary>replace_sm: changes a message that has not left the SMSC (§4.10.1).</summary>
    ReplaceSm = 0x00000007,

    /// <summary>cancel_sm: withdraws a message that has not left the SMSC (§4.9.1).</summary>
    CancelSm = 0x00000008,

    /// <summary>bind_transceiver: the ESME will send and receive (§4.1.5).</summary>
    BindTransceiver = 0x00000009,

    /// <summary>outbind: the SMSC asks the ESME to bind (§4.1.7).</summary>
    Outbind = 0x0000000B,

    /// <summary>enquire_link: is the other side alive (§4.11.1).</summary>
    EnquireLink = 0x00000015,

    /// <summary>submit_multi: one message to many destinations (§4.5.1).</summary>
    SubmitMulti = 0x00000021,

    /// <summary>alert_notification: a subscriber can be reached again (§4.12.1). It has no response.</summary>
    AlertNotification = 0x00000102,

    /// <summary>data_sm: a message in either direction, its text in message_payload (§4.7.1).</summary>
    DataSm = 0x00000103,

    /// <summary>generic_nack: the answer to what could not be understood (§4.3.1).</summary>
    GenericNack = 0x80000000,

    /// <summary>bind_receiver_resp (§4.1.4).</summary>
    BindReceiverResponse = 0x80000001,

    /// <summary>bind_transmitter_resp (§4.1.2).</summary>
    BindTransmitterResponse = 0x80000002,

    /// <summary>query_sm_resp (§4.8.2).</summary>
    QuerySmResponse = 0x80000003,

    /// <summary>submit_sm_resp (§4.4.2).</summary>
    SubmitSmResponse = 0x80000004,

    /// <summary>deliver_sm_resp (§4.6.2).</summary>
    DeliverSmResponse = 0x80000005,

    /// <summary>unbind_resp (§4.2.2).</summary>
    UnbindResponse = 0x80000006,

    /// <summary>replace_sm_resp (§4.10.2).</summary>
    ReplaceSmResponse = 0x80000007,

    /// <summary>cancel_sm_resp (§4.9.2).</summary>
    CancelSmResponse = 0x80000008,

    /// <summary>bind_transceiver_resp (§4.1.6).</summary>
    BindTransceiverResponse = 0x80000009,

    /// <summary>enquire_link_resp (§4.11.2).</summary>
    EnquireLinkResponse = 0x80000015,

    /// <summary>submit_multi_resp (§4.5.2).</summary>
    SubmitMultiResponse = 0x80000021,

    /// <summary>data_sm_resp (§4.7.2).</summary>
    DataSmResponse = 0x80000103,
}

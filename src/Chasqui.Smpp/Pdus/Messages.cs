namespace Chasqui.Smpp.Pdus;

/// <summary>
/// The body that submit_sm and deliver_sm share (SMPP 3.4 §4.4.1, §4.6.1). The text is octets in the alphabet that
/// <see cref="DataCoding"/> names; encoding and decoding it is the caller's.
/// </summary>
public abstract record MessagePdu : SmppPdu
{
    private protected MessagePdu()
    {
    }

    /// <summary>Empty normally; at most 5 octets, such as CMT.</summary>
    public string ServiceType { get; init; } = "";

    /// <summary>The sender.</summary>
    public SmppAddress Source { get; init; } = SmppAddress.None;

    /// <summary>The recipient.</summary>
    public SmppAddress Destination { get; init; } = SmppAddress.None;

    /// <summary>Mode, type and features (§5.2.12): see <see cref="SmppEsmClass"/>.</summary>
    public byte EsmClass { get; init; }

    /// <summary>The GSM protocol identifier; 0 normally, 0x40 for a silent message.</summary>
    public byte ProtocolId { get; init; }

    /// <summary>0 to 3, 3 the most urgent.</summary>
    public byte PriorityFlag { get; init; }

    /// <summary>Empty for at once, or 16 characters: see <see cref="SmppTime"/>.</summary>
    public string ScheduleDeliveryTime { get; init; } = "";

    /// <summary>Empty for the SMSC's default, or 16 characters: see <see cref="SmppTime"/>.</summary>
    public string ValidityPeriod { get; init; } = "";

    /// <summary>Which receipts are wanted (§5.2.17): 0 none, 1 final ones, 2 failures only; 0x10 adds intermediate ones.</summary>
    public byte RegisteredDelivery { get; init; }

    /// <summary>1 replaces a message with the same source, destination and service type that has not left yet.</summary>
    public byte ReplaceIfPresent { get; init; }

    /// <summary>The alphabet of the octets (§5.2.19): see <see cref="SmppDataCoding"/>.</summary>
    public byte DataCoding { get; init; }

    /// <summary>Which of the SMSC's predefined messages; 0 for none.</summary>
    public byte DefaultMessageId { get; init; }

    /// <summary>At most 254 octets; the user data header, when esm_class says so, is the beginning of it.</summary>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <summary>Optional parameters.</summary>
    public SmppTlvs Tlvs { get; init; } = SmppTlvs.Empty;

    /// <summary>The message wherever it stands: short_message, or message_payload when that is empty.</summary>
    public ReadOnlyMemory<byte> Octets =>
        ShortMessage.IsEmpty && Tlvs.TryGet(SmppTag.MessagePayload, out var payload) ? payload : ShortMessage;

    internal sealed override void Write(ref SmppWriter writer)
    {
        writer.CString(ServiceType, 6, "service_type");
        Source.Write(ref writer, 21, "source_addr");
        Destination.Write(ref writer, 21, "destination_addr");
        writer.Octet(EsmClass);
        writer.Octet(ProtocolId);
        writer.Octet(PriorityFlag);
        writer.CString(ScheduleDeliveryTime, 17, "schedule_delivery_time");
        writer.CString(ValidityPeriod, 17, "validity_period");
        writer.Octet(RegisteredDelivery);
        writer.Octet(ReplaceIfPresent);
        writer.Octet(DataCoding);
        writer.Octet(DefaultMessageId);
        writer.Counted(ShortMessage, "short_message");
        writer.Tlvs(Tlvs);
    }
}

/// <summary>submit_sm (SMPP 3.4 §4.4.1).</summary>
public sealed record SubmitSm : MessagePdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.SubmitSm;

    internal static SubmitSm Read(ref SmppReader reader) => new()
    {
        ServiceType = reader.CString(),
        Source = SmppAddress.Read(ref reader),
        Destination = SmppAddress.Read(ref reader),
        EsmClass = reader.Octet(),
        ProtocolId = reader.Octet(),
        PriorityFlag = reader.Octet(),
        ScheduleDeliveryTime = reader.CString(),
        ValidityPeriod = reader.CString(),
        RegisteredDelivery = reader.Octet(),
        ReplaceIfPresent = reader.Octet(),
        DataCoding = reader.Octet(),
        DefaultMessageId = reader.Octet(),
        ShortMessage = reader.Counted(),
        Tlvs = reader.Tlvs(),
    };
}

/// <summary>deliver_sm (SMPP 3.4 §4.6.1): a message for us, or a receipt.</summary>
public sealed record DeliverSm : MessagePdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.DeliverSm;

    /// <summary>Whether it came as data_sm; the fields which that lacks are empty.</summary>
    public bool CameAsDataSm { get; init; }

    /// <summary>Whether it is an SMSC's receipt, final or intermediate (§5.2.12).</summary>
    public bool IsReceipt => (EsmClass & SmppEsmClass.TypeMask) is SmppEsmClass.Receipt or SmppEsmClass.IntermediateNotification;

    internal static DeliverSm Read(ref SmppReader reader) => new()
    {
        ServiceType = reader.CString(),
        Source = SmppAddress.Read(ref reader),
        Destination = SmppAddress.Read(ref reader),
        EsmClass = reader.Octet(),
        ProtocolId = reader.Octet(),
        PriorityFlag = reader.Octet(),
        ScheduleDeliveryTime = reader.CString(),
        ValidityPeriod = reader.CString(),
        RegisteredDelivery = reader.Octet(),
        ReplaceIfPresent = reader.Octet(),
        DataCoding = reader.Octet(),
        DefaultMessageId = reader.Octet(),
        ShortMessage = reader.Counted(),
        Tlvs = reader.Tlvs(),
    };

    internal static DeliverSm From(DataSm data) => new()
    {
        ServiceType = data.ServiceType,
        Source = data.Source,
        Destination = data.Destination,
        EsmClass = data.EsmClass,
        RegisteredDelivery = data.RegisteredDelivery,
        DataCoding = data.DataCoding,
        Tlvs = data.Tlvs,
        CameAsDataSm = true,
    };
}

/// <summary>data_sm (SMPP 3.4 §4.7.1): a message in either direction; its text is the optional parameter message_payload.</summary>
public sealed record DataSm : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.DataSm;

    /// <summary>Empty normally; at most 5 octets.</summary>
    public string ServiceType { get; init; } = "";

    /// <summary>The sender; at most 64 octets here.</summary>
    public SmppAddress Source { get; init; } = SmppAddress.None;

    /// <summary>The recipient; at most 64 octets here.</summary>
    public SmppAddress Destination { get; init; } = SmppAddress.None;

    /// <summary>Mode, type and features (§5.2.12).</summary>
    public byte EsmClass { get; init; }

    /// <summary>Which receipts are wanted (§5.2.17).</summary>
    public byte RegisteredDelivery { get; init; }

    /// <summary>The alphabet of the octets (§5.2.19).</summary>
    public byte DataCoding { get; init; }

    /// <summary>Optional parameters.</summary>
    public SmppTlvs Tlvs { get; init; } = SmppTlvs.Empty;

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(ServiceType, 6, "service_type");
        Source.Write(ref writer, 65, "source_addr");
        Destination.Write(ref writer, 65, "destination_addr");
        writer.Octet(EsmClass);
        writer.Octet(RegisteredDelivery);
        writer.Octet(DataCoding);
        writer.Tlvs(Tlvs);
    }

    internal static DataSm Read(ref SmppReader reader) => new()
    {
        ServiceType = reader.CString(),
        Source = SmppAddress.Read(ref reader),
        Destination = SmppAddress.Read(ref reader),
        EsmClass = reader.Octet(),
        RegisteredDelivery = reader.Octet(),
        DataCoding = reader.Octet(),
        Tlvs = reader.Tlvs(),
    };
}

/// <summary>submit_sm_resp (§4.4.2).</summary>
public sealed record SubmitSmResponse : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.SubmitSmResponse;

    /// <summary>The SMSC's id of the message, which its receipts name; at most 64 octets. Empty when the SMSC gave none.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Optional parameters; 3.4 has none here, some SMSCs do.</summary>
    public SmppTlvs Tlvs { get; init; } = SmppTlvs.Empty;

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(MessageId, 65, "message_id");
        writer.Tlvs(Tlvs);
    }

    internal static SubmitSmResponse Read(ref SmppReader reader) => new() { MessageId = reader.CString(), Tlvs = reader.Tlvs() };
}

/// <summary>deliver_sm_resp (§4.6.2): its message_id is unused and empty.</summary>
public sealed record DeliverSmResponse : SmppPdu
{
    internal static readonly DeliverSmResponse Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.DeliverSmResponse;

    /// <summary>Unused in the specification: empty.</summary>
    public string MessageId { get; init; } = "";

    internal override void Write(ref SmppWriter writer) => writer.CString(MessageId, 65, "message_id");

    internal static DeliverSmResponse Read(ref SmppReader reader)
    {
        var id = reader.CString();
        return id.Length == 0 ? Instance : new() { MessageId = id };
    }
}

/// <summary>data_sm_resp (§4.7.2).</summary>
public sealed record DataSmResponse : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.DataSmResponse;

    /// <summary>The SMSC's id of the message; empty in our answers.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Optional parameters: delivery_failure_reason, network_error_code, additional_status_info_text.</summary>
    public SmppTlvs Tlvs { get; init; } = SmppTlvs.Empty;

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(MessageId, 65, "message_id");
        writer.Tlvs(Tlvs);
    }

    internal static DataSmResponse Read(ref SmppReader reader) => new() { MessageId = reader.CString(), Tlvs = reader.Tlvs() };
}

namespace Chasqui.Smpp.Pdus;

/// <summary>query_sm (SMPP 3.4 §4.8.1).</summary>
public sealed record QuerySm : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.QuerySm;

    /// <summary>The SMSC's id of the message.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The source of the original message.</summary>
    public SmppAddress Source { get; init; } = SmppAddress.None;

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(MessageId, 65, "message_id");
        Source.Write(ref writer, 21, "source_addr");
    }

    internal static QuerySm Read(ref SmppReader reader) => new() { MessageId = reader.CString(), Source = SmppAddress.Read(ref reader) };
}

/// <summary>query_sm_resp (§4.8.2).</summary>
public sealed record QuerySmResponse : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.QuerySmResponse;

    /// <summary>The SMSC's id of the message.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>When the message reached its final state; empty when it has not.</summary>
    public string FinalDate { get; init; } = "";

    /// <summary>The message's state.</summary>
    public SmppMessageState MessageState { get; init; }

    /// <summary>The network's error code; 0 for none.</summary>
    public byte ErrorCode { get; init; }

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(MessageId, 65, "message_id");
        writer.CString(FinalDate, 17, "final_date");
        writer.Octet((byte)MessageState);
        writer.Octet(ErrorCode);
    }

    internal static QuerySmResponse Read(ref SmppReader reader) => new()
    {
        MessageId = reader.CString(),
        FinalDate = reader.CString(),
        MessageState = (SmppMessageState)reader.Octet(),
        ErrorCode = reader.Octet(),
    };
}

/// <summary>cancel_sm (SMPP 3.4 §4.9.1).</summary>
public sealed record CancelSm : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.CancelSm;

    /// <summary>The service type of the original message.</summary>
    public string ServiceType { get; init; } = "";

    /// <summary>The SMSC's id of the message; empty cancels all between the two addresses.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The source of the original message.</summary>
    public SmppAddress Source { get; init; } = SmppAddress.None;

    /// <summary>The destination of the original message; may be empty when the id is given.</summary>
    public SmppAddress Destination { get; init; } = SmppAddress.None;

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(ServiceType, 6, "service_type");
        writer.CString(MessageId, 65, "message_id");
        Source.Write(ref writer, 21, "source_addr");
        Destination.Write(ref writer, 21, "destination_addr");
    }

    internal static CancelSm Read(ref SmppReader reader) => new()
    {
        ServiceType = reader.CString(),
        MessageId = reader.CString(),
        Source = SmppAddress.Read(ref reader),
        Destination = SmppAddress.Read(ref reader),
    };
}

/// <summary>replace_sm (SMPP 3.4 §4.10.1).</summary>
public sealed record ReplaceSm : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.ReplaceSm;

    /// <summary>The SMSC's id of the message.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The source of the original message.</summary>
    public SmppAddress Source { get; init; } = SmppAddress.None;

    /// <summary>The new time, or empty to leave it.</summary>
    public string ScheduleDeliveryTime { get; init; } = "";

    /// <summary>The new validity, or empty to leave it.</summary>
    public string ValidityPeriod { get; init; } = "";

    /// <summary>Which receipts are wanted.</summary>
    public byte RegisteredDelivery { get; init; }

    /// <summary>Which of the SMSC's predefined messages; 0 for none.</summary>
    public byte DefaultMessageId { get; init; }

    /// <summary>The new text, in the data_coding of the old.</summary>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(MessageId, 65, "message_id");
        Source.Write(ref writer, 21, "source_addr");
        writer.CString(ScheduleDeliveryTime, 17, "schedule_delivery_time");
        writer.CString(ValidityPeriod, 17, "validity_period");
        writer.Octet(RegisteredDelivery);
        writer.Octet(DefaultMessageId);
        writer.Counted(ShortMessage, "short_message");
    }

    internal static ReplaceSm Read(ref SmppReader reader) => new()
    {
        MessageId = reader.CString(),
        Source = SmppAddress.Read(ref reader),
        ScheduleDeliveryTime = reader.CString(),
        ValidityPeriod = reader.CString(),
        RegisteredDelivery = reader.Octet(),
        DefaultMessageId = reader.Octet(),
        ShortMessage = reader.Counted(),
    };
}

/// <summary>alert_notification: a subscriber who could not be reached is there again (SMPP 3.4 §4.12.1).</summary>
public sealed record AlertNotification : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.AlertNotification;

    /// <summary>The subscriber.</summary>
    public SmppAddress Source { get; init; } = SmppAddress.None;

    /// <summary>The ESME that had asked (set_dpf).</summary>
    public SmppAddress Esme { get; init; } = SmppAddress.None;

    /// <summary>Optional parameters: ms_availability_status.</summary>
    public SmppTlvs Tlvs { get; init; } = SmppTlvs.Empty;

    internal override void Write(ref SmppWriter writer)
    {
        Source.Write(ref writer, 65, "source_addr");
        Esme.Write(ref writer, 65, "esme_addr");
        writer.Tlvs(Tlvs);
    }

    internal static AlertNotification Read(ref SmppReader reader) => new()
    {
        Source = SmppAddress.Read(ref reader),
        Esme = SmppAddress.Read(ref reader),
        Tlvs = reader.Tlvs(),
    };
}

namespace Chasqui.Smpp.Pdus;

/// <summary>One destination of submit_multi: a number, or the name of a distribution list (SMPP 3.4 §4.5.1.1).</summary>
public readonly record struct SmppDestination
{
    /// <summary>The number; without meaning when <see cref="DistributionList"/> is set.</summary>
    public SmppAddress Address { get; private init; }

    /// <summary>The list's name, at most 20 octets, or null.</summary>
    public string? DistributionList { get; private init; }

    /// <summary>A number.</summary>
    public static SmppDestination Of(SmppAddress address) => new() { Address = address };

    /// <summary>A distribution list that the SMSC knows.</summary>
    public static SmppDestination List(string name) => new() { DistributionList = name };
}

/// <summary>submit_multi: one message to at most 254 destinations (SMPP 3.4 §4.5.1).</summary>
public sealed record SubmitMulti : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.SubmitMulti;

    /// <summary>All but the destinations; its Destination is not sent.</summary>
    public required SubmitSm Message { get; init; }

    /// <summary>1 to 254 of them.</summary>
    public required IReadOnlyList<SmppDestination> Destinations { get; init; }

    internal override void Write(ref SmppWriter writer)
    {
        if (Destinations.Count is 0 or > 254) throw new ArgumentException("submit_multi has 1 to 254 destinations.", nameof(writer));
        writer.CString(Message.ServiceType, 6, "service_type");
        Message.Source.Write(ref writer, 21, "source_addr");
        writer.Octet((byte)Destinations.Count);
        foreach (var destination in Destinations)
        {
            writer.Octet((byte)(destination.DistributionList is null ? 1 : 2));
            if (destination.DistributionList is { } list) writer.CString(list, 21, "dl_name");
            else destination.Address.Write(ref writer, 21, "destination_addr");
        }
        writer.Octet(Message.EsmClass);
        writer.Octet(Message.ProtocolId);
        writer.Octet(Message.PriorityFlag);
        writer.CString(Message.ScheduleDeliveryTime, 17, "schedule_delivery_time");
        writer.CString(Message.ValidityPeriod, 17, "validity_period");
        writer.Octet(Message.RegisteredDelivery);
        writer.Octet(Message.ReplaceIfPresent);
        writer.Octet(Message.DataCoding);
        writer.Octet(Message.DefaultMessageId);
        writer.Counted(Message.ShortMessage, "short_message");
        writer.Tlvs(Message.Tlvs);
    }

    internal static SubmitMulti Read(ref SmppReader reader)
    {
        var serviceType = reader.CString();
        var source = SmppAddress.Read(ref reader);
        var count = reader.Octet();
        var destinations = new List<SmppDestination>(Math.Min((int)count, 32));
        for (var i = 0; i < count && reader.Error == SmppCommandStatus.Ok; i++)
        {
            switch (reader.Octet())
            {
                case 1:
                    destinations.Add(SmppDestination.Of(SmppAddress.Read(ref reader)));
                    break;
                case 2:
                    destinations.Add(SmppDestination.List(reader.CString()));
                    break;
                default:
                    reader.Fail(SmppCommandStatus.InvalidDestinationFlag);
                    break;
            }
        }
        if (count == 0) reader.Fail(SmppCommandStatus.InvalidNumberOfDestinations);
        var message = new SubmitSm
        {
            ServiceType = serviceType,
            Source = source,
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
        return new() { Message = message, Destinations = destinations };
    }
}

/// <summary>One destination that submit_multi did not reach (§4.5.2.1).</summary>
/// <param name="Address">The number.</param>
/// <param name="Status">Why.</param>
public readonly record struct SmppUnsuccessful(SmppAddress Address, SmppCommandStatus Status);

/// <summary>submit_multi_resp (SMPP 3.4 §4.5.2).</summary>
public sealed record SubmitMultiResponse : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.SubmitMultiResponse;

    /// <summary>The SMSC's id of the message.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The destinations that were refused; the others were accepted.</summary>
    public IReadOnlyList<SmppUnsuccessful> Unsuccessful { get; init; } = [];

    internal override void Write(ref SmppWriter writer)
    {
        if (Unsuccessful.Count > byte.MaxValue) throw new ArgumentException("submit_multi_resp has at most 255 entries.", nameof(writer));
        writer.CString(MessageId, 65, "message_id");
        writer.Octet((byte)Unsuccessful.Count);
        foreach (var (address, status) in Unsuccessful)
        {
            address.Write(ref writer, 21, "destination_addr");
            writer.Word((uint)status);
        }
    }

    internal static SubmitMultiResponse Read(ref SmppReader reader)
    {
        var id = reader.CString();
        var count = reader.Octet();
        var unsuccessful = new List<SmppUnsuccessful>();
        // The smallest entry has seven octets: a count beyond what is there is the sender's error, not our memory.
        for (var i = 0; i < count && !reader.AtEnd; i++)
            unsuccessful.Add(new(SmppAddress.Read(ref reader), (SmppCommandStatus)reader.Word()));
        return new() { MessageId = id, Unsuccessful = unsuccessful };
    }
}

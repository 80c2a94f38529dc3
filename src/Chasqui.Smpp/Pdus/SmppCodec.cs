using System.Buffers;
using System.Buffers.Binary;

namespace Chasqui.Smpp.Pdus;

/// <summary>What <see cref="SmppCodec.ReadFrame"/> found.</summary>
public enum SmppFrame
{
    /// <summary>The buffer holds less than one PDU: read more.</summary>
    Incomplete,

    /// <summary>One PDU was taken off the buffer.</summary>
    Complete,

    /// <summary>The length is below 16 or above the limit: where the next PDU begins can no longer be known.</summary>
    Invalid,
}

/// <summary>PDUs to octets and back (SMPP 3.4 §3.2). Holds no state; sessions use it, and so may tools that read captures.</summary>
public static class SmppCodec
{
    /// <summary>The default limit of one PDU, in octets: the largest message_payload and room for the rest.</summary>
    public const int DefaultMaxLength = 66 * 1024;

    /// <summary>Takes one PDU off the front of the buffer, when it is there whole.</summary>
    /// <param name="buffer">What has been read; begins behind the PDU afterwards.</param>
    /// <param name="maxLength">Octets that a PDU may have, its header included.</param>
    /// <param name="header">The header, when complete.</param>
    /// <param name="body">What follows it, in the same memory as the buffer.</param>
    public static SmppFrame ReadFrame(
        ref ReadOnlySequence<byte> buffer, int maxLength, out SmppHeader header, out ReadOnlySequence<byte> body)
    {
        header = default;
        body = default;
        if (buffer.Length < 4) return SmppFrame.Incomplete;
        scoped var front = buffer.FirstSpan;
        if (front.Length < SmppHeader.Size)
        {
            // The header lies across two segments.
            Span<byte> copy = stackalloc byte[SmppHeader.Size];
            var part = buffer.Slice(0, Math.Min(buffer.Length, SmppHeader.Size));
            part.CopyTo(copy);
            front = copy[..(int)part.Length];
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(front);
        if (length < SmppHeader.Size || length > maxLength) return SmppFrame.Invalid;
        if (buffer.Length < length) return SmppFrame.Incomplete;
        header = new(
            length,
            (SmppCommandId)BinaryPrimitives.ReadUInt32BigEndian(front[4..]),
            (SmppCommandStatus)BinaryPrimitives.ReadUInt32BigEndian(front[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(front[12..]));
        body = buffer.Slice(SmppHeader.Size, length - SmppHeader.Size);
        buffer = buffer.Slice(length);
        return SmppFrame.Complete;
    }

    /// <summary>
    /// Reads one body. Never throws on what a peer sent: a request that cannot be read gives false and the status to answer with; a
    /// response is read as far as it goes. An unknown command gives <see cref="UnknownPdu"/>.
    /// </summary>
    public static bool TryDecode(in SmppHeader header, in ReadOnlySequence<byte> body, out SmppPdu pdu, out SmppCommandStatus error)
    {
        if (body.IsSingleSegment) return TryDecode(header, body.FirstSpan, out pdu, out error);
        var length = (int)body.Length;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(copy);
            return TryDecode(header, copy.AsSpan(0, length), out pdu, out error);
        }
        finally
        {
            // It held a message: no one else may find it in the pool.
            ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        }
    }

    /// <inheritdoc cref="TryDecode(in SmppHeader, in ReadOnlySequence{byte}, out SmppPdu, out SmppCommandStatus)"/>
    public static bool TryDecode(in SmppHeader header, ReadOnlySpan<byte> body, out SmppPdu pdu, out SmppCommandStatus error)
    {
        var reader = new SmppReader(body, lenient: header.CommandId.IsResponse());
        pdu = header.CommandId switch
        {
            SmppCommandId.SubmitSm => SubmitSm.Read(ref reader),
            SmppCommandId.SubmitSmResponse => SubmitSmResponse.Read(ref reader),
            SmppCommandId.DeliverSm => DeliverSm.Read(ref reader),
            SmppCommandId.DeliverSmResponse => DeliverSmResponse.Read(ref reader),
            SmppCommandId.EnquireLink => EnquireLink.Instance,
            SmppCommandId.EnquireLinkResponse => EnquireLinkResponse.Instance,
            SmppCommandId.BindReceiver or SmppCommandId.BindTransmitter or SmppCommandId.BindTransceiver =>
                BindRequest.Read(ref reader, header.CommandId),
            SmppCommandId.BindReceiverResponse or SmppCommandId.BindTransmitterResponse or SmppCommandId.BindTransceiverResponse =>
                BindResponse.Read(ref reader, header.CommandId),
            SmppCommandId.Outbind => Outbind.Read(ref reader),
            SmppCommandId.Unbind => Unbind.Instance,
            SmppCommandId.UnbindResponse => UnbindResponse.Instance,
            SmppCommandId.GenericNack => GenericNack.Instance,
            SmppCommandId.DataSm => DataSm.Read(ref reader),
            SmppCommandId.DataSmResponse => DataSmResponse.Read(ref reader),
            SmppCommandId.SubmitMulti => SubmitMulti.Read(ref reader),
            SmppCommandId.SubmitMultiResponse => SubmitMultiResponse.Read(ref reader),
            SmppCommandId.QuerySm => QuerySm.Read(ref reader),
            SmppCommandId.QuerySmResponse => QuerySmResponse.Read(ref reader),
            SmppCommandId.CancelSm => CancelSm.Read(ref reader),
            SmppCommandId.CancelSmResponse => CancelSmResponse.Instance,
            SmppCommandId.ReplaceSm => ReplaceSm.Read(ref reader),
            SmppCommandId.ReplaceSmResponse => ReplaceSmResponse.Instance,
            SmppCommandId.AlertNotification => AlertNotification.Read(ref reader),
            _ => new UnknownPdu(header.CommandId, reader.Remainder()),
        };
        error = reader.Error;
        return error == SmppCommandStatus.Ok;
    }

    /// <summary>Writes one PDU whole and gives its octets.</summary>
    /// <exception cref="ArgumentException">A field does not fit into its place; nothing was written.</exception>
    public static int Write(IBufferWriter<byte> target, SmppPdu pdu, SmppCommandStatus status, uint sequence)
    {
        var measure = new SmppWriter(default);
        pdu.Write(ref measure);
        var length = SmppHeader.Size + measure.Length;
        var span = target.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32BigEndian(span, (uint)length);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], (uint)pdu.CommandId);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], (uint)status);
        BinaryPrimitives.WriteUInt32BigEndian(span[12..], sequence);
        if (measure.Length > 0)
        {
            var writer = new SmppWriter(span[SmppHeader.Size..]);
            pdu.Write(ref writer);
        }
        target.Advance(length);
        return length;
    }
}

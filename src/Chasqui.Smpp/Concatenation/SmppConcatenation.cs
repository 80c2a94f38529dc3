using System.Runtime.InteropServices;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Concatenation;

/// <summary>How a message of several parts goes to the SMSC: a setting of the link.</summary>
public enum SmppConcatenationMethod
{
    /// <summary>A user data header with an 8-bit reference in each part: what most SMSCs understand.</summary>
    Udh8,

    /// <summary>A user data header with a 16-bit reference: fewer collisions, one septet less in each part.</summary>
    Udh16,

    /// <summary>sar_ parameters: the SMSC builds the headers.</summary>
    Sar,

    /// <summary>One submit_sm with message_payload: the SMSC cuts.</summary>
    Payload,
}

/// <summary>Which part of which message a PDU is.</summary>
/// <param name="Reference">What all parts share.</param>
/// <param name="Total">How many there are, from 1.</param>
/// <param name="Number">Which one it is, from 1 to the total.</param>
/// <param name="Wide">Whether the reference has 16 bits: equal numbers of different width are different messages.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SmppPart(ushort Reference, byte Total, byte Number, bool Wide);

/// <summary>What the parts of one message have in common; with a time limit, for references come round again.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SmppConcatenationKey(SmppAddress Source, SmppAddress Destination, ushort Reference, byte Total, bool Wide);

/// <summary>Long messages: cutting octets, building the PDUs, reading which part a PDU is.</summary>
public static class SmppConcatenation
{
    /// <summary>Reads the part out of the user data header, or out of the sar_ parameters. False for a message of its own.</summary>
    public static bool TryRead(MessagePdu message, out SmppPart part)
    {
        var header = SmppUserDataHeader.HeaderOf(message).Span;
        if (SmppUserDataHeader.TryGet(header, SmppUserDataHeader.Concatenated8, out var narrow) && narrow.Length == 3)
            part = new(narrow[0], narrow[1], narrow[2], Wide: false);
        else if (SmppUserDataHeader.TryGet(header, SmppUserDataHeader.Concatenated16, out var wide) && wide.Length == 4)
            part = new((ushort)(wide[0] << 8 | wide[1]), wide[2], wide[3], Wide: true);
        else if (message.Tlvs.Number(SmppTag.SarMsgRefNum) is { } reference
            && message.Tlvs.Number(SmppTag.SarTotalSegments) is <= 255 and var total
            && message.Tlvs.Number(SmppTag.SarSegmentSeqnum) is <= 255 and var number)
            part = new((ushort)reference, (byte)total, (byte)number, Wide: true);
        else part = default;
        // A part out of range is no part (3GPP TS 23.040 §9.2.3.24.1): the octets stand for themselves.
        if (part.Number >= 1 && part.Number <= part.Total) return true;
        part = default;
        return false;
    }

    /// <summary>The key that the parts of this message share, or null for a message of its own.</summary>
    public static SmppConcatenationKey? KeyOf(MessagePdu message) =>
        TryRead(message, out var part) ? new(message.Source, message.Destination, part.Reference, part.Total, part.Wide) : null;

    /// <summary>How many octets go into a message of its own, or into each of several parts, by data_coding and method.</summary>
    /// <param name="dataCoding">Unpacked septets fit 160, octets and UCS-2 fit 140.</param>
    /// <param name="method">How the parts will be marked.</param>
    /// <param name="several">Whether there are parts.</param>
    public static int Capacity(byte dataCoding, SmppConcatenationMethod method, bool several)
    {
        if (method == SmppConcatenationMethod.Payload) return ushort.MaxValue;
        var septets = SmppDataCoding.UnitOf(dataCoding) == SmppUnit.Septet;
        if (!several) return septets ? 160 : 140;
        return method == SmppConcatenationMethod.Udh16 ? septets ? 152 : 132 : septets ? 153 : 134;
    }

    /// <summary>
    /// Cuts encoded octets into parts, as few as fit. Never between 0x1B and its character (unpacked GSM 7-bit), nor inside a UTF-16 unit
    /// or surrogate pair.
    /// </summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> octets, byte dataCoding, SmppConcatenationMethod method)
    {
        if (octets.Length <= Capacity(dataCoding, method, several: false)) return [octets];
        var size = Capacity(dataCoding, method, several: true);
        var unit = SmppDataCoding.UnitOf(dataCoding);
        var parts = new List<ReadOnlyMemory<byte>>();
        while (octets.Length > size)
        {
            var at = BackToBoundary(octets.Span, size, unit);
            parts.Add(octets[..at]);
            octets = octets[at..];
        }
        parts.Add(octets);
        return parts;
    }

    /// <summary>
    /// The PDUs of a message whose parts are encoded and cut already. Keep them on one session and in order, and stop at the first that is
    /// refused for good: the others would only be paid for.
    /// </summary>
    /// <param name="template">Everything but the octets.</param>
    /// <param name="parts">1 to 255 parts.</param>
    /// <param name="method">How they are marked; one part alone is not marked.</param>
    /// <param name="reference">The same for all parts; of its low 8 bits for <see cref="SmppConcatenationMethod.Udh8"/>.</param>
    /// <param name="elements">Other elements of the user data header, such as national tables; they take room from each part.</param>
    /// <exception cref="ArgumentException">No parts, more than 255, or one that has no room in its PDU.</exception>
    public static IReadOnlyList<SubmitSm> Build(
        SubmitSm template,
        IReadOnlyList<ReadOnlyMemory<byte>> parts,
        SmppConcatenationMethod method,
        ushort reference,
        ReadOnlyMemory<byte> elements = default)
    {
        if (parts.Count is 0 or > 255) throw new ArgumentException("A message has 1 to 255 parts.", nameof(parts));
        if (method == SmppConcatenationMethod.Payload)
        {
            var payload = Headed(elements.Span, [], Join(parts).Span);
            if (payload.Length > ushort.MaxValue)
                throw new ArgumentException("message_payload holds at most 65,535 octets.", nameof(parts));
            var tlvs = template.Tlvs.With(new(SmppTag.MessagePayload, payload));
            return [Marked(template, elements) with { ShortMessage = default, Tlvs = tlvs }];
        }
        if (parts.Count == 1) return [Marked(template, elements) with { ShortMessage = Headed(elements.Span, [], parts[0].Span) }];
        var pdus = new SubmitSm[parts.Count];
        var total = (byte)parts.Count;
        for (var i = 0; i < pdus.Length; i++)
        {
            var number = (byte)(i + 1);
            pdus[i] = method == SmppConcatenationMethod.Sar
                ? Marked(template, elements) with
                {
                    ShortMessage = Headed(elements.Span, [], parts[i].Span),
                    Tlvs = template.Tlvs
                        .With(SmppTlv.TwoOctets(SmppTag.SarMsgRefNum, reference))
                        .With(SmppTlv.OneOctet(SmppTag.SarTotalSegments, total))
                        .With(SmppTlv.OneOctet(SmppTag.SarSegmentSeqnum, number)),
                }
                : template with
                {
                    EsmClass = (byte)(template.EsmClass | SmppEsmClass.UserDataHeader),
                    ShortMessage = method == SmppConcatenationMethod.Udh16
                        ? Headed(elements.Span, [0x08, 4, (byte)(reference >> 8), (byte)reference, total, number], parts[i].Span)
                        : Headed(elements.Span, [0x00, 3, (byte)reference, total, number], parts[i].Span),
                };
            if (pdus[i].ShortMessage.Length > 254)
                throw new ArgumentException("A part and its header have more than 254 octets.", nameof(parts));
        }
        return pdus;
    }

    private static SubmitSm Marked(SubmitSm template, ReadOnlyMemory<byte> elements) =>
        elements.IsEmpty ? template : template with { EsmClass = (byte)(template.EsmClass | SmppEsmClass.UserDataHeader) };

    private static ReadOnlyMemory<byte> Headed(ReadOnlySpan<byte> elements, ReadOnlySpan<byte> concatenation, ReadOnlySpan<byte> content)
    {
        var length = concatenation.Length + elements.Length;
        if (length == 0) return content.ToArray();
        if (length > 139) throw new ArgumentException("The user data header has no room.", nameof(elements));
        var octets = new byte[1 + length + content.Length];
        octets[0] = (byte)length;
        concatenation.CopyTo(octets.AsSpan(1));
        elements.CopyTo(octets.AsSpan(1 + concatenation.Length));
        content.CopyTo(octets.AsSpan(1 + length));
        return octets;
    }

    private static ReadOnlyMemory<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Count == 1) return parts[0];
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined.AsMemory(at));
            at += part.Length;
        }
        return joined;
    }

    private static int BackToBoundary(ReadOnlySpan<byte> octets, int at, SmppUnit unit)
    {
        switch (unit)
        {
            case SmppUnit.Septet:
                // Escapes in a row pair up from the left: an odd run before the cut means that the last one opens a pair.
                var escapes = 0;
                while (escapes < at && octets[at - 1 - escapes] == 0x1B) escapes++;
                return escapes % 2 == 1 && at > 1 ? at - 1 : at;
            case SmppUnit.Ucs2:
                at -= at % 2;
                return at > 2 && octets[at - 2] is >= 0xD8 and <= 0xDB ? at - 2 : at;
            default:
                return at;
        }
    }
}

using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Concatenation;

/// <summary>
/// The user data header in front of a message's octets, when esm_class has 0x40 (3GPP TS 23.040 §9.2.3.24): its length in one octet, then
/// elements of an identifier, a length and octets.
/// </summary>
public static class SmppUserDataHeader
{
    /// <summary>Concatenation with an 8-bit reference.</summary>
    public const byte Concatenated8 = 0x00;

    /// <summary>Concatenation with a 16-bit reference.</summary>
    public const byte Concatenated16 = 0x08;

    /// <summary>The octets behind the header; all of them when there is none, or when its length is beyond the end.</summary>
    public static ReadOnlyMemory<byte> ContentOf(MessagePdu message)
    {
        var octets = message.Octets;
        return octets[Length(message, octets.Span)..];
    }

    /// <summary>The header with its length octet; empty when there is none.</summary>
    public static ReadOnlyMemory<byte> HeaderOf(MessagePdu message)
    {
        var octets = message.Octets;
        return octets[..Length(message, octets.Span)];
    }

    /// <summary>The octets of the first whole element with this identifier.</summary>
    public static bool TryGet(ReadOnlySpan<byte> header, byte identifier, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var at = 1; at + 2 <= header.Length;)
        {
            var length = header[at + 1];
            if (at + 2 + length > header.Length) return false;
            if (header[at] == identifier)
            {
                value = header.Slice(at + 2, length);
                return true;
            }
            at += 2 + length;
        }
        return false;
    }

    private static int Length(MessagePdu message, ReadOnlySpan<byte> octets)
    {
        if ((message.EsmClass & SmppEsmClass.UserDataHeader) == 0 || octets.IsEmpty) return 0;
        var length = octets[0] + 1;
        return length <= octets.Length ? length : 0;
    }
}

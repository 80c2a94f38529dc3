namespace Chasqui.Messages.Text;

/// <summary>Seven-bit packing of 3GPP TS 23.038 §6.1.2.1: septet i takes bits 7i to 7i+6 of a little-endian bit string.</summary>
internal static class Septets
{
    /// <summary>Bits between a user data header of so many octets and the text, which starts on a septet boundary.</summary>
    public static int FillBits(int headerOctets) => (7 - 8 * headerOctets % 7) % 7;

    public static int PackedLength(int septets, int fillBits = 0) => (septets * 7 + fillBits + 7) / 8;

    public static byte[] Pack(ReadOnlySpan<byte> septets, int fillBits = 0)
    {
        var packed = new byte[PackedLength(septets.Length, fillBits)];
        Pack(septets, fillBits, packed);
        return packed;
    }

    public static void Pack(ReadOnlySpan<byte> septets, int fillBits, Span<byte> packed)
    {
        packed.Clear();
        var bit = fillBits;
        foreach (var septet in septets)
        {
            var value = (septet & 0x7F) << (bit & 7);
            packed[bit >> 3] |= (byte)value;
            if (value > 0xFF)
                packed[(bit >> 3) + 1] |= (byte)(value >> 8);
            bit += 7;
        }
    }

    /// <summary>
    /// Takes out so many septets, fewer when the octets end before. The count must come from the length field: seven zero
    /// bits at the end are either padding or an at sign, and the octets do not tell.
    /// </summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int count, int fillBits = 0)
    {
        count = Math.Clamp(count, 0, Math.Max(0, (packed.Length * 8 - fillBits) / 7));
        var septets = new byte[count];
        var bit = fillBits;
        for (var i = 0; i < count; i++, bit += 7)
        {
            var value = packed[bit >> 3] >> (bit & 7);
            if ((bit & 7) > 1)
                value |= packed[(bit >> 3) + 1] << (8 - (bit & 7));
            septets[i] = (byte)(value & 0x7F);
        }

        return septets;
    }
}

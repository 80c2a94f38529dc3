using System.Text;

namespace Chasqui.Messages.Text;

/// <summary>UTF-16BE as text messages carry it.</summary>
internal static class Ucs2
{
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        // By hand, not by Encoding: a lone surrogate must stay two octets or every length counted before is wrong.
        var octets = new byte[text.Length * 2];
        for (var i = 0; i < text.Length; i++)
        {
            octets[2 * i] = (byte)(text[i] >> 8);
            octets[2 * i + 1] = (byte)text[i];
        }

        return octets;
    }

    /// <summary>Never fails: lone surrogates and a dangling last octet become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> octets) => Encoding.BigEndianUnicode.GetString(octets);
}

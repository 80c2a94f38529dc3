using System.Globalization;
using System.Text;

namespace Chasqui.Providers.Network;

/// <summary>Names and values as queries and forms carry them, in any character set.</summary>
internal static class FormText
{
    private const int MostPairs = 1000;

    /// <summary>Reads <c>a=b&amp;c=d</c>, with or without a leading question mark. The first of several values stands; nonsense stays as
    /// it is.</summary>
    /// <param name="text">The query or form.</param>
    /// <param name="encoding">Of the values; names are UTF-8.</param>
    public static Dictionary<string, string> Parse(string text, Encoding encoding)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.TrimStart('?').Split('&', MostPairs, StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            values.TryAdd(
                Encoding.UTF8.GetString(Unescape(equals < 0 ? pair : pair[..equals])),
                equals < 0 ? "" : encoding.GetString(Unescape(pair[(equals + 1)..])));
        }

        return values;
    }

    /// <summary>Percent-encodes all but the unreserved characters of RFC 3986.</summary>
    /// <exception cref="EncoderFallbackException">The character set lacks a character, and was told to say so.</exception>
    public static string Escape(string text, Encoding encoding)
    {
        var escaped = new StringBuilder();
        foreach (var octet in encoding.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || (char)octet is '-' or '_' or '.' or '~')
                escaped.Append((char)octet);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return escaped.ToString();
    }

    private static byte[] Unescape(string text)
    {
        using var octets = new MemoryStream(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                octets.WriteByte(octet);
                i += 2;
            }
            else if (text[i] < 0x80)
            {
                octets.WriteByte(text[i] == '+' ? (byte)' ' : (byte)text[i]);
            }
            else
            {
                octets.Write(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return octets.ToArray();
    }
}

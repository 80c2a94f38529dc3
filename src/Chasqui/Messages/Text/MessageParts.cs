using System.Runtime.InteropServices;

namespace Chasqui.Messages.Text;

/// <summary>What a text costs.</summary>
/// <param name="Encoding">How it travels.</param>
/// <param name="Units">Septets, or UTF-16 units; header not counted.</param>
/// <param name="Parts">Messages it is billed as; above <see cref="MessageParts.MaxParts"/> it cannot be sent.</param>
/// <param name="Remaining">Units the last part still has room for.</param>
/// <param name="Locking">The national table in use instead of the default one.</param>
/// <param name="Single">The national extension table in use.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PartCount(
    TextEncoding Encoding, int Units, int Parts, int Remaining, NationalLanguage Locking, NationalLanguage Single);

/// <summary>
/// Counts and cuts texts. Both walk the same <see cref="PartCutter"/>, so what is shown is what is sent: dividing units by a
/// part's size is wrong, because an escape pair, a surrogate pair or an emoji is never cut (153 euro signs take three parts).
/// </summary>
internal static class MessageParts
{
    /// <summary>The header has one octet for the number of parts.</summary>
    public const int MaxParts = 255;

    /// <summary>Counts the parts <see cref="Cut(string, PartOptions, int)"/> would make; allocates nothing for a GSM-7 text.</summary>
    public static PartCount Count(string text, PartOptions options)
    {
        text = MessageText.Prepare(text, options);
        return Count(text, options.Header, ChooseAlphabet(text, options));
    }

    /// <param name="text">As written; it is prepared first, see <see cref="MessageText.Prepare"/>.</param>
    /// <param name="options">How to prepare and cut it.</param>
    /// <param name="reference">Common to the parts; taken modulo what the header holds.</param>
    /// <exception cref="ArgumentException">More than <see cref="MaxParts"/> parts: count before cutting.</exception>
    public static MessagePart[] Cut(string text, PartOptions options, int reference)
    {
        text = MessageText.Prepare(text, options);
        return Cut(text, options.Header, ChooseAlphabet(text, options), reference);
    }

    /// <summary>Counts with tables already chosen; null means UCS-2.</summary>
    internal static PartCount Count(ReadOnlySpan<char> text, ConcatHeader header, GsmAlphabet? alphabet)
    {
        var cutter = PartCutter.Over(text, header, alphabet);
        var (units, parts) = (0, 0);
        while (cutter.MoveNext(out _, out var partUnits))
        {
            units += partUnits;
            parts++;
        }

        return new PartCount(
            alphabet is null ? TextEncoding.Ucs2 : TextEncoding.Gsm7, units, parts, cutter.PartSize - cutter.LastUnits,
            alphabet?.Locking ?? NationalLanguage.Default, alphabet?.Single ?? NationalLanguage.Default);
    }

    /// <summary>Cuts with tables already chosen; null means UCS-2.</summary>
    internal static MessagePart[] Cut(string text, ConcatHeader header, GsmAlphabet? alphabet, int reference)
    {
        var total = Count(text, header, alphabet).Parts;
        if (total > MaxParts)
            throw new ArgumentException($"The text takes {total} parts; {MaxParts} are possible.", nameof(text));

        var parts = new MessagePart[total];
        var cutter = PartCutter.Over(text, header, alphabet);
        var start = 0;
        for (var i = 0; cutter.MoveNext(out var length, out var units); i++, start += length)
        {
            var piece = total == 1 ? text : text.Substring(start, length);
            parts[i] = new MessagePart
            {
                Text = piece,
                Encoding = alphabet is null ? TextEncoding.Ucs2 : TextEncoding.Gsm7,
                Number = i + 1,
                Total = total,
                Units = units,
                Header = UserDataHeader.Write(header, reference, total, i + 1, alphabet ?? GsmAlphabet.Default),
                Body = Encode(piece, units, alphabet),
            };
        }

        return parts;
    }

    /// <summary>The tables the text should travel in; null when UCS-2 takes fewer parts or nothing else will do.</summary>
    internal static GsmAlphabet? ChooseAlphabet(ReadOnlySpan<char> text, PartOptions options)
    {
        if (GsmAlphabet.Default.UnitsOf(text) >= 0)
            return GsmAlphabet.Default;

        GsmAlphabet? best = null;
        var fewest = int.MaxValue;
        foreach (var language in options.NationalLanguages)
        {
            Consider(text, GsmAlphabet.Of(NationalLanguage.Default, language), options.Header, ref best, ref fewest);
            Consider(text, GsmAlphabet.Of(language, language), options.Header, ref best, ref fewest);
        }

        return best is null || Count(text, options.Header, null).Parts < fewest ? null : best;
    }

    /// <summary>Fewest parts, then the shorter header; at a draw the language named first.</summary>
    private static void Consider(
        ReadOnlySpan<char> text, GsmAlphabet candidate, ConcatHeader header, ref GsmAlphabet? best, ref int fewest)
    {
        if (candidate.UnitsOf(text) < 0)
            return;
        var parts = Count(text, header, candidate).Parts;
        if (best is null || parts < fewest || parts == fewest && candidate.HeaderElements < best.HeaderElements)
        {
            best = candidate;
            fewest = parts;
        }
    }

    private static byte[] Encode(string piece, int units, GsmAlphabet? alphabet)
    {
        if (alphabet is null)
            return Ucs2.Encode(piece);
        var septets = new byte[units];
        alphabet.Encode(piece, septets);
        return septets;
    }
}

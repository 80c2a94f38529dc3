using System.Text.Json;

namespace Chasqui.Messages.Text;

/// <summary>
/// A pair of GSM 7-bit tables: one for single septets (locking shift), one behind the escape (single shift). The tables come
/// from the embedded <c>gsm7-tables.json</c> (3GPP TS 23.038, see NOTICE).
/// </summary>
internal sealed class GsmAlphabet
{
    private const byte Escape = 0x1B;
    private const int Escaped = 0x100;

    private static readonly (char[]? Locking, char[] Single)[] Tables = ReadTables();
    private static readonly GsmAlphabet?[,] Made = new GsmAlphabet?[Tables.Length, Tables.Length];

    private readonly char[] _locking;
    private readonly char[] _single;

    /// <summary>By character: 0 for "not in this alphabet", else septet + 1, plus <see cref="Escaped"/> when behind the escape.</summary>
    private readonly ushort[] _codes;

    private GsmAlphabet(NationalLanguage locking, NationalLanguage single)
    {
        Locking = Tables[(int)locking].Locking is null ? NationalLanguage.Default : locking;
        Single = single;
        _locking = Tables[(int)Locking].Locking!;
        _single = Tables[(int)single].Single;

        _codes = new ushort[Math.Max(_locking.Max(), _single.Max()) + 1];
        // Written from high to low so that a character the table holds twice encodes as the lower one.
        for (var septet = 127; septet >= 0; septet--)
        {
            if (_single[septet] != '\0')
                _codes[_single[septet]] = (ushort)(septet + 1 + Escaped);
        }

        for (var septet = 127; septet >= 0; septet--)
        {
            if (_locking[septet] != '\0' && septet != Escape)
                _codes[_locking[septet]] = (ushort)(septet + 1);
        }
    }

    /// <summary>The default alphabet with its extension table.</summary>
    public static GsmAlphabet Default { get; } = Of(NationalLanguage.Default, NationalLanguage.Default);

    public NationalLanguage Locking { get; }

    public NationalLanguage Single { get; }

    /// <summary>Whether characters may be combining marks, which the default alphabet never has.</summary>
    public bool HasCombiningMarks => Locking >= NationalLanguage.Bengali || Single >= NationalLanguage.Bengali;

    /// <summary>Octets of the header elements that announce the tables; the length octet is not counted.</summary>
    public int HeaderElements => (Locking == NationalLanguage.Default ? 0 : 3) + (Single == NationalLanguage.Default ? 0 : 3);

    /// <summary>An identifier this build does not know means the default table, as TS 23.038 §6.2.1.2 wants.</summary>
    public static GsmAlphabet Of(NationalLanguage locking, NationalLanguage single)
    {
        if ((uint)locking >= (uint)Tables.Length)
            locking = NationalLanguage.Default;
        if ((uint)single >= (uint)Tables.Length)
            single = NationalLanguage.Default;
        return Made[(int)locking, (int)single] ??= new GsmAlphabet(locking, single);
    }

    /// <summary>Septets of one character: 1, 2 behind an escape, 0 when the alphabet lacks it.</summary>
    public int UnitsOf(char c)
    {
        var codes = _codes;
        if (c >= codes.Length)
            return 0;
        var code = codes[c];
        return code == 0 ? 0 : 1 + (code >> 8);
    }

    /// <summary>Septets of a text; -1 when a character is not in the alphabet.</summary>
    public int UnitsOf(ReadOnlySpan<char> text)
    {
        var codes = _codes;
        var escapes = 0;
        foreach (var c in text)
        {
            if (c >= codes.Length || codes[c] is var code && code == 0)
                return -1;
            escapes += code >> 8;
        }

        return text.Length + escapes;
    }

    /// <summary>Writes one septet an octet. Every character must be in the alphabet.</summary>
    /// <returns>Septets written.</returns>
    public int Encode(ReadOnlySpan<char> text, Span<byte> septets)
    {
        var count = 0;
        foreach (var c in text)
        {
            var code = c < _codes.Length ? _codes[c] : 0;
            if (code == 0)
                throw new ArgumentException("The text holds a character this alphabet lacks.", nameof(text));
            if (code > Escaped)
                septets[count++] = Escape;
            septets[count++] = (byte)((code & 0xFF) - 1);
        }

        return count;
    }

    /// <summary>
    /// Reads septets, one an octet. Nothing a phone sends is refused: an unknown extension shows the character of the main
    /// table, a reserved or dangling escape a blank (TS 23.038 §6.2.1.1), an unassigned septet the replacement character.
    /// </summary>
    public string Decode(ReadOnlySpan<byte> septets)
    {
        var text = septets.Length <= 512 ? stackalloc char[septets.Length] : new char[septets.Length];
        var count = 0;
        for (var i = 0; i < septets.Length; i++)
        {
            var septet = septets[i] & 0x7F;
            if (septet != Escape)
            {
                text[count++] = Shown(_locking[septet]);
                continue;
            }

            if (++i == septets.Length || (septets[i] & 0x7F) is Escape or 0x0D)
                text[count++] = ' ';
            else if (_single[septets[i] & 0x7F] is var extended and not '\0')
                text[count++] = extended;
            else
                text[count++] = Shown(_locking[septets[i] & 0x7F]);
        }

        return new string(text[..count]);
    }

    private static char Shown(char c) => c == '\0' ? '\uFFFD' : c;

    private static (char[]? Locking, char[] Single)[] ReadTables()
    {
        using var stream = typeof(GsmAlphabet).Assembly.GetManifestResourceStream("Text/gsm7-tables.json")!;
        using var document = JsonDocument.Parse(stream);
        var languages = document.RootElement.GetProperty("languages");
        var tables = new (char[]?, char[])[languages.EnumerateObject().Count()];
        foreach (var language in languages.EnumerateObject())
        {
            char[]? locking = null;
            if (language.Value.GetProperty("locking") is { ValueKind: JsonValueKind.Array } septets)
                locking = [.. septets.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.Null ? '\0' : (char)c.GetInt32())];

            var single = new char[128];
            foreach (var extension in language.Value.GetProperty("single").EnumerateObject())
                single[int.Parse(extension.Name, System.Globalization.CultureInfo.InvariantCulture)] = (char)extension.Value.GetInt32();
            tables[int.Parse(language.Name, System.Globalization.CultureInfo.InvariantCulture)] = (locking, single);
        }

        return tables;
    }
}

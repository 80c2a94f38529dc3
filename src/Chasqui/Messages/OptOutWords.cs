using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Chasqui.Messages;

/// <summary>What a whole message of one keyword asks for.</summary>
internal enum OptOutKind
{
    /// <summary>No more texts.</summary>
    OptOut,

    /// <summary>Texts again.</summary>
    OptIn,

    /// <summary>Who is this, and how do I stop it?</summary>
    Help,
}

/// <summary>A keyword found.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Language">ISO 639-1 of the list that holds it; the first one when several do.</param>
/// <param name="Conditional">
/// An ordinary answer too (YES, SI): it counts only while the number is opted out, otherwise it is conversation.
/// </param>
internal sealed record OptOutMatch(OptOutKind Kind, string Language, bool Conditional);

/// <summary>
/// Carrier keywords. Carriers compare the whole message, so "stop it" is no keyword; people who write that are found by
/// <see cref="LooksLikeOptOut"/>, which only raises a flag for a person to judge. The English list joins those of Twilio, CTIA,
/// AWS and the FCC's per-se words; no law fixes the others.
/// </summary>
internal static class OptOutWords
{
    private static readonly (string Language, string OptOut, string OptIn, string Conditional, string Help)[] Lists =
    [
        ("en", "STOP, STOPALL, STOP ALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT, OPT OUT, OPT-OUT, REMOVE",
            "START, UNSTOP", "YES", "HELP, INFO"),
        ("es", "BAJA, ALTO, PARAR, CANCELAR, DETENER, SALIR, NO MAS", "ALTA, INICIAR", "SI", "AYUDA, INFO"),
        ("pt", "PARAR, SAIR, CANCELAR, REMOVER", "VOLTAR, INICIAR", "SIM", "AJUDA, INFO"),
        ("fr", "ARRET, ARRETE, ARRETER, DESABONNER, STOP", "DEMARRER", "OUI", "AIDE"),
        ("it", "FERMA, ANNULLA, CANCELLAMI", "INIZIA", "", "AIUTO"),
        ("de", "STOPP, ABMELDEN, ENDE", "START", "JA", "HILFE"),
        ("ar", "إيقاف, توقف, الغاء, إلغاء", "ابدأ", "نعم", "مساعدة"),
    ];

    private static readonly FrozenDictionary<string, OptOutMatch> Keywords = ReadKeywords();

    /// <summary>Longer than any keyword with all its punctuation and emoji; a longer text is not worth normalising.</summary>
    private const int LongestKeywordText = 120;

    /// <summary>The keyword the whole text consists of, null when it is anything else.</summary>
    public static OptOutMatch? Match(string text) =>
        text.Length > LongestKeywordText ? null : Keywords.GetValueOrDefault(Normalise(text));

    /// <summary>
    /// Whether the text asks, in a person's own words (en, es, pt, fr, it), not to be texted: a flag for people, never an
    /// opt-out by itself.
    /// </summary>
    public static bool LooksLikeOptOut(string text) => OptOutPhrases.AreIn(Words(text));

    /// <summary>Compatibility forms, upper case, no accents, one blank between words, nothing but letters and digits at the ends.</summary>
    internal static string Normalise(string text)
    {
        var plain = Plain(text);
        var (first, last) = (-1, -1);
        var at = 0;
        foreach (var rune in plain.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                if (first < 0)
                    first = at;
                last = at + rune.Utf16SequenceLength;
            }

            at += rune.Utf16SequenceLength;
        }

        return first < 0 ? "" : string.Join(' ', plain[first..last].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// The words of a text. An apostrophe joins (DON'T is DONT) except before a vowel, as in French (M'ÉCRIVEZ is M ECRIVEZ).
    /// </summary>
    private static string[] Words(string text)
    {
        var plain = Plain(text);
        var words = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var beforeVowel = i + 1 < plain.Length && plain[i + 1] is ('A' or 'E' or 'I' or 'O' or 'U');
            if (char.IsLetterOrDigit(plain[i]))
                words.Append(plain[i]);
            else if (beforeVowel || plain[i] is not ('\'' or '\u2019' or '\u02BC'))
                words.Append(' ');
        }

        return words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Plain(string text)
    {
        // Normalising refuses broken surrogates and U+FFFE, which a phone can send.
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0xFFFE)
                clean.Append(rune.ToString());
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in clean.ToString().Normalize(NormalizationForm.FormKD).ToUpperInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                plain.Append(c);
        }

        return plain.ToString();
    }

    private static FrozenDictionary<string, OptOutMatch> ReadKeywords()
    {
        var keywords = new Dictionary<string, OptOutMatch>(StringComparer.Ordinal);
        foreach (var (language, optOut, optIn, conditional, help) in Lists)
        {
            Add(optOut, new OptOutMatch(OptOutKind.OptOut, language, Conditional: false));
            Add(optIn, new OptOutMatch(OptOutKind.OptIn, language, Conditional: false));
            Add(conditional, new OptOutMatch(OptOutKind.OptIn, language, Conditional: true));
            Add(help, new OptOutMatch(OptOutKind.Help, language, Conditional: false));
        }

        return keywords.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string list, OptOutMatch match)
        {
            foreach (var keyword in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
                keywords.TryAdd(Normalise(keyword), match);
        }
    }
}

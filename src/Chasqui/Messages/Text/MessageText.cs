using System.Text;

namespace Chasqui.Messages.Text;

/// <summary>What happens to a text between the person who wrote it and the alphabet it travels in.</summary>
internal static class MessageText
{
    /// <summary>
    /// The text as it will be sent and should be shown: normalised, and transliterated as little as needed, and only when that
    /// makes it fit a 7-bit alphabet. A text that is UCS-2 anyway keeps its typography.
    /// </summary>
    /// <returns>The same instance when nothing changes.</returns>
    public static string Prepare(string text, PartOptions options)
    {
        if (options.Normalise)
            text = Normalise(text);
        if (options.Transliteration == Transliteration.None || GsmAlphabet.Default.UnitsOf(text) >= 0)
            return text;

        var simpler = Transliterate(text, Transliteration.Typography);
        if (options.Transliteration == Transliteration.Accents && !FitsSevenBits(simpler, options))
            simpler = Transliterate(simpler, Transliteration.Accents);
        return FitsSevenBits(simpler, options) ? simpler : text;
    }

    /// <summary>
    /// NFC, one kind of line end, a blank for a tab, no control characters, no broken surrogates: what no phone could show
    /// must not cost a part. U+FFFE and U+FFFF are no characters; .NET refuses to normalise them.
    /// </summary>
    /// <returns>The same instance when nothing changes.</returns>
    public static string Normalise(string text)
    {
        if (IsClean(text, out var mayCompose))
            return !mayCompose || text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                clean.Append('\n');
                if (i + 1 < text.Length && text[i + 1] == '\n')
                    i++;
            }
            else if (c == '\t')
                clean.Append(' ');
            else if (c == '\n' || !char.IsControl(c) && !char.IsSurrogate(c) && c < '\uFFFE')
                clean.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c))
                clean.Append('\uFFFD');
        }

        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Replaces every character the level knows a plain form for and GSM-7 lacks.</summary>
    /// <returns>The same instance when nothing changes.</returns>
    public static string Transliterate(string text, Transliteration level)
    {
        StringBuilder? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var plain = level == Transliteration.None || GsmAlphabet.Default.UnitsOf(c) > 0 ? null
                : PlainForms.Typography(c) ?? (level == Transliteration.Accents ? PlainForms.Accents(c) : null);
            if (plain is not null)
                changed ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (changed is null)
                continue;
            if (plain is null)
                changed.Append(c);
            else
                changed.Append(plain);
        }

        return changed?.ToString() ?? text;
    }

    private static bool FitsSevenBits(string text, PartOptions options) =>
        MessageParts.ChooseAlphabet(text, options) is not null;

    private static bool IsClean(string text, out bool mayCompose)
    {
        mayCompose = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '~')
                continue;
            if (c >= '\u0300')
            {
                // Below U+0300, and among the letters of GSM-7 above, every character is its own composed form.
                mayCompose |= GsmAlphabet.Default.UnitsOf(c) == 0;
                if (c >= '\uFFFE')
                    return false;
                if (!char.IsSurrogate(c))
                    continue;
                if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                    return false;
                i++;
            }
            else if (c != '\n' && char.IsControl(c))
                return false;
        }

        return true;
    }
}

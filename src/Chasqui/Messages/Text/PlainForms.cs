using System.Text;

namespace Chasqui.Messages.Text;

/// <summary>Plain forms of characters GSM-7 lacks. Letters GSM-7 has (é, ñ, ü…) never get here.</summary>
internal static class PlainForms
{
    /// <summary>Same meaning, plainer looks; null when there is none.</summary>
    public static string? Typography(char c) => c switch
    {
        '«' or '»' or '“' or '”' or '„' or '‟' or '″' => "\"",
        '‘' or '’' or '‛' or 'ʼ' or '′' or '´' or '`' => "'",
        '‚' => ",",
        '‹' => "<",
        '›' => ">",
        '\u2010' or '\u2011' or '\u2012' or '–' or '—' or '―' or '\u2212' or '•' => "-",
        '…' => "...",
        '‼' => "!!",
        '⁄' or '÷' or '∕' => "/",
        '¼' => "1/4",
        '½' => "1/2",
        '¾' => "3/4",
        '\t' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => " ",
        '\u200B' or '\u200C' or '\u2060' or '\uFEFF' or '\u00AD' => "",
        '\u2028' or '\u2029' => "\n",
        >= '\uFF01' and <= '\uFF5E' => ((char)(c - 0xFF01 + '!')).ToString(),
        _ => null,
    };

    /// <summary>The bare Latin letter; null when the character is no accented Latin letter.</summary>
    public static string? Accents(char c)
    {
        switch (c)
        {
            case 'ı': return "i";
            case 'º': return "o";
            case 'ª': return "a";
            case 'ł': return "l";
            case 'Ł': return "L";
            case 'đ': return "d";
            case 'Đ': return "D";
            case 'œ': return "oe";
            case 'Œ': return "OE";
            case < '\u00C0' or > '\u1EFF': return null;
        }

        if (!char.IsLetter(c))
            return null;
        // The first character of the decomposition is the letter, the marks follow it. Other scripts have no ASCII base.
        var letter = c.ToString().Normalize(NormalizationForm.FormD)[0];
        return char.IsAsciiLetter(letter) ? letter.ToString() : null;
    }
}

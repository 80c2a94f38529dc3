using System.Text.RegularExpressions;

namespace Chasqui.Messages.PhoneNumbers;

/// <summary>
/// What people write around the digits of a number: punctuation, digits of other scripts, <c>tel:</c>, extensions,
/// spreadsheet damage. Leaves ASCII digits and whether a plus stood before them.
/// </summary>
internal static partial class NumberInput
{
    /// <summary>Longer input is no number; the bound keeps hostile input cheap.</summary>
    public const int MaxLength = 250;

    /// <param name="input">As typed.</param>
    /// <param name="digits">Room for <see cref="MaxLength"/> digits.</param>
    /// <param name="count">Digits written.</param>
    /// <param name="plus">Whether the number is in international form.</param>
    /// <param name="extension">The extension behind the number, which no text message can reach.</param>
    public static PhoneNumberFault Read(string? input, Span<char> digits, out int count, out bool plus, out string? extension)
    {
        count = 0;
        plus = false;
        extension = null;
        if (string.IsNullOrWhiteSpace(input))
            return PhoneNumberFault.Empty;
        if (input.Length > MaxLength)
            return PhoneNumberFault.TooLong;

        if (TryReadPlain(input, digits, out count, out plus))
            return count == 0 ? PhoneNumberFault.NotANumber : PhoneNumberFault.None;

        return ReadDecorated(input, digits, out count, out plus, out extension);
    }

    /// <summary>Digits and punctuation only: nearly all numbers there are.</summary>
    private static bool TryReadPlain(ReadOnlySpan<char> input, Span<char> digits, out int count, out bool plus)
    {
        count = 0;
        plus = false;
        foreach (var c in input)
        {
            if (char.IsAsciiDigit(c))
                digits[count++] = c;
            else if (ToAsciiDigit(c) is var digit and not '\0')
                digits[count++] = digit;
            else if (c is '+' or '\uFF0B' && count == 0 && !plus)
                plus = true;
            else if (!IsPunctuation(c))
                return false;
        }

        return true;
    }

    private static PhoneNumberFault ReadDecorated(
        string input, Span<char> digits, out int count, out bool plus, out string? extension)
    {
        count = 0;
        plus = false;
        extension = null;

        var text = string.Create(input.Length, input, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = ToAsciiDigit(source[i]) is var digit and not '\0' ? digit : source[i];
        }).Trim();
        if (Spreadsheet().IsMatch(text))
            return PhoneNumberFault.ScientificNotation;

        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            text = text[4..];
        if (Extension().Match(text) is { Success: true } match && text.AsSpan(0, match.Index).ContainsAnyInRange('0', '9'))
        {
            extension = match.Groups["ext"].Value;
            text = text[..match.Index];
        }

        // Quotes, an equals sign, a semicolon: cut from both ends. A letter is never cut, see LettersInNumber.
        var trimmed = text.AsSpan();
        while (!trimmed.IsEmpty && !IsStart(trimmed[0]) && !char.IsLetter(trimmed[0]))
            trimmed = trimmed[1..];
        while (!trimmed.IsEmpty && !char.IsAsciiDigit(trimmed[^1]) && !char.IsLetter(trimmed[^1]))
            trimmed = trimmed[..^1];

        if (!trimmed.ContainsAnyInRange('0', '9'))
            return PhoneNumberFault.NotANumber;
        if (TryReadPlain(trimmed, digits, out count, out plus))
            return PhoneNumberFault.None;
        foreach (var c in trimmed)
        {
            if (char.IsLetter(c))
                return PhoneNumberFault.LettersInNumber;
        }

        return PhoneNumberFault.NotANumber;
    }

    private static bool IsStart(char c) => char.IsAsciiDigit(c) || c is '+' or '\uFF0B';

    /// <summary>Full-width, Arabic-Indic and Persian digits; NUL for anything else.</summary>
    private static char ToAsciiDigit(char c) => c switch
    {
        >= '\uFF10' and <= '\uFF19' => (char)(c - '\uFF10' + '0'),
        >= '\u0660' and <= '\u0669' => (char)(c - '\u0660' + '0'),
        >= '\u06F0' and <= '\u06F9' => (char)(c - '\u06F0' + '0'),
        >= '0' and <= '9' => c,
        _ => '\0',
    };

    /// <summary>Dashes, slashes, dots, blanks (also zero-width ones and marks of direction, pasted along), brackets.</summary>
    public static bool IsPunctuation(char c) => c is
        '-' or '/' or '.' or ' ' or '(' or ')' or '[' or ']' or '\t' or '\r' or '\n'
        or '\u00A0' or '\u00AD' or (>= '\u2000' and <= '\u2015') or '\u202A' or '\u202C' or '\u202D' or '\u202F' or '\u2060'
        or '\u2066' or '\u2068' or '\u2069' or '\u2212' or '\u3000' or '\u30FC' or '\uFEFF'
        or '\uFF08' or '\uFF09' or '\uFF0D' or '\uFF0E' or '\uFF0F' or '\uFF3B' or '\uFF3D';

    [GeneratedRegex(
        "^[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]{1,3}$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Spreadsheet();

    /// <summary>
    /// An extension at the end: <c>;ext=12</c>, <c>ext. 12</c>, <c>int. 12</c>, <c>x12</c>, <c>#12</c>, <c>,,12</c>.
    /// Behind a bare mark it is at most six digits, else two numbers in one cell would pass for a number and its extension.
    /// </summary>
    [GeneratedRegex(
        @"(?:[\s,;]*(?:e?xt(?:ensi[oó]n)?n?|anexo|int(?:erno)?|доб)[:.=]?[\s,-]*(?<ext>[0-9]{1,20})"
            + @"|[\s,]*[x#~;,][:.]?[\s,-]*(?<ext>[0-9]{1,6}))#?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Extension();
}

using System.Text;

namespace Chasqui.Messages.PhoneNumbers;

/// <summary>Numbers as people of their country write them.</summary>
internal static class NumberFormatter
{
    /// <summary>Describes a stored number; one that no plan knows (any more) is shown as it is.</summary>
    public static PhoneNumberDescription Describe(string e164)
    {
        if (!NumberParser.TryParse(e164, null, out var parsed, out _) || !string.Equals(parsed.E164, e164, StringComparison.Ordinal))
            return new PhoneNumberDescription(null, PhoneNumberKind.Unknown, e164, e164);
        return new PhoneNumberDescription(
            parsed.Country, parsed.Kind ?? PhoneNumberKind.Unknown, National(parsed), International(parsed));
    }

    public static string National(ParsedNumber number)
    {
        if (Choose(number) is not { } format)
            return number.National;

        // In a rule such as 0$1 the $1 stands for whichever group the format names first (Argentina's $2 15-$3-$4).
        var layout = format.National;
        if (format.PrefixRule is { } rule && layout.IndexOf('$', StringComparison.Ordinal) is >= 0 and var at)
        {
            var ruled = rule.Replace("$1", layout.Substring(at, 2), StringComparison.Ordinal);
            layout = string.Concat(layout.AsSpan(0, at), ruled, layout.AsSpan(at + 2));
        }

        return format.Pattern.Replace(number.National, layout);
    }

    public static string International(ParsedNumber number)
    {
        var national = Choose(number) is { } format
            ? WithBlanksOnly(format.Pattern.Replace(number.National, format.International))
            : number.National;
        return $"+{number.Code.Code} {national}";
    }

    private static NumberFormat? Choose(ParsedNumber number)
    {
        foreach (var format in number.Plan.Formats)
        {
            if (format.LeadingDigits?.Matches(number.National) != false && format.Pattern.Matches(number.National))
                return format;
        }

        return null;
    }

    /// <summary>Behind a calling code every separator is one blank and brackets go: the form all countries read.</summary>
    private static string WithBlanksOnly(string formatted)
    {
        var text = new StringBuilder(formatted.Length);
        foreach (var c in formatted)
        {
            if (c != '~' && !NumberInput.IsPunctuation(c))
                text.Append(c);
            else if (text.Length > 0 && text[^1] != ' ')
                text.Append(' ');
        }

        return text.ToString().TrimEnd();
    }
}

namespace Chasqui.Hosting;

/// <summary>Rules that names and labels of all rooms share.</summary>
internal static class TextRule
{
    public const int LongestName = 100;

    public const string NameSentence = "Give a name of 1 to 100 characters.";

    /// <summary>A name people give: not blank, on one line, not endless.</summary>
    public static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && IsLine(name, LongestName);

    /// <summary>A text on one line, or nothing.</summary>
    public static bool IsLine(string text, int longest) => text.Length <= longest && !text.Any(char.IsControl);

    /// <summary>A language as BCP 47 writes it, e.g. "en" or "es-UY"; whether there is such a language is not asked.</summary>
    public static bool IsLanguage(string language)
    {
        var parts = language.Split('-');
        return language.Length <= 35 && parts[0].Length is 2 or 3 && parts[0].All(char.IsAsciiLetterLower)
            && parts.Skip(1).All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
    }
}

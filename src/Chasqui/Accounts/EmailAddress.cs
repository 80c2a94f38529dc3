namespace Chasqui.Accounts;

/// <summary>E-mail addresses as sign-in names: compared in lower case, never sent to, so only their shape is checked.</summary>
internal static class EmailAddress
{
    private const int Longest = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets

    public static string Normalize(string input) => input.Trim().ToLowerInvariant();

    public static bool IsValid(string normalized)
    {
        var at = normalized.IndexOf('@', StringComparison.Ordinal);
        return normalized.Length <= Longest && at > 0 && at == normalized.LastIndexOf('@') && at < normalized.Length - 1
            && !normalized.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}

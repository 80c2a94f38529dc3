using System.Collections.Frozen;

namespace Chasqui.Accounts;

/// <summary>
/// Which passwords we take: 8 to 128 characters of any kind, and none of those that attackers try first. Rules on kinds of
/// characters make people choose worse ones (ASVS 5.0, 6.2.1, 6.2.4, 6.2.5, 6.2.9).
/// </summary>
internal static class PasswordRule
{
    public const int Shortest = 8;
    public const int Longest = 128;

    private static readonly FrozenSet<string> Common = ReadCommon();

    /// <summary>What is wrong with it, in a sentence; null when nothing is.</summary>
    public static string? Fault(string password)
    {
        var length = password.EnumerateRunes().Count();
        if (length is < Shortest or > Longest)
            return $"A password has {Shortest} to {Longest} characters.";
        return Common.Contains(password) ? "This password is among the first that attackers try: choose another." : null;
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var reader = new StreamReader(typeof(PasswordRule).Assembly.GetManifestResourceStream("Accounts/common-passwords.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}

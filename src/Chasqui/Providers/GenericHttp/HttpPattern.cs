using System.Text.RegularExpressions;

namespace Chasqui.Providers.GenericHttp;

/// <summary>A pattern an operator wrote. It runs in time proportional to the text, and never longer than a moment.</summary>
internal sealed class HttpPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly Regex? _regex;

    private HttpPattern(Regex? regex, string? fault) => (_regex, Fault) = (regex, fault);

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Fault { get; }

    public bool IsGiven => _regex is not null;

    public static HttpPattern Read(ProviderSettings settings, string name)
    {
        var pattern = settings.Text(name);
        if (pattern.Length == 0)
            return new HttpPattern(null, null);
        try
        {
            return new HttpPattern(new Regex(pattern, Options, Patience), null);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return new HttpPattern(null, $"The pattern in {name} cannot be used: {failure.Message}");
        }
    }

    public bool Matches(string text) => Find(text) is not null;

    /// <summary>The first group, or all that matched when it has none; null when it does not match.</summary>
    public string? Find(string text)
    {
        try
        {
            return _regex?.Match(text) is { Success: true } match ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}

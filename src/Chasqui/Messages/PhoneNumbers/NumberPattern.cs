using System.Text.RegularExpressions;

namespace Chasqui.Messages.PhoneNumbers;

/// <summary>
/// One regular expression of the metadata, anchored at the start (and the end, when <paramref name="whole"/>).
/// There are thousands and a process meets few: each is built on first use, and compiled to code only once it proves hot.
/// Races between threads build it twice at worst; both results are the same.
/// </summary>
internal sealed class NumberPattern(string source, bool whole)
{
    private const int HotAfter = 1_000;

    private volatile Regex? _regex;
    private int _uses;

    public bool Matches(ReadOnlySpan<char> digits) => Expression().IsMatch(digits);

    /// <summary>How many characters match at the start; -1 when none do.</summary>
    public int MatchedLength(ReadOnlySpan<char> digits)
    {
        foreach (var match in Expression().EnumerateMatches(digits))
            return match.Length;
        return -1;
    }

    public Match Match(string digits) => Expression().Match(digits);

    public string Replace(string digits, string replacement) => Expression().Replace(digits, replacement, 1);

    private Regex Expression()
    {
        var uses = _uses;
        if (_regex is { } regex && uses != HotAfter)
        {
            if (uses < HotAfter)
                _uses = uses + 1;
            return regex;
        }

        // Digits are ASCII before they get here, so \d means 0-9 although .NET's is wider.
        _uses = uses + 1;
        var options = RegexOptions.CultureInvariant | (uses >= HotAfter ? RegexOptions.Compiled : RegexOptions.None);
        return _regex = new Regex(whole ? $@"\A(?:{source})\z" : $@"\A(?:{source})", options, Regex.InfiniteMatchTimeout);
    }
}

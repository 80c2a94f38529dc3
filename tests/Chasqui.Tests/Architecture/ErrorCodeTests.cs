using System.Text.RegularExpressions;
using Chasqui.Support;

namespace Chasqui.Architecture;

/// <summary>Programs compare codes, so each has a line in docs/errors.md.</summary>
public sealed partial class ErrorCodeTests
{
    [Fact]
    public void Every_code_is_documented_and_every_documented_code_is_there()
    {
        var used = Directory.GetFiles(Path.Combine(SourceTree.Root, "src", "Chasqui"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Used().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .Append("invalid") // of Problems.Invalid, which says it to Problem itself
            .ToHashSet(StringComparer.Ordinal);
        var documented = Documented().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md")))
            .Select(match => match.Groups["code"].Value)
            .ToList();

        used.Count.ShouldBeGreaterThan(20);
        used.Except(documented).ShouldBeEmpty("give these a line in docs/errors.md");
        documented.Except(used).ShouldBeEmpty("these are in docs/errors.md and nowhere else");
        documented.ShouldBeUnique();
    }

    [GeneratedRegex(
        """(Problems\.(Conflict|Forbidden|Unprocessable)\(\s*|\bOf\([\w.]+,\s*)"(?<code>\w+)["]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Used();

    [GeneratedRegex(@"^\| `(?<code>\w+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Documented();
}

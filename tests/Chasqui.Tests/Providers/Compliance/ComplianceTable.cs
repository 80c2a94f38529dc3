using System.Collections.Concurrent;
using System.Text;
using Chasqui.Support;

namespace Chasqui.Providers.Compliance;

/// <summary>Which kind passed which case in this run. Written to artifacts/compliance.md, which make test prints.</summary>
internal static class ComplianceTable
{
    private static readonly ConcurrentDictionary<(string Kind, ComplianceCase Case), string> Cells = new();

    private static readonly ComplianceCase[] Cases = Enum.GetValues<ComplianceCase>();

    public static bool IsEmpty => Cells.IsEmpty;

    public static void Note(string kind, ComplianceCase asked, string outcome) => Cells[(kind, asked)] = outcome;

    /// <summary>"twilio: Replay" for every cell without an outcome, of the kinds that should be there.</summary>
    public static IReadOnlyList<string> Holes(IEnumerable<string> kinds) =>
        [.. from kind in kinds from asked in Cases where !Cells.ContainsKey((kind, asked)) select $"{kind}: {asked}"];

    public static void Write()
    {
        string[] kinds = [.. Cells.Keys.Select(cell => cell.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var reasons = new List<string>();
        var text = new StringBuilder($"| | {string.Join(" | ", kinds)} |\n|---|{string.Concat(kinds.Select(_ => "---|"))}\n");
        foreach (var asked in Cases)
            text.Append($"| {asked} | {string.Join(" | ", kinds.Select(kind => Cell(kind, asked, reasons)))} |\n");
        text.Append('\n').AppendJoin('\n', reasons.Select((reason, index) => $"{index + 1}. {reason}")).Append('\n');
        Directory.CreateDirectory(Path.Combine(SourceTree.Root, "artifacts"));
        File.WriteAllText(Path.Combine(SourceTree.Root, "artifacts", "compliance.md"), text.ToString());
    }

    private static string Cell(string kind, ComplianceCase asked, List<string> reasons)
    {
        if (!Cells.TryGetValue((kind, asked), out var outcome))
            return "?";
        if (!outcome.StartsWith("n/a", StringComparison.Ordinal))
            return outcome;
        var reason = $"{kind}, {outcome["n/a: ".Length..]}";
        if (!reasons.Contains(reason))
            reasons.Add(reason);
        return $"n/a ({reasons.IndexOf(reason) + 1})";
    }
}

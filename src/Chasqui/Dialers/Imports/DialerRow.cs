namespace Chasqui.Dialers.Imports;

/// <summary>The dialer that a row of a file names.</summary>
internal static class DialerRow
{
    /// <summary>Finds it; the answer is the fault when there is none of that name that the caller may see.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">Where its cells are.</param>
    /// <param name="dialers">Those the caller may see, by name.</param>
    /// <param name="dialer">The dialer; null when the row names none.</param>
    public static BadRow? Find(
        in CsvRow row, ImportColumns columns, IReadOnlyDictionary<string, NamedDialer> dialers, out NamedDialer? dialer)
    {
        dialer = null;
        var name = columns.Cell(row, ColumnRole.Campaign);
        if (name.Length == 0)
            return null;
        if (dialers.TryGetValue(name, out var found))
        {
            dialer = found;
            return null;
        }

        return new BadRow
        {
            Line = row.Line,
            Column = Shown.Cut(columns.NameOf(ColumnRole.Campaign)),
            Code = "unknownDialer",
            Message = $"There is no dialer {Shown.Quote(name)}, or you may not use it.",
        };
    }
}

/// <summary>Strangers' words in our sentences: short enough to read.</summary>
internal static class Shown
{
    private const int MaxLength = 60;

    public static string Quote(string words) => $"“{Cut(words)}”";

    public static string Cut(string words) => words.Length <= MaxLength ? words
        : string.Concat(words.AsSpan(0, char.IsHighSurrogate(words[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…");
}

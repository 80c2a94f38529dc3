using System.Text;

namespace Chasqui.Dialers.Imports;

/// <summary>What can be wrong with a row before anyone looks at its cells.</summary>
internal enum CsvFault
{
    None,
    LineTooLong,
    TooManyColumns,
}

/// <param name="Line">Where it begins in the file, 1-based.</param>
/// <param name="Cells">As written, quotes taken off.</param>
/// <param name="Fault">When not <see cref="CsvFault.None"/>, there are no cells.</param>
internal readonly record struct CsvRow(int Line, string[] Cells, CsvFault Fault)
{
    public bool IsBlank => Fault == CsvFault.None && Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);
}

/// <summary>
/// Rows of a file that people and spreadsheets wrote. Strict readers of RFC 4180 let one stray quote swallow the rest of the
/// file; here a quote only quotes when the field begins with it and a closing one stands before a delimiter or the end,
/// within <see cref="MaxRowLines"/> lines. Any other quote is a character like all others, and costs no other row.
/// </summary>
internal sealed class CsvReader(LineReader lines, int wantedColumns)
{
    public const int MaxColumns = 200;

    /// <summary>A quoted text may run over this many lines.</summary>
    public const int MaxRowLines = 20;

    private const int LinesToJudge = 10;
    private static readonly char[] Delimiters = [';', '\t', ','];

    private readonly List<TextLine> _ahead = [];
    private char _delimiter;

    /// <summary>The next row, blank ones included; null at the end of the file.</summary>
    public async ValueTask<CsvRow?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_delimiter == 0)
            await BeginAsync(cancellationToken);
        if (await PeekAsync(0, cancellationToken) is not { } line)
            return null;
        if (line.TooLong || !line.Text.Contains('"'))
        {
            _ahead.RemoveAt(0);
            return line.TooLong
                ? new CsvRow(line.Number, [], CsvFault.LineTooLong)
                : Row(line.Number, line.Text.Split(_delimiter, MaxColumns + 1));
        }

        return await ReadQuotedAsync(line, cancellationToken);
    }

    private async ValueTask<CsvRow> ReadQuotedAsync(TextLine line, CancellationToken cancellationToken)
    {
        var text = line.Text;
        var linesUsed = 1;
        var cells = new List<string>();
        for (var at = 0; at <= text.Length && cells.Count <= MaxColumns;)
        {
            var open = at;
            while (open < text.Length && text[open] == ' ')
                open++;
            if (open < text.Length && text[open] == '"')
            {
                // The quote may close on a later line: look as far as allowed, and take the lines only when it does.
                var (candidate, used) = (text, linesUsed);
                var (end, cell) = Close(candidate, open);
                while (end == RunsOn && used < MaxRowLines && await PeekAsync(used, cancellationToken) is { TooLong: false } next
                    && candidate.Length + next.Text.Length < LineReader.MaxLength)
                {
                    candidate = $"{candidate}\n{next.Text}";
                    used++;
                    (end, cell) = Close(candidate, open);
                }

                if (end >= 0)
                {
                    (text, linesUsed) = (candidate, used);
                    cells.Add(cell!);
                    at = end + 1;
                    continue;
                }
            }

            var stop = text.IndexOf(_delimiter, at);
            if (stop < 0)
                stop = text.Length;
            cells.Add(cells.Count == MaxColumns ? text[at..] : text[at..stop]);
            at = stop + 1;
        }

        _ahead.RemoveRange(0, linesUsed);
        return Row(line.Number, [.. cells]);
    }

    private const int RunsOn = -1;
    private const int NotQuoted = -2;

    /// <summary>Where the field that opens with a quote ends, and what it says.</summary>
    private (int End, string? Cell) Close(string text, int open)
    {
        var cell = new StringBuilder();
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                cell.Append(text[i]);
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append('"');
                i++;
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] == ' ')
                end++;
            return end == text.Length || text[end] == _delimiter ? (end, cell.ToString()) : (NotQuoted, null);
        }

        return (RunsOn, null);
    }

    private CsvRow Row(int line, string[] cells)
    {
        if (cells.Length <= MaxColumns)
            return new CsvRow(line, cells, CsvFault.None);
        // Spreadsheets pad rows with empty columns: those are nobody's fault.
        return cells[MaxColumns].AsSpan().Trim([_delimiter, ' ', '\t', '"']).IsEmpty
            ? new CsvRow(line, cells[..MaxColumns], CsvFault.None)
            : new CsvRow(line, [], CsvFault.TooManyColumns);
    }

    /// <summary>Settles the delimiter: Excel's own note (`sep=;`), or the one that gives most rows their columns.</summary>
    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(0, cancellationToken) is { } first && first.Text.Trim() is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var named])
        {
            _ahead.RemoveAt(0);
            _delimiter = named;
            return;
        }

        for (var i = 0; i < LinesToJudge && await PeekAsync(i, cancellationToken) is not null; i++)
        {
            // PeekAsync has put it aside.
        }

        _delimiter =
            Delimiters.MaxBy(delimiter => _ahead.Take(LinesToJudge).Sum(line => Math.Min(Columns(line.Text, delimiter), wantedColumns)));
    }

    private static int Columns(string text, char delimiter)
    {
        var (columns, quoted) = (1, false);
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == delimiter && !quoted)
                columns++;
        }

        return columns;
    }

    private async ValueTask<TextLine?> PeekAsync(int index, CancellationToken cancellationToken)
    {
        while (_ahead.Count <= index)
        {
            if (await lines.ReadAsync(cancellationToken) is not { } line)
                return null;
            _ahead.Add(line);
        }

        return _ahead[index];
    }
}

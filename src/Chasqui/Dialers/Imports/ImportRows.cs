using Chasqui.Messages;
using Chasqui.Messages.Text;

namespace Chasqui.Dialers.Imports;

/// <summary>A row that can be imported.</summary>
internal sealed record GoodRow
{
    public required int Line { get; init; }

    /// <summary>Where its message goes; null in a do-not-contact file.</summary>
    public DialerId? Dialer { get; init; }

    /// <summary>Where its number goes; null in a file of messages.</summary>
    public DncListId? List { get; init; }

    public required PhoneNumber Number { get; init; }

    public string Text { get; init; } = "";

    public TextEncoding Encoding { get; init; }

    public int Parts { get; init; } = 1;

    public int Priority { get; init; } = MessageRows.LowestPriority;
}

/// <summary>A row that cannot, and why.</summary>
internal sealed record BadRow
{
    public required int Line { get; init; }

    /// <summary>The column as the header names it; "row" when the row as a whole is at fault.</summary>
    public required string Column { get; init; }

    /// <summary>Stable and documented (docs/imports.md).</summary>
    public required string Code { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Message { get; init; }

    /// <summary>The dialer whose monitor counts it as a bad number.</summary>
    public DialerId? BadNumberOf { get; init; }
}

/// <summary>What a row turned out to be: one of the two.</summary>
internal readonly record struct CheckedRow(GoodRow? Good, BadRow? Bad)
{
    public static implicit operator CheckedRow(GoodRow good) => new(good, null);

    public static implicit operator CheckedRow(BadRow bad) => new(null, bad);
}

/// <summary>What a kind of file expects of its rows.</summary>
internal interface IRowRules
{
    /// <summary>The columns of a file without a header.</summary>
    IReadOnlyList<ColumnRole> Order { get; }

    /// <summary>The columns a header must name.</summary>
    IReadOnlyList<ColumnRole> Required { get; }

    /// <summary>A row with fewer cells lost one, unless the header itself has fewer.</summary>
    int LeastCells { get; }

    /// <summary>Checks a row that is whole: it has no fault of its own and enough cells.</summary>
    CheckedRow Check(in CsvRow row, ImportColumns columns);
}

/// <summary>The rows of a file that has begun: its header is read.</summary>
internal sealed class ImportRows
{
    private readonly CsvReader _reader;
    private readonly IRowRules _rules;
    private CsvRow? _first;

    private ImportRows(CsvReader reader, IRowRules rules, ImportColumns columns, CsvRow? first)
    {
        _reader = reader;
        _rules = rules;
        _first = first;
        Columns = columns;
    }

    public ImportColumns Columns { get; }

    /// <summary>A column the header should name and does not: then no row can be read.</summary>
    public ColumnRole? MissingColumn => _rules.Required.Cast<ColumnRole?>().FirstOrDefault(role => !Columns.Has(role!.Value));

    public static async Task<ImportRows> BeginAsync(UploadText text, IRowRules rules, CancellationToken cancellationToken)
    {
        var reader = new CsvReader(new LineReader(text), rules.Order.Count);
        var first = await reader.ReadAsync(cancellationToken);
        while (first is { IsBlank: true })
            first = await reader.ReadAsync(cancellationToken);
        return first is { } row && ImportColumns.IsHeader(row.Cells)
            ? new ImportRows(reader, rules, ImportColumns.FromNames(row.Cells, rules.Order), null)
            : new ImportRows(reader, rules, ImportColumns.InOrder(rules.Order), first);
    }

    /// <summary>The next row that is not blank, checked; null at the end of the file.</summary>
    public async ValueTask<CheckedRow?> ReadAsync(CancellationToken cancellationToken)
    {
        var row = _first ?? await _reader.ReadAsync(cancellationToken);
        _first = null;
        while (row is { IsBlank: true })
            row = await _reader.ReadAsync(cancellationToken);
        return row is { } found ? Check(found) : default(CheckedRow?);
    }

    private int LeastCells => Columns.FromHeader ? Math.Min(_rules.LeastCells, Columns.Columns.Count) : _rules.LeastCells;

    private CheckedRow Check(in CsvRow row) => row.Fault switch
    {
        CsvFault.LineTooLong =>
            WholeRow(row, "lineTooLong", $"The line is longer than {LineReader.MaxLength / 1024} KB; split it or shorten the message."),
        CsvFault.TooManyColumns => WholeRow(row, "tooManyColumns", $"The row has more than {CsvReader.MaxColumns} columns."),
        _ when row.Cells.Length < LeastCells => WholeRow(
            row, "missingColumn", $"The row has {row.Cells.Length} columns; {LeastCells} are needed. Is a delimiter missing?"),
        _ => _rules.Check(row, Columns),
    };

    private static BadRow WholeRow(in CsvRow row, string code, string message) =>
        new() { Line = row.Line, Column = "row", Code = code, Message = message };
}

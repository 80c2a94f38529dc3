using System.Globalization;
using System.Text;
using Chasqui.Hosting;

namespace Chasqui.Dialers.Imports;

/// <summary>What a column of an imported file holds.</summary>
internal enum ColumnRole
{
    /// <summary>The dialer the row goes to.</summary>
    Campaign,
    Destination,
    Message,
    Priority,

    /// <summary>A value for a variable of the message.</summary>
    Data,
}

/// <param name="Name">As the header spells it; the role's word when there is no header.</param>
/// <param name="Role">What it holds.</param>
internal sealed record ImportColumn(string Name, ColumnRole Role);

/// <summary>Which cell is what: as the header names them, or in the usual order when there is none.</summary>
internal sealed class ImportColumns
{
    // Every spelling seen in the field, without accents or case: today's manuals themselves misspell theirs.
    private static readonly Dictionary<string, ColumnRole> Spellings = new(StringComparer.Ordinal)
    {
        ["campaign"] = ColumnRole.Campaign,
        ["campign"] = ColumnRole.Campaign,
        ["campaing"] = ColumnRole.Campaign,
        ["campana"] = ColumnRole.Campaign,
        ["dialer"] = ColumnRole.Campaign,
        ["marcador"] = ColumnRole.Campaign,
        ["destination"] = ColumnRole.Destination,
        ["destiny"] = ColumnRole.Destination,
        ["destino"] = ColumnRole.Destination,
        ["number"] = ColumnRole.Destination,
        ["numero"] = ColumnRole.Destination,
        ["telefono"] = ColumnRole.Destination,
        ["phone"] = ColumnRole.Destination,
        ["phonenumber"] = ColumnRole.Destination,
        ["mobile"] = ColumnRole.Destination,
        ["movil"] = ColumnRole.Destination,
        ["celular"] = ColumnRole.Destination,
        ["message"] = ColumnRole.Message,
        ["menssage"] = ColumnRole.Message,
        ["mensage"] = ColumnRole.Message,
        ["mensaje"] = ColumnRole.Message,
        ["text"] = ColumnRole.Message,
        ["texto"] = ColumnRole.Message,
        ["priority"] = ColumnRole.Priority,
        ["prioridad"] = ColumnRole.Priority,
    };

    private readonly int[] _positions = [-1, -1, -1, -1];

    private ImportColumns(IReadOnlyList<ImportColumn> columns, bool fromHeader)
    {
        Columns = columns;
        FromHeader = fromHeader;
        for (var i = columns.Count - 1; i >= 0; i--)
        {
            if (columns[i].Role != ColumnRole.Data)
                _positions[(int)columns[i].Role] = i;
        }
    }

    public IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>The file's first row named the columns and is no row of its own.</summary>
    public bool FromHeader { get; }

    /// <summary>Whether the first row names columns rather than being a row: it has no number, and words that we know.</summary>
    public static bool IsHeader(IReadOnlyList<string> cells)
    {
        var roles = cells.Select(RoleOf).ToArray();
        return (roles.Contains(ColumnRole.Destination) || roles.Count(role => role is not null) >= 2)
            && !cells.Any(cell => cell.Count(char.IsDigit) >= 5);
    }

    /// <summary>The columns that a header names; what is not among the usual ones is data.</summary>
    public static ImportColumns FromNames(IReadOnlyList<string> cells, IReadOnlyList<ColumnRole> order)
    {
        var last = cells.Count - 1;
        while (last >= 0 && string.IsNullOrWhiteSpace(cells[last]))
            last--; // the trailing delimiter

        var taken = new HashSet<ColumnRole>();
        var columns = cells.Take(last + 1).Select(cell =>
        {
            // A second column of the same name can only be data.
            var role = RoleOf(cell) is { } known && order.Contains(known) && taken.Add(known) ? known : ColumnRole.Data;
            return new ImportColumn(cell.Trim(), role);
        }).ToArray();
        return new ImportColumns(columns, fromHeader: true);
    }

    /// <summary>The usual columns in their usual order.</summary>
    public static ImportColumns InOrder(IReadOnlyList<ColumnRole> order) =>
        new([.. order.Select(role => new ImportColumn(Words.Camel(role), role))], fromHeader: false);

    public bool Has(ColumnRole role) => _positions[(int)role] >= 0;

    /// <summary>The column's name, for the error's reader.</summary>
    public string NameOf(ColumnRole role) => Has(role) ? Columns[_positions[(int)role]].Name : Words.Camel(role);

    /// <summary>The row's cell of that role, without blanks around it; empty when there is none.</summary>
    public string Cell(in CsvRow row, ColumnRole role)
    {
        var position = _positions[(int)role];
        return position >= 0 && position < row.Cells.Length ? row.Cells[position].Trim() : "";
    }

    /// <summary>The values a message's variables are looked up in, by the header's names.</summary>
    public Dictionary<string, string> Data(in CsvRow row)
    {
        var data = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!FromHeader)
            return data;
        for (var i = 0; i < Columns.Count && i < row.Cells.Length; i++)
            data.TryAdd(Columns[i].Name, row.Cells[i]);
        return data;
    }

    private static ColumnRole? RoleOf(string cell) => Spellings.TryGetValue(Plain(cell), out var role) ? role : null;

    /// <summary>Lower case letters without their accents and whatever else stands around them.</summary>
    private static string Plain(string cell)
    {
        var plain = new StringBuilder(cell.Length);
        foreach (var c in cell.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetter(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }
}

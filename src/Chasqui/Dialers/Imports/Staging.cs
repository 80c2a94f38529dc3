using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// Writes a file's rows away while it is still coming in: a chunk at a time, each in a short transaction of its own, so that a
/// file of any size holds neither memory nor locks nor an old snapshot. (docs/adr/0040)
/// </summary>
internal sealed class Staging(BusinessUnitId unit, ImportId import)
{
    public const int ChunkRows = 5_000;

    // Row-level security rules out COPY; arrays travel in the same binary form and take one statement.
    private const string RowsSql =
        """
        INSERT INTO import_row (business_unit_id, import_id, line, dialer_id, list_id, number, text, encoding, parts, priority)
        SELECT @business_unit_id::uuid, @import_id::uuid, line, dialer_id, list_id, number, text, encoding, parts, priority
        FROM unnest(@lines::integer[], @dialer_ids::uuid[], @list_ids::uuid[], @numbers::text[], @texts::text[], @encodings::text[],
                    @parts::smallint[], @priorities::integer[])
            AS staged (line, dialer_id, list_id, number, text, encoding, parts, priority)
        """;

    private const string ErrorsSql =
        """
        INSERT INTO import_error (business_unit_id, import_id, line, "column", code, message)
        SELECT @business_unit_id::uuid, @import_id::uuid, line, column_name, code, message
        FROM unnest(@lines::integer[], @columns::text[], @codes::text[], @messages::text[]) AS fault (line, column_name, code, message)
        """;

    private const string CountSql =
        """
        UPDATE import
        SET rows = rows + @good::integer + @bad::integer, rejected = rejected + @bad::integer, heartbeat_at = @now
        WHERE business_unit_id = @business_unit_id AND id = @import_id AND state = 'receiving'
        """;

    private readonly List<GoodRow> _good = new(ChunkRows);
    private readonly List<BadRow> _bad = [];

    /// <summary>Rows there were, of either kind.</summary>
    public int Rows { get; private set; }

    /// <summary>Refused numbers for each dialer's monitor.</summary>
    public Dictionary<DialerId, int> BadNumbers { get; } = [];

    public bool IsFull => _good.Count + _bad.Count >= ChunkRows;

    public void Add(in CheckedRow row)
    {
        Rows++;
        if (row.Good is { } good)
        {
            _good.Add(good);
            return;
        }

        _bad.Add(row.Bad!);
        if (row.Bad!.BadNumberOf is { } dialer)
            BadNumbers[dialer] = BadNumbers.GetValueOrDefault(dialer) + 1;
    }

    /// <summary>Writes what has gathered. False when the import is no longer being received: it was given up.</summary>
    public async Task<bool> WriteAsync(DatabaseTransaction tx, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = new { business_unit_id = unit, import_id = import, good = _good.Count, bad = _bad.Count, now };
        if (await tx.ExecuteAsync(CountSql, count, cancellationToken) == 0)
            return false;
        if (_good.Count > 0)
            await tx.ExecuteAsync(RowsSql, GoodArrays(), cancellationToken);
        if (_bad.Count > 0)
            await tx.ExecuteAsync(ErrorsSql, BadArrays(), cancellationToken);
        _good.Clear();
        _bad.Clear();
        return true;
    }

    private object GoodArrays() => new
    {
        business_unit_id = unit,
        import_id = import,
        lines = Array(_good, row => row.Line),
        dialer_ids = Array(_good, row => row.Dialer?.Value),
        list_ids = Array(_good, row => row.List?.Value),
        numbers = Array(_good, row => row.Number.Value),
        texts = Array(_good, row => row.Text),
        encodings = Array(_good, row => Words.Camel(row.Encoding)),
        parts = Array(_good, row => (short)row.Parts),
        priorities = Array(_good, row => row.Priority),
    };

    private object BadArrays() => new
    {
        business_unit_id = unit,
        import_id = import,
        lines = Array(_bad, row => row.Line),
        columns = Array(_bad, row => row.Column),
        codes = Array(_bad, row => row.Code),
        messages = Array(_bad, row => row.Message),
    };

    private static TValue[] Array<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return values;
    }
}

using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Outbound;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// Imports the staged rows of a file, a range of lines at a time. Each range is one transaction that also moves the place to go
/// on from, so a node that dies costs a range at most and nothing twice. (docs/adr/0040)
/// 1. Refuse a strict import with faults; make sure no staged row is missing; mark repeated numbers.
/// 2. Range by range: messages to the outbox, or numbers to their lists.
/// 3. Close the books: every row must be accounted for.
/// 4. Clear the staged rows away; also those of an upload that came to nothing, or that fails whatever one tries.
/// </summary>
internal sealed class ProcessImport(ChasquiDatabase database, Outbox outbox, TimeProvider time) : IJobHandler
{
    private const int ChunkRows = 5_000;
    private const int ChunkLines = 50_000;
    private const int DeleteRows = 50_000;

    /// <summary>
    /// So many failures in a row, with the pauses between them some twenty minutes: it is nothing that passes, and somebody waits
    /// for the end of this import. A database that is away counts for nothing here: then no job is taken.
    /// </summary>
    public const int MostAttempts = 12;

    // Well within a job's lease: a longer import hands itself on.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(15);

    // The lock keeps two nodes that believe the job is theirs from importing the same range.
    private const string LockSql =
        """
        SELECT kind, state, strict, rows, imported, duplicates, blocked, rejected, next_line
        FROM import WHERE business_unit_id = @business_unit_id AND id = @import_id
        FOR UPDATE
        """;

    private const string StagedSql =
        "SELECT count(*)::integer FROM import_row WHERE business_unit_id = @business_unit_id AND import_id = @import_id";

    // The first line of a number counts, for each dialer by itself. The table has no statistics yet when this runs: an array
    // leaves the planner no join to get wrong.
    private const string MarkRepeatedSql =
        """
        UPDATE import_row SET first_line = false
        WHERE business_unit_id = @business_unit_id AND import_id = @import_id AND line = ANY (ARRAY(
            SELECT line
            FROM (SELECT line, row_number() OVER (PARTITION BY dialer_id, number ORDER BY line) AS place
                  FROM import_row WHERE business_unit_id = @business_unit_id AND import_id = @import_id) AS ranked
            WHERE place > 1))
        """;

    private const string RangeSql =
        """
        SELECT min(line) AS first_line, max(line) AS last_line
        FROM (SELECT line FROM import_row
              WHERE business_unit_id = @business_unit_id AND import_id = @import_id AND line >= @from_line
              ORDER BY line LIMIT @limit) AS chunk
        """;

    private const string AddNumbersSql =
        """
        WITH chunk AS (
            SELECT number, list_id FROM import_row
            WHERE business_unit_id = @business_unit_id AND import_id = @import_id AND line BETWEEN @from_line AND @to_line
        ), added AS (
            INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at)
            SELECT DISTINCT @business_unit_id::uuid, number, list_id, 'import', @now::timestamptz FROM chunk
            ON CONFLICT DO NOTHING
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM added)::integer AS added, (SELECT count(*) FROM chunk)::integer AS rows
        """;

    private const string AdvanceSql =
        """
        UPDATE import
        SET next_line = @next_line, imported = imported + @imported, duplicates = duplicates + @duplicates, blocked = blocked + @blocked
        WHERE business_unit_id = @business_unit_id AND id = @import_id
        """;

    // The monitor's "other" counts refused numbers although no message was made of them.
    private const string BadNumbersSql =
        """
        INSERT INTO message_tally (business_unit_id, dialer_id, state, count)
        SELECT @business_unit_id, dialer_id, 'badNumber', refused
        FROM unnest(@dialer_ids::uuid[], @counts::bigint[]) AS bad (dialer_id, refused)
        """;

    private const string DeleteSql =
        """
        DELETE FROM import_row
        WHERE business_unit_id = @business_unit_id AND import_id = @import_id AND line <= (
            SELECT max(line)
            FROM (SELECT line FROM import_row
                  WHERE business_unit_id = @business_unit_id AND import_id = @import_id
                  ORDER BY line LIMIT @limit) AS slice)
        """;

    public string Kind => ImportRecord.ProcessJob;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var verified = false;
        if (job.Attempts > MostAttempts)
            await GiveUpAsync(job, cancellationToken);
        while (await StepAsync(job, verified, cancellationToken))
        {
            verified = true;
            if (time.GetElapsedTime(begun) > Slice)
            {
                await EndTurnAsync(job, again: true, cancellationToken);
                return;
            }
        }

        await ClearAsync(job, cancellationToken);
        await EndTurnAsync(job, again: false, cancellationToken);
    }

    private async Task GiveUpAsync(Job job, CancellationToken cancellationToken)
    {
        var (unit, id) = (job.BusinessUnitId, new ImportId(job.SubjectId));
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await ImportRecord.EndAsync(tx, unit, id, ImportFailure.ProcessingFailed, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Does the next piece. False when there is none: the import has ended.</summary>
    private async Task<bool> StepAsync(Job job, bool verified, CancellationToken cancellationToken)
    {
        var (unit, id) = (job.BusinessUnitId, new ImportId(job.SubjectId));
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var import = await tx.QuerySingleOrDefaultAsync<Books>(LockSql, new { business_unit_id = unit, import_id = id }, cancellationToken);
        if (import is not { State: ImportState.Processing })
            return false;

        if (import.Strict && import.Rejected > 0)
            await ImportRecord.EndAsync(tx, unit, id, ImportFailure.StrictFault, time.GetUtcNow(), cancellationToken);
        else if (!verified && await MissesRowsAsync(tx, unit, id, import, cancellationToken))
            await ImportRecord.EndAsync(tx, unit, id, ImportFailure.StagingLost, time.GetUtcNow(), cancellationToken);
        else if (import.NextLine == 0)
            await BeginAsync(tx, unit, id, import, cancellationToken);
        else
            await ImportRangeAsync(tx, unit, id, import, job, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return true;
    }

    // The staging table is unlogged: after a crash of PostgreSQL it is empty.
    private static async Task<bool> MissesRowsAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, Books import, CancellationToken cancellationToken) =>
        import.Rows - import.Rejected
            != await tx.QuerySingleAsync<int>(StagedSql, new { business_unit_id = unit, import_id = id }, cancellationToken);

    private static async Task BeginAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, Books import, CancellationToken cancellationToken)
    {
        var repeated = import.Kind == ImportKind.Messages
            ? await tx.ExecuteAsync(MarkRepeatedSql, new { business_unit_id = unit, import_id = id }, cancellationToken)
            : 0;
        await AdvanceAsync(tx, unit, id, nextLine: 1, 0, repeated, 0, cancellationToken);
    }

    private async Task ImportRangeAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, Books import, Job job, CancellationToken cancellationToken)
    {
        var query = new { business_unit_id = unit, import_id = id, from_line = import.NextLine, limit = ChunkRows };
        var range = await tx.QuerySingleAsync<LineRange>(RangeSql, query, cancellationToken);
        if (range is not { FirstLine: { } from, LastLine: { } last })
        {
            await CloseAsync(tx, unit, id, import, job, cancellationToken);
            return;
        }

        // Rows far apart, with a million bad ones between them, are ranges of their own: what works on a range may cost by its lines.
        var to = Math.Min(last, from + ChunkLines - 1);
        if (import.Kind == ImportKind.Messages)
        {
            var counts = await outbox.EnqueueImportedAsync(tx, unit, id, from, to, cancellationToken);
            await AdvanceAsync(tx, unit, id, to + 1, counts.Imported, 0, counts.Blocked, cancellationToken);
        }
        else
        {
            var numbers = new { business_unit_id = unit, import_id = id, from_line = from, to_line = to, now = time.GetUtcNow() };
            var added = await tx.QuerySingleAsync<AddedNumbers>(AddNumbersSql, numbers, cancellationToken);
            await AdvanceAsync(tx, unit, id, to + 1, added.Added, added.Rows - added.Added, 0, cancellationToken);
        }

        tx.Publish(new ImportChanged(unit, id));
    }

    private async Task CloseAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, Books import, Job job, CancellationToken cancellationToken)
    {
        var accounted = import.Imported + import.Duplicates + import.Blocked + import.Rejected;
        await ImportRecord.EndAsync(
            tx, unit, id, accounted == import.Rows ? null : ImportFailure.StagingLost, time.GetUtcNow(), cancellationToken);

        var bad = ImportPayload.Parse(job.Payload).BadNumbers;
        if (bad.Count == 0)
            return;
        var tally =
            new { business_unit_id = unit, dialer_ids = bad.Keys.ToArray(), counts = bad.Values.Select(count => (long)count).ToArray() };
        await tx.ExecuteAsync(BadNumbersSql, tally, cancellationToken);
        foreach (var dialer in bad.Keys)
            tx.Publish(new DialerChanged(unit, new DialerId(dialer)));
    }

    private static Task<int> AdvanceAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, int nextLine, int imported, int duplicates, int blocked,
        CancellationToken cancellationToken) =>
        tx.ExecuteAsync(
            AdvanceSql,
            new { business_unit_id = unit, import_id = id, next_line = nextLine, imported, duplicates, blocked },
            cancellationToken);

    private async Task ClearAsync(Job job, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            // A slice at a time: a million rows in one statement would hold a transaction open for seconds.
            await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
            var slice = new { business_unit_id = job.BusinessUnitId, import_id = job.SubjectId, limit = DeleteRows };
            deleted = await tx.ExecuteAsync(DeleteSql, slice, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }
        while (deleted == DeleteRows);
    }

    private async Task EndTurnAsync(Job job, bool again, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        if (!await JobQueue.CompleteAsync(tx, job, cancellationToken))
            return;
        if (again)
            await JobQueue.SetAsync(tx, Kind, job.SubjectId, job.BusinessUnitId, TimeSpan.Zero, job.Payload, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private sealed record Books
    {
        public required ImportKind Kind { get; init; }

        public required ImportState State { get; init; }

        public required bool Strict { get; init; }

        public required int Rows { get; init; }

        public required int Imported { get; init; }

        public required int Duplicates { get; init; }

        public required int Blocked { get; init; }

        public required int Rejected { get; init; }

        public required int NextLine { get; init; }
    }

    private sealed record LineRange
    {
        public required int? FirstLine { get; init; }

        public required int? LastLine { get; init; }
    }

    private sealed record AddedNumbers
    {
        public required int Added { get; init; }

        public required int Rows { get; init; }
    }
}

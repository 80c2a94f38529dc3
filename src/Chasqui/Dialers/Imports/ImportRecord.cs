using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>What processing must know and the tables do not say; kept with the job.</summary>
internal sealed record ImportPayload
{
    /// <summary>Refused numbers by dialer, for the monitors.</summary>
    public IReadOnlyDictionary<Guid, int> BadNumbers { get; init; } = new Dictionary<Guid, int>();

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public static ImportPayload Parse(string json) => JsonSerializer.Deserialize<ImportPayload>(json, Json.Options)!;
}

/// <summary>An import from one state to the next. Each step is a statement that holds only in the state it starts from.</summary>
internal static class ImportRecord
{
    /// <summary>The job that gives up on an upload from which nothing is heard.</summary>
    public const string UploadJob = "importUpload";

    /// <summary>The job that imports what was uploaded.</summary>
    public const string ProcessJob = "import";

    /// <summary>An upload without a sign of life for so long is broken.</summary>
    public static readonly TimeSpan UploadSilence = TimeSpan.FromSeconds(60);

    private const string InsertSql =
        """
        INSERT INTO import (business_unit_id, id, kind, dialer_id, file_name, strict, state, created_by, created_at, heartbeat_at)
        VALUES (@business_unit_id, @id, @kind, @dialer_id, @file_name, @strict, 'receiving', @created_by, @now, @now)
        """;

    private const string BeatSql =
        "UPDATE import SET heartbeat_at = @now WHERE business_unit_id = @business_unit_id AND id = @id AND state = 'receiving'";

    private const string ReceivedSql =
        """
        UPDATE import SET state = 'processing', heartbeat_at = @now
        WHERE business_unit_id = @business_unit_id AND id = @id AND state = 'receiving'
        """;

    private const string EndSql =
        """
        UPDATE import
        SET state = @state, failure_code = @failure_code, failure_detail = @failure_detail, finished_at = @now
        WHERE business_unit_id = @business_unit_id AND id = @id AND state IN ('receiving', 'processing')
        """;

    public static async Task InsertAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, NewImport import, Guid createdBy, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var row = new
        {
            business_unit_id = unit,
            id,
            kind = Words.Camel(import.Kind),
            dialer_id = import.DialerId?.Value,
            file_name = import.FileName,
            strict = import.Strict,
            created_by = createdBy,
            now,
        };
        await tx.ExecuteAsync(InsertSql, row, cancellationToken);
        await JobQueue.SetAsync(tx, UploadJob, id.Value, unit, UploadSilence, null, cancellationToken);
        tx.Publish(new ImportChanged(unit, id));
    }

    /// <summary>A sign of life: the upload goes on. False when it has been given up.</summary>
    public static async Task<bool> BeatAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await tx.ExecuteAsync(BeatSql, new { business_unit_id = unit, id, now }, cancellationToken) == 0)
            return false;
        await JobQueue.SetAsync(tx, UploadJob, id.Value, unit, UploadSilence, null, cancellationToken);
        return true;
    }

    /// <summary>The whole file is staged: from here on it is the job's. False when it has been given up.</summary>
    public static async Task<bool> ReceivedAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, ImportPayload payload, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (await tx.ExecuteAsync(ReceivedSql, new { business_unit_id = unit, id, now }, cancellationToken) == 0)
            return false;
        await JobQueue.CancelAsync(tx, UploadJob, id.Value, cancellationToken);
        await JobQueue.SetAsync(tx, ProcessJob, id.Value, unit, TimeSpan.Zero, payload.ToJson(), cancellationToken);
        tx.Publish(new ImportChanged(unit, id));
        return true;
    }

    /// <summary>
    /// An upload that came to nothing. Its staged rows are left to the process job, which finds nothing else to do.
    /// False when that is known already.
    /// </summary>
    public static async Task<bool> GiveUpAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, ImportFailure failure, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (!await EndAsync(tx, unit, id, failure, now, cancellationToken))
            return false;
        await JobQueue.SetAsync(tx, ProcessJob, id.Value, unit, TimeSpan.Zero, null, cancellationToken);
        return true;
    }

    /// <summary>Ends it: done when there is no failure. False when it had ended already.</summary>
    public static async Task<bool> EndAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ImportId id, ImportFailure? failure, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var state = failure is null ? ImportState.Done : failure == ImportFailure.StrictFault ? ImportState.Refused : ImportState.Failed;
        var end = new
        {
            business_unit_id = unit,
            id,
            state = Words.Camel(state),
            failure_code = failure?.Code,
            failure_detail = failure?.Detail,
            now,
        };
        if (await tx.ExecuteAsync(EndSql, end, cancellationToken) == 0)
            return false;
        tx.Publish(new ImportChanged(unit, id));
        return true;
    }
}

/// <summary>A file that is about to come in.</summary>
internal sealed record NewImport
{
    public required ImportKind Kind { get; init; }

    public DialerId? DialerId { get; init; }

    public required string FileName { get; init; }

    public bool Strict { get; init; }
}

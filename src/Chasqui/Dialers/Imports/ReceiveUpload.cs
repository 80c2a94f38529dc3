using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// Takes in a file while it is being uploaded: decodes, checks and stages its rows. Answers once all of it is here and safe;
/// importing is then a durable job's.
/// </summary>
internal sealed partial class ReceiveUpload(ChasquiDatabase database, TimeProvider time, ILogger<ReceiveUpload> logger)
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(20);

    public async Task<Results<Accepted<ImportAccepted>, ProblemHttpResult>> ReceiveAsync(
        Caller caller, NewImport import, IRowRules rules, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, ImportFailure.TooLarge.Code, ImportFailure.TooLarge.Detail);

        var (unit, id) = (caller.BusinessUnitId, Id.New<ImportId>(time));
        await using (var tx = await database.BeginAsync(unit, cancellationToken))
        {
            await ImportRecord.InsertAsync(tx, unit, id, import, caller.ActorId, time.GetUtcNow(), cancellationToken);
            var details = new { kind = import.Kind, file = import.FileName, strict = import.Strict };
            await Audit.RecordAsync(tx, caller, "import.start", "import", id.Value, details, time.GetUtcNow(), cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        ImportFailure? failure = ImportFailure.UploadBroken;
        try
        {
            failure = await StageAsync(unit, id, rules, request.Body, cancellationToken);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            failure = ImportFailure.TooLarge;
            throw;
        }
        finally
        {
            // Whatever ended it (a lost connection, an outage, a bug), no half of a file stays behind.
            if (failure is not null)
                await GiveUpAsync(unit, id, failure);
        }

        if (failure is not null)
            return Problems.Unprocessable(failure.Code, failure.Detail);
        return TypedResults.Accepted($"/api/v1/imports/{id.Value}", new ImportAccepted { Id = id });
    }

    private async Task<ImportFailure?> StageAsync(
        BusinessUnitId unit, ImportId id, IRowRules rules, Stream body, CancellationToken cancellationToken)
    {
        await using var heart = new UploadHeart(database, unit, id, BeatEvery, time, cancellationToken);
        var text = new UploadText(body);
        var rows = await ImportRows.BeginAsync(text, rules, cancellationToken);
        if (text.IsNotText)
            return ImportFailure.NotText;
        if (rows.MissingColumn is { } missing)
            return ImportFailure.HeaderIncomplete(Words.Camel(missing));

        var staging = new Staging(unit, id);
        while (await rows.ReadAsync(cancellationToken) is { } row)
        {
            staging.Add(row);
            if (staging.IsFull && !await WriteAsync(staging, unit, id, cancellationToken))
                return ImportFailure.UploadBroken;
        }

        if (text.IsNotText)
            return ImportFailure.NotText;
        if (staging.Rows == 0)
            return ImportFailure.Empty;
        return await WriteAsync(staging, unit, id, cancellationToken) && await FinishAsync(staging, unit, id, cancellationToken)
            ? null
            : ImportFailure.UploadBroken;
    }

    private async Task<bool> WriteAsync(Staging staging, BusinessUnitId unit, ImportId id, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (!await staging.WriteAsync(tx, time.GetUtcNow(), cancellationToken))
            return false;
        tx.Publish(new ImportChanged(unit, id));
        await tx.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> FinishAsync(Staging staging, BusinessUnitId unit, ImportId id, CancellationToken cancellationToken)
    {
        var payload = new ImportPayload { BadNumbers = staging.BadNumbers.ToDictionary(pair => pair.Key.Value, pair => pair.Value) };
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (!await ImportRecord.ReceivedAsync(tx, unit, id, payload, time.GetUtcNow(), cancellationToken))
            return false;
        await tx.CommitAsync(cancellationToken);
        return true;
    }

    private async Task GiveUpAsync(BusinessUnitId unit, ImportId id, ImportFailure failure)
    {
        // The request's own token is most likely what ended it.
        using var limit = new CancellationTokenSource(CleaningTime, time);
        try
        {
            await using var tx = await database.BeginAsync(unit, limit.Token);
            if (!await ImportRecord.GiveUpAsync(tx, unit, id, failure, time.GetUtcNow(), limit.Token))
                return;
            await JobQueue.CancelAsync(tx, ImportRecord.UploadJob, id.Value, limit.Token);
            await tx.CommitAsync(limit.Token);
        }
        catch (Exception outage)
        {
            // The upload job, which is still set, does it once the database answers again.
            Log.CannotGiveUp(logger, id.Value, outage);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Cannot note that upload {Import} broke; it will be noted a minute after its last sign of life.")]
        public static partial void CannotGiveUp(ILogger logger, Guid import, Exception outage);
    }
}

using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.Extensions.Options;

namespace Chasqui.Hooks;

/// <summary>The requests of carriers as they came, kept for some days.</summary>
internal sealed class HookEvents(ChasquiDatabase database, IOptions<HooksOptions> options, TimeProvider time)
{
    private const int MostTries = 10;
    private const int LongestFault = 500;
    private const int SweepChunk = 50;
    private const int DropChunk = 1000;

    private const string AddSql =
        """
        INSERT INTO webhook_event (business_unit_id, id, provider_id, topic, received_at, method, query, content_type, body, replay_key,
                                   state, tidings, tried_at, fault)
        VALUES (@business_unit_id, @id, @provider_id, @topic, @received_at, @method, @query, @content_type, @body, @replay_key,
                @state, @tidings::json, now(), @fault)
        ON CONFLICT DO NOTHING
        """;

    private const string DoneSql =
        "UPDATE webhook_event SET state = 'done', tidings = NULL, fault = NULL WHERE business_unit_id = @business_unit_id AND id = @id";

    // Whoever claims has until the next try is due; each try makes the pause longer.
    private const string ClaimSql =
        """
        WITH due AS (
            SELECT business_unit_id, id FROM webhook_event
            WHERE state = 'stored' AND tried_at <= now() - make_interval(secs => @redo_after) * (tries + 1)
            ORDER BY tried_at
            LIMIT @chunk
            FOR UPDATE SKIP LOCKED
        )
        UPDATE webhook_event AS event SET tried_at = now(), tries = event.tries + 1
        FROM due
        WHERE event.business_unit_id = due.business_unit_id AND event.id = due.id
        RETURNING event.business_unit_id, event.id, event.provider_id, event.topic, event.received_at, event.method, event.query,
            event.content_type, event.body, event.replay_key, event.tidings::text AS tidings
        """;

    private const string FaultSql =
        """
        UPDATE webhook_event SET fault = @fault, state = CASE WHEN tries >= @most_tries THEN 'failed' ELSE state END
        WHERE business_unit_id = @business_unit_id AND id = @id AND state = 'stored'
        """;

    private const string DropSql =
        """
        DELETE FROM webhook_event
        WHERE (business_unit_id, id) IN (
            SELECT business_unit_id, id FROM webhook_event WHERE received_at < @before AND state <> 'stored' LIMIT @chunk)
        """;

    /// <returns>False when it is there already: the same request, told again.</returns>
    public Task<bool> StoreAsync(HookEvent told, CancellationToken cancellationToken) =>
        AddAsync(told, "stored", told.Tidings.Write(), fault: null, cancellationToken);

    /// <summary>Keeps a genuine request that nobody understands.</summary>
    public Task<bool> StoreFailedAsync(HookEvent told, string fault, CancellationToken cancellationToken) =>
        AddAsync(told, "failed", tidings: null, Storable(fault), cancellationToken);

    public async Task DoneAsync(HookEvent told, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(told.BusinessUnitId, cancellationToken);
        await tx.ExecuteAsync(DoneSql, new { business_unit_id = told.BusinessUnitId, id = told.Id }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Events that somebody began and did not finish, in the order in which they came.</summary>
    public async Task<IReadOnlyList<HookEvent>> ClaimInterruptedAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var rows = await tx.QueryAsync<EventRow>(
            ClaimSql, new { redo_after = options.Value.RedoAfter.TotalSeconds, chunk = SweepChunk }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return [.. rows.Select(row => row.ToEvent()).OrderBy(told => told.ReceivedAt).ThenBy(told => told.Id)];
    }

    /// <summary>Notes why it could not be done; after many tries it is left as failed.</summary>
    public async Task NoteFaultAsync(HookEvent told, string fault, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(told.BusinessUnitId, cancellationToken);
        await tx.ExecuteAsync(
            FaultSql, new { business_unit_id = told.BusinessUnitId, id = told.Id, fault = Storable(fault), most_tries = MostTries },
            cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Drops what was kept long enough. Returns how many.</summary>
    public async Task<int> DropOldAsync(CancellationToken cancellationToken)
    {
        var dropped = 0;
        int chunk;
        do
        {
            await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
            chunk = await tx.ExecuteAsync(DropSql, new { before = time.GetUtcNow() - options.Value.Keep, chunk = DropChunk }, cancellationToken);
            await tx.CommitAsync(cancellationToken);
            dropped += chunk;
        }
        while (chunk == DropChunk);
        return dropped;
    }

    private async Task<bool> AddAsync(HookEvent told, string state, string? tidings, string? fault, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(told.BusinessUnitId, cancellationToken);
        var added = await tx.ExecuteAsync(AddSql, new
        {
            business_unit_id = told.BusinessUnitId,
            id = told.Id,
            provider_id = told.ProviderId,
            topic = told.Topic,
            received_at = told.ReceivedAt,
            method = told.Method,
            query = told.Query,
            content_type = told.ContentType,
            body = told.Body,
            replay_key = told.ReplayKey,
            state,
            tidings,
            fault,
        }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return added == 1;
    }

    private static string Storable(string fault) =>
        (fault.Length > LongestFault ? fault[..LongestFault] : fault).Replace("\0", "", StringComparison.Ordinal);

    private sealed record EventRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required Guid Id { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required string Topic { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required string Method { get; init; }

        public required string Query { get; init; }

        public string? ContentType { get; init; }

        public required byte[] Body { get; init; }

        public string? ReplayKey { get; init; }

        public string? Tidings { get; init; }

        public HookEvent ToEvent() => new()
        {
            BusinessUnitId = BusinessUnitId,
            Id = Id,
            ProviderId = ProviderId,
            Topic = Topic,
            ReceivedAt = ReceivedAt,
            Method = Method,
            Query = Query,
            ContentType = ContentType,
            Body = Body,
            ReplayKey = ReplayKey,
            Tidings = Tidings is null ? new HookTidings() : HookTidings.Read(Tidings),
        };
    }
}

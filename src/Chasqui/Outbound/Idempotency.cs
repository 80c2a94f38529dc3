using System.Security.Cryptography;
using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;

namespace Chasqui.Outbound;

/// <summary>
/// Lets a client repeat a request whose answer it did not get. The key is kept in the transaction of what the request did: both
/// are there or neither is.
/// </summary>
internal sealed class Idempotency(ChasquiDatabase database, TimeProvider time)
{
    public const string Header = "Idempotency-Key";

    public const int LongestKey = 255;

    /// <summary>How long an answer is kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    // A request with the same key that is still being carried out holds this row: we wait for its end.
    private const string TakeSql =
        """
        INSERT INTO idempotency_key (business_unit_id, actor_id, key, request_hash, status, body, created_at)
        VALUES (@business_unit_id, @actor_id, @key, @request_hash, 0, '', @now)
        ON CONFLICT (business_unit_id, actor_id, key) DO NOTHING
        """;

    private const string KnownSql =
        """
        SELECT request_hash, body FROM idempotency_key WHERE business_unit_id = @business_unit_id AND actor_id = @actor_id AND key = @key
        """;

    private const string KeepSql =
        """
        UPDATE idempotency_key SET status = @status, body = @body
        WHERE business_unit_id = @business_unit_id AND actor_id = @actor_id AND key = @key
        """;

    private const string DropOldSql = "DELETE FROM idempotency_key WHERE created_at < @before";

    /// <summary>Takes the key for this request. Null: it is ours, do the work. Else what was answered, or that the key was used for another request.</summary>
    public async Task<KnownAnswer?> TakeAsync(DatabaseTransaction tx, Caller caller, string key, object request, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, request.GetType(), Json.Options));
        var parameters = new
        {
            business_unit_id = caller.BusinessUnitId,
            actor_id = caller.ActorId,
            key,
            request_hash = hash,
            now = time.GetUtcNow(),
        };
        if (await tx.ExecuteAsync(TakeSql, parameters, cancellationToken) == 1)
            return null;
        var known = await tx.QuerySingleAsync<KnownRow>(KnownSql, parameters, cancellationToken);
        return new KnownAnswer(known.RequestHash.AsSpan().SequenceEqual(hash) ? known.Body : null);
    }

    /// <summary>Keeps the answer, in the transaction that took the key.</summary>
    public static Task KeepAsync(DatabaseTransaction tx, Caller caller, string key, int status, object answer, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(KeepSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            actor_id = caller.ActorId,
            key,
            status,
            body = JsonSerializer.Serialize(answer, answer.GetType(), Json.Options),
        }, cancellationToken);

    public async Task DropOldAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(DropOldSql, new { before = time.GetUtcNow() - Kept }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private sealed record KnownRow
    {
        public required byte[] RequestHash { get; init; }

        public required string Body { get; init; }
    }
}

/// <param name="Body">The answer of the first time, as JSON; null when that was another request.</param>
internal sealed record KnownAnswer(string? Body);

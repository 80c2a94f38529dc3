using System.Security.Cryptography;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>Keys of other programs: <c>chq_4f1c09ab.secret</c>. The part before the dot is public and tells keys apart.</summary>
internal sealed class ApiKeys(ChasquiDatabase database, TimeProvider time)
{
    private static readonly TimeSpan UsedStep = TimeSpan.FromMinutes(1);

    private const string InsertSql =
        """
        INSERT INTO api_key (business_unit_id, id, name, prefix, secret_hash, scopes, created_at, expires_at)
        VALUES (@business_unit_id, @id, @name, @prefix, @secret_hash, @scopes, @now, @expires_at)
        """;

    private const string FindSql =
        """
        SELECT business_unit_id, id, name, scopes, last_used_at
        FROM api_key
        WHERE secret_hash = @secret_hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
        """;

    private const string UsedSql =
        "UPDATE api_key SET last_used_at = @now WHERE business_unit_id = @business_unit_id AND id = @id";

    public static string NewKey() => $"chq_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.{SecretToken.New()}";

    /// <summary>Stores a key; who holds it is its proof, so this is the last time we know it.</summary>
    public async Task<ApiKeyId> AddAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string name, string key, IEnumerable<ApiScope> scopes, DateTimeOffset? expiresAt,
        CancellationToken cancellationToken)
    {
        var id = Id.New<ApiKeyId>(time);
        await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = unit,
                id,
                name,
                prefix = PublicPart(key),
                secret_hash = SecretToken.Hash(key),
                scopes = scopes.Distinct().Order().Select(scope => Words.Camel(scope)).ToArray(),
                now = time.GetUtcNow(),
                expires_at = expiresAt,
            },
            cancellationToken);
        return id;
    }

    /// <summary>Whose key it is; null when it is none of ours, revoked or expired.</summary>
    public async Task<Caller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var row = await tx.QuerySingleOrDefaultAsync<Row>(FindSql, new { secret_hash = SecretToken.Hash(key), now }, cancellationToken);
        if (row is null)
            return null;
        if (row.LastUsedAt is null || now - row.LastUsedAt > UsedStep)
        {
            await tx.ExecuteAsync(UsedSql, new { business_unit_id = row.BusinessUnitId, id = row.Id, now }, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        return new Caller
        {
            BusinessUnitId = row.BusinessUnitId,
            ApiKeyId = row.Id,
            Name = row.Name,
            Permissions = ApiScopes.Permissions(row.Scopes.Select(Words.Parse<ApiScope>).OfType<ApiScope>()),
        };
    }

    // A key of another form (the one given at first start) has no public part: nothing of it is shown.
    private static string PublicPart(string key) =>
        key.StartsWith("chq_", StringComparison.Ordinal) && key.IndexOf('.', StringComparison.Ordinal) is > 4 and var dot and <= 20
            ? key[..dot]
            : "own";

    private sealed record Row
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ApiKeyId Id { get; init; }

        public required string Name { get; init; }

        public required string[] Scopes { get; init; }

        public required DateTimeOffset? LastUsedAt { get; init; }
    }
}

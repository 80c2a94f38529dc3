using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>An API key as it is shown: its secret is known to its holder alone.</summary>
internal sealed record ApiKey
{
    public required ApiKeyId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The part before the dot.</summary>
    public required string Prefix { get; init; }

    public required IReadOnlyList<ApiScope> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To the minute.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    public required DateTimeOffset? RevokedAt { get; init; }

    private const string ReadSql =
        """
        SELECT id, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at
        FROM api_key
        WHERE business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR id = @id) AND (@after::uuid IS NULL OR id > @after)
        ORDER BY id
        LIMIT @count
        """;

    public static async Task<ApiKey?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ApiKeyId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static async Task<IReadOnlyList<ApiKey>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<Row>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
        return [.. rows.Select(row => row.ToApiKey())];
    }

    private sealed record Row
    {
        public required ApiKeyId Id { get; init; }

        public required string Name { get; init; }

        public required string Prefix { get; init; }

        public required string[] Scopes { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required DateTimeOffset? ExpiresAt { get; init; }

        public required DateTimeOffset? LastUsedAt { get; init; }

        public required DateTimeOffset? RevokedAt { get; init; }

        public ApiKey ToApiKey() => new()
        {
            Id = Id,
            Name = Name,
            Prefix = Prefix,
            Scopes = [.. Scopes.Select(Words.Parse<ApiScope>).OfType<ApiScope>()],
            CreatedAt = CreatedAt,
            ExpiresAt = ExpiresAt,
            LastUsedAt = LastUsedAt,
            RevokedAt = RevokedAt,
        };
    }
}

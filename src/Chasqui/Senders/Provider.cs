using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>An account at a carrier or gateway.</summary>
internal sealed record Provider
{
    public required ProviderId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>"simulator" …: what the server knows to speak.</summary>
    public required string Kind { get; init; }

    /// <summary>New senders use it when they name none. There is exactly one.</summary>
    public required bool IsDefault { get; init; }

    public required bool Enabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    private const string ReadSql =
        """
        SELECT id, name, kind, is_default, enabled, created_at
        FROM provider
        WHERE business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR id = @id) AND (@after::uuid IS NULL OR id > @after)
        ORDER BY id
        LIMIT @count
        """;

    public static async Task<Provider?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ProviderId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static Task<IReadOnlyList<Provider>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken) =>
        tx.QueryAsync<Provider>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
}

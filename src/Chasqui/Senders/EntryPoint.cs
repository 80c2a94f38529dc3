using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>What is sent to this sender enters this queue.</summary>
internal sealed record EntryPoint
{
    public required EntryPointId Id { get; init; }

    public required string Name { get; init; }

    public required SenderId SenderId { get; init; }

    public required QueueId QueueId { get; init; }

    private const string ReadSql =
        """
        SELECT id, name, sender_id, queue_id
        FROM entry_point
        WHERE business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR id = @id) AND (@after::uuid IS NULL OR id > @after)
        ORDER BY id
        LIMIT @count
        """;

    public static async Task<EntryPoint?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, EntryPointId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static Task<IReadOnlyList<EntryPoint>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken) =>
        tx.QueryAsync<EntryPoint>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>A number, short code or name that messages come from, and go to when it can receive.</summary>
internal sealed record Sender
{
    public required SenderId Id { get; init; }

    public required ProviderId ProviderId { get; init; }

    public required SenderKind Kind { get; init; }

    /// <summary>E.164, the digits of a short code, or a name.</summary>
    public required string Address { get; init; }

    public required string Label { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Can receive.</summary>
    public required bool Inbound { get; init; }

    public required bool Mms { get; init; }

    public required bool Verified { get; init; }

    /// <summary>The carrier's limit, in messages each second; 0.5 is one every two seconds.</summary>
    public required decimal MessagesPerSecond { get; init; }

    /// <summary>Where what it receives enters; null: nowhere yet.</summary>
    public required QueueId? QueueId { get; init; }

    private const string ReadSql =
        """
        SELECT s.id, s.provider_id, s.kind, s.address, s.label, s.enabled, s.inbound, s.mms, s.verified, s.messages_per_second, e.queue_id
        FROM sender AS s
        LEFT JOIN entry_point AS e ON e.business_unit_id = s.business_unit_id AND e.sender_id = s.id
        WHERE s.business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR s.id = @id) AND (@after::uuid IS NULL OR s.id > @after)
        ORDER BY s.id
        LIMIT @count
        """;

    public static async Task<Sender?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static Task<IReadOnlyList<Sender>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken) =>
        tx.QueryAsync<Sender>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
}

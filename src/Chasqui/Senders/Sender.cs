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

    /// <summary>Somebody has made sure that it is ours to send from. Only verified senders send and are assigned.</summary>
    public required bool Verified { get; init; }

    public required DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>The carrier's limit, in messages each second; 0.5 is one every two seconds.</summary>
    public required decimal MessagesPerSecond { get; init; }

    /// <summary>Sends for whoever names no sender and writes to a contact for the first time. At most one is.</summary>
    public required bool GlobalOutbound { get; init; }

    /// <summary>The group of senders whose do-not-contact list counts here, and to which STOP adds; null: the business unit's.</summary>
    public required DncListId? DncListId { get; init; }

    /// <summary>Who sends what this one cannot, after <see cref="FallbackProviderId"/>.</summary>
    public required SenderId? FallbackSenderId { get; init; }

    /// <summary>Another account that can send from the same address.</summary>
    public required ProviderId? FallbackProviderId { get; init; }

    /// <summary>Where what it receives enters; null: nowhere yet.</summary>
    public required QueueId? QueueId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    private const string ReadSql =
        """
        SELECT s.id, s.provider_id, s.kind, s.address, s.label, s.enabled, s.inbound, s.mms, s.verified, s.verified_at,
               s.messages_per_second, s.global_outbound, s.dnc_list_id, s.fallback_sender_id, s.fallback_provider_id, e.queue_id, s.created_at
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

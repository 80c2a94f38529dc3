using System.Runtime.InteropServices;
using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Senders;

namespace Chasqui.Outbound;

/// <summary>
/// Names one attempt. A message that fell over is back before the writer of its last result has put that one away: its id alone
/// would name both.
/// </summary>
/// <param name="MessageId">The message.</param>
/// <param name="StartedAt">The database's clock.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Attempt(MessageId MessageId, DateTimeOffset StartedAt);

/// <summary>A message this node has claimed: nobody else will send it, and it has an attempt on record.</summary>
internal sealed record ClaimedMessage
{
    public required MessageId Id { get; init; }

    public required string Number { get; init; }

    public required string Text { get; init; }

    /// <summary>JSON; null for a text alone.</summary>
    public string? Content { get; init; }

    /// <summary>Its dialer's; empty without one.</summary>
    public string DialString { get; init; } = "";

    public DialerId? DialerId { get; init; }

    public InteractionId? InteractionId { get; init; }

    public required Guid LaneId { get; init; }

    public required int Priority { get; init; }

    public required long Seq { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>The database's clock; with the message's id it names this very attempt.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public Attempt Attempted => new(Id, StartedAt);

    /// <summary>Which provider it is handed to.</summary>
    public ProviderId ProviderId { get; init; }

    /// <summary>It goes by its sender's fallback provider.</summary>
    public bool OtherProvider { get; init; }

    /// <summary>How often it has fallen over.</summary>
    public short Hop { get; init; }

    /// <summary>The number was put on a list since the gate let it pass: it is not sent.</summary>
    public required bool Blocked { get; init; }
}

/// <param name="Own">Takes those that go by the sender's own provider; null: they stay where they are.</param>
/// <param name="Other">Takes those that go by its fallback provider.</param>
internal sealed record ClaimWays(ProviderId? Own, ProviderId? Other);

/// <param name="LeaseIsOurs">False: another node has the sender.</param>
/// <param name="Messages">To be sent, in order.</param>
/// <param name="Taken">Rows that left the outbox, blocked ones included.</param>
/// <param name="Mark">The last row taken.</param>
internal sealed record Claim(bool LeaseIsOurs, IReadOnlyList<ClaimedMessage> Messages, int Taken, (int Priority, long Seq)? Mark);

/// <summary>
/// Moves messages from the outbox into this node's hands. One short transaction: the lease is verified and locked, rows leave the
/// outbox, do-not-contact is asked again, an attempt is written. After the commit, and only then, the first byte may leave.
/// </summary>
internal sealed class OutboxClaims(ChasquiDatabase database, TimeProvider time)
{
    // The row lock makes a new holder wait for this claim, so what it finds is all we have begun.
    private const string VerifyLeaseSql =
        """
        SELECT fence FROM sender_lease
        WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id AND fence = @fence AND expires_at > now()
        FOR SHARE
        """;

    // ARRAY(…) is evaluated once, so that the rows locked are the rows deleted.
    private const string ClaimSql =
        """
        WITH taken AS (
            DELETE FROM outbox
            WHERE seq = ANY (ARRAY(
                SELECT seq FROM outbox
                WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id AND lane_id = @lane_id
                  AND (priority, seq) > (@from_priority, @from_seq)
                  AND not_before <= now()
                  AND CASE WHEN other_provider THEN @other_provider_id::uuid ELSE @own_provider_id::uuid END IS NOT NULL
                  AND (@lane_id = '00000000-0000-0000-0000-000000000000'
                    OR EXISTS (SELECT 1 FROM dialer WHERE dialer.business_unit_id = @business_unit_id AND dialer.id = @lane_id
                        AND dialer.enabled AND dialer.running))
                ORDER BY priority, seq
                LIMIT @limit
                FOR UPDATE SKIP LOCKED))
            RETURNING business_unit_id, message_id, lane_id, priority, seq, attempts, hop,
                CASE WHEN other_provider THEN @other_provider_id::uuid ELSE @own_provider_id::uuid END AS provider_id
        ), judged AS MATERIALIZED (
            SELECT taken.business_unit_id, taken.lane_id, taken.priority, taken.seq, (taken.attempts + 1)::smallint AS attempt, taken.hop,
                   taken.provider_id, taken.provider_id = @fallback_provider_id::uuid AS other_provider,
                   message.id, message.number, message.text, message.content::text AS content, message.dialer_id, message.interaction_id,
                   NOT message.dnc_exempt AND is_do_not_contact(@business_unit_id, message.number, message.sender_id, message.dialer_id) AS blocked
            FROM taken
            JOIN message ON message.business_unit_id = taken.business_unit_id AND message.id = taken.message_id
        ), begun AS (
            INSERT INTO attempt (business_unit_id, message_id, sender_id, provider_id, fence, number, started_at, hop, other_provider)
            SELECT @business_unit_id, id, @sender_id, provider_id, @fence, attempt, now(), hop, coalesce(other_provider, false)
            FROM judged WHERE NOT blocked
        ), moved AS (
            UPDATE message
            SET state = CASE WHEN judged.blocked THEN 'blocked' ELSE 'sending' END,
                verdict = CASE WHEN judged.blocked THEN 'doNotContact' ELSE verdict END,
                attempts = CASE WHEN judged.blocked THEN attempts ELSE judged.attempt END,
                provider_id = CASE WHEN judged.blocked THEN message.provider_id ELSE judged.provider_id END,
                state_changed_at = @now
            FROM judged
            WHERE message.business_unit_id = judged.business_unit_id AND message.id = judged.id
        )
        SELECT id, number, text, content, dialer_id, interaction_id, lane_id, priority, seq, attempt, hop, provider_id,
               coalesce(other_provider, false) AS other_provider, blocked, now() AS started_at,
               coalesce((SELECT dial_string FROM dialer WHERE dialer.business_unit_id = @business_unit_id AND dialer.id = @lane_id), '')
                   AS dial_string
        FROM judged ORDER BY priority, seq
        """;

    // Attempts we wrote and never handed over: the answer to the claim's commit was lost. No byte has left, so they go back.
    private const string TakeBackSql =
        """
        WITH undone AS (
            DELETE FROM attempt
            WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id AND fence = @fence
              AND (message_id, started_at) NOT IN (SELECT * FROM unnest(@in_flight::uuid[], @started_at::timestamptz[]))
            RETURNING business_unit_id, message_id, number, hop, other_provider
        ), queued AS (
            UPDATE message SET state = 'queued', attempts = (undone.number - 1)::smallint, state_changed_at = @now
            FROM undone
            WHERE message.business_unit_id = undone.business_unit_id AND message.id = undone.message_id
            RETURNING message.id, message.dialer_id, message.priority, message.attempts, undone.hop, undone.other_provider
        )
        INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before, attempts, hop, other_provider)
        SELECT @business_unit_id, id, @sender_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), priority, now(), attempts, hop, other_provider
        FROM queued
        """;

    // Only as many as the other sender is about to send: when the pause ends, the rest is still here. A message it cannot carry stays
    // and waits.
    private const string DivertSql =
        """
        WITH taken AS (
            UPDATE outbox
            SET sender_id = @to_sender_id, other_provider = @to_other_provider, hop = hop + 1, attempts = 0
            WHERE seq = ANY (ARRAY(
                SELECT outbox.seq
                FROM outbox
                JOIN message ON message.business_unit_id = outbox.business_unit_id AND message.id = outbox.message_id
                WHERE outbox.business_unit_id = @business_unit_id AND outbox.sender_id = @sender_id AND outbox.lane_id = @lane_id
                  AND outbox.hop < @most_hops AND outbox.not_before <= now()
                  AND (@takes_whatsapp OR message.content IS NULL
                    OR (message.text <> '' OR NOT message.content ? 'template')
                       AND (@takes_media OR coalesce(jsonb_array_length(message.content -> 'media'), 0) = 0))
                  AND (@lane_id = '00000000-0000-0000-0000-000000000000'
                    OR EXISTS (SELECT 1 FROM dialer WHERE dialer.business_unit_id = @business_unit_id AND dialer.id = @lane_id
                        AND dialer.enabled AND dialer.running))
                ORDER BY outbox.priority, outbox.seq
                LIMIT (SELECT greatest(@limit - count(*), 0)
                       FROM (SELECT 1 FROM outbox WHERE business_unit_id = @business_unit_id AND sender_id = @to_sender_id LIMIT @limit) AS ahead)
                FOR UPDATE OF outbox SKIP LOCKED))
            RETURNING business_unit_id, message_id
        )
        UPDATE message
        SET sender_id = @to_sender_id, intended_sender_id = coalesce(message.intended_sender_id, message.sender_id),
            failure_code = 'fellOver', failure_detail = 'Its sender''s provider takes nothing at the moment, so it goes with the fallback.',
            state_changed_at = @now
        FROM taken
        WHERE message.business_unit_id = taken.business_unit_id AND message.id = taken.message_id
        RETURNING message.dialer_id, message.interaction_id
        """;

    private const string LockLeaseSql =
        """
        SELECT fence FROM sender_lease
        WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id
        FOR UPDATE
        """;

    public async Task<Claim> ClaimAsync(
        SenderLease lease, ClaimWays ways, ProviderId? fallbackProviderId, Guid laneId, (int Priority, long Seq) from, int limit, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken);
        await tx.WalkIndexesAsync(cancellationToken);
        var fence = await tx.QuerySingleOrDefaultAsync<long?>(
            VerifyLeaseSql,
            new { business_unit_id = lease.BusinessUnitId, sender_id = lease.SenderId, fence = lease.Fence }, cancellationToken);
        if (fence is null)
            return new Claim(LeaseIsOurs: false, [], 0, null);

        var taken = await tx.QueryAsync<ClaimedMessage>(ClaimSql, new
        {
            business_unit_id = lease.BusinessUnitId,
            sender_id = lease.SenderId,
            own_provider_id = ways.Own?.Value,
            other_provider_id = ways.Other?.Value,
            fallback_provider_id = fallbackProviderId?.Value,
            lane_id = laneId,
            fence = lease.Fence,
            from_priority = from.Priority,
            from_seq = from.Seq,
            limit,
            now = time.GetUtcNow(),
        }, cancellationToken);
        if (taken.Count == 0)
            return new Claim(LeaseIsOurs: true, [], 0, null);

        TouchedMessage.Publish(tx, lease.BusinessUnitId, taken.Select(m => new TouchedMessage { DialerId = m.DialerId, InteractionId = m.InteractionId }));
        await tx.CommitAsync(cancellationToken);
        return new Claim(LeaseIsOurs: true, [.. taken.Where(m => !m.Blocked)], taken.Count, (taken[^1].Priority, taken[^1].Seq));
    }

    /// <summary>
    /// Gives what waits here to another sender, as much as that one is about to send. Returns how many, null when the lease is not
    /// ours any more.
    /// </summary>
    public async Task<int?> DivertAsync(SenderLease lease, Pipe to, Guid laneId, int limit, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken);
        await tx.WalkIndexesAsync(cancellationToken);
        var fence = await tx.QuerySingleOrDefaultAsync<long?>(
            VerifyLeaseSql,
            new { business_unit_id = lease.BusinessUnitId, sender_id = lease.SenderId, fence = lease.Fence }, cancellationToken);
        if (fence is null)
            return null;
        var moved = await tx.QueryAsync<TouchedMessage>(DivertSql, new
        {
            business_unit_id = lease.BusinessUnitId,
            sender_id = lease.SenderId,
            lane_id = laneId,
            to_sender_id = to.SenderId,
            to_other_provider = to.OtherProvider,
            takes_whatsapp = to.Kind == SenderKind.WhatsApp,
            takes_media = to.Media,
            most_hops = Fallback.MostHops,
            limit,
            now = time.GetUtcNow(),
        }, cancellationToken);
        if (moved.Count == 0)
            return 0;
        TouchedMessage.Publish(tx, lease.BusinessUnitId, moved);
        tx.Wake(WakeTopic.Outbox);
        await tx.CommitAsync(cancellationToken);
        return moved.Count;
    }

    /// <summary>
    /// After a claim whose outcome we did not hear: puts back whatever it took that is not in <paramref name="inFlight"/>.
    /// </summary>
    public async Task TakeBackAsync(SenderLease lease, IReadOnlyCollection<Attempt> inFlight, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken);
        await tx.WalkIndexesAsync(cancellationToken);
        // A claim that PostgreSQL is still working on has the lease's row: wait for its end.
        await tx.QuerySingleOrDefaultAsync<long?>(
            LockLeaseSql, new { business_unit_id = lease.BusinessUnitId, sender_id = lease.SenderId }, cancellationToken);
        await tx.ExecuteAsync(TakeBackSql, new
        {
            business_unit_id = lease.BusinessUnitId,
            sender_id = lease.SenderId,
            fence = lease.Fence,
            in_flight = inFlight.Select(attempt => attempt.MessageId.Value).ToArray(),
            started_at = inFlight.Select(attempt => attempt.StartedAt).ToArray(),
            now = time.GetUtcNow(),
        }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }
}

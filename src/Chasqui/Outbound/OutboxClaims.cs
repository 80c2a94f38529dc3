using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>A message this node has claimed: nobody else will send it, and it has an attempt on record.</summary>
internal sealed record ClaimedMessage
{
    public required MessageId Id { get; init; }

    public required string Number { get; init; }

    public required string Text { get; init; }

    public DialerId? DialerId { get; init; }

    public InteractionId? InteractionId { get; init; }

    public required Guid LaneId { get; init; }

    public required int Priority { get; init; }

    public required long Seq { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>The database's clock; with the message's id it names this very attempt.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The number was put on a list since the gate let it pass: it is not sent.</summary>
    public required bool Blocked { get; init; }
}

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
                  AND (@lane_id = '00000000-0000-0000-0000-000000000000'
                    OR EXISTS (SELECT 1 FROM dialer WHERE dialer.business_unit_id = @business_unit_id AND dialer.id = @lane_id
                        AND dialer.enabled AND dialer.running))
                ORDER BY priority, seq
                LIMIT @limit
                FOR UPDATE SKIP LOCKED))
            RETURNING business_unit_id, message_id, lane_id, priority, seq, attempts
        ), judged AS MATERIALIZED (
            SELECT taken.business_unit_id, taken.lane_id, taken.priority, taken.seq, (taken.attempts + 1)::smallint AS attempt,
                   message.id, message.number, message.text, message.dialer_id, message.interaction_id,
                   NOT message.dnc_exempt AND is_do_not_contact(@business_unit_id, message.number, message.sender_id, message.dialer_id) AS blocked
            FROM taken
            JOIN message ON message.business_unit_id = taken.business_unit_id AND message.id = taken.message_id
        ), begun AS (
            INSERT INTO attempt (business_unit_id, message_id, sender_id, provider_id, fence, number, started_at)
            SELECT @business_unit_id, id, @sender_id, @provider_id, @fence, attempt, now()
            FROM judged WHERE NOT blocked
        ), moved AS (
            UPDATE message
            SET state = CASE WHEN judged.blocked THEN 'blocked' ELSE 'sending' END,
                verdict = CASE WHEN judged.blocked THEN 'doNotContact' ELSE verdict END,
                attempts = CASE WHEN judged.blocked THEN attempts ELSE judged.attempt END,
                provider_id = CASE WHEN judged.blocked THEN provider_id ELSE @provider_id END,
                state_changed_at = @now
            FROM judged
            WHERE message.business_unit_id = judged.business_unit_id AND message.id = judged.id
        )
        SELECT id, number, text, dialer_id, interaction_id, lane_id, priority, seq, attempt, blocked, now() AS started_at
        FROM judged ORDER BY priority, seq
        """;

    // Attempts we wrote and never handed over: the answer to the claim's commit was lost. No byte has left, so they go back.
    private const string TakeBackSql =
        """
        WITH undone AS (
            DELETE FROM attempt
            WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id AND fence = @fence AND NOT message_id = ANY (@in_flight::uuid[])
            RETURNING business_unit_id, message_id, number
        ), queued AS (
            UPDATE message SET state = 'queued', attempts = (undone.number - 1)::smallint, state_changed_at = @now
            FROM undone
            WHERE message.business_unit_id = undone.business_unit_id AND message.id = undone.message_id
            RETURNING message.id, message.dialer_id, message.priority, message.attempts
        )
        INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before, attempts)
        SELECT @business_unit_id, id, @sender_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), priority, now(), attempts
        FROM queued
        """;

    private const string LockLeaseSql =
        """
        SELECT fence FROM sender_lease
        WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id
        FOR UPDATE
        """;

    public async Task<Claim> ClaimAsync(
        SenderLease lease, ProviderId providerId, Guid laneId, (int Priority, long Seq) from, int limit, CancellationToken cancellationToken)
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
            provider_id = providerId,
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
    /// After a claim whose outcome we did not hear: puts back whatever it took that is not in <paramref name="inFlight"/>.
    /// </summary>
    public async Task TakeBackAsync(SenderLease lease, IReadOnlyCollection<MessageId> inFlight, CancellationToken cancellationToken)
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
            in_flight = inFlight.Select(id => id.Value).ToArray(),
            now = time.GetUtcNow(),
        }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }
}

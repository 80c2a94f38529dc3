using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

internal enum DecisionOutcome
{
    Offered,

    /// <summary>Somebody waits and nobody can take it.</summary>
    NoCandidate,

    /// <summary>Nobody waits, or all who do are being decided elsewhere.</summary>
    NothingWaiting,
}

/// <summary>
/// One decision, one transaction: (1) lock the head of the line, (2) look at the members, (3) choose, or go on to the next in the
/// line when all who could take this one refused it a moment ago, (4) lock the agent and look again, (5) move the queue's cursor, (6) make the offer, its timer and the record of why. Any number of nodes may decide at
/// once: whoever finds at 4 or 5 that it was overtaken starts over. (docs/adr/0050-one-decision-one-transaction.md)
/// </summary>
internal sealed class RoutingDecisions(ChasquiDatabase database, Agents agents, TimeProvider time)
{
    // Interactions whose wait is explained when nobody can take the first: more would be the same words again.
    private const int Explained = 10;

    // One decision of a queue at a time, so that its order and its row are strict over all nodes. What keeps agents from being
    // overbooked are the row locks below: an agent serves several queues.
    private const string TurnSql = "SELECT pg_advisory_xact_lock(hashtextextended(@queue_id::uuid::text, 0))";

    private const string HeadSql = """
        SELECT id, queued_at, preferred_user_id FROM interaction
        WHERE business_unit_id = @business_unit_id AND queue_id = @queue_id AND state = 'waiting'
          AND (queued_at, id) > (@after_queued_at::timestamptz, @after_id::uuid)
        ORDER BY queued_at, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
        """;

    private const string QueueSql =
        "SELECT max_interactions, last_served_user_id FROM queue WHERE business_unit_id = @business_unit_id AND id = @queue_id";

    // In the order of the row. A disabled user is as good as gone.
    private const string MembersSql = """
        SELECT member.user_id, member.penalty,
               coalesce(app_user.enabled AND agent.signed_in AND agent.present_until > @now, false) AS present,
               agent.break_reason IS NOT NULL AS on_break,
               coalesce(agent.not_responding, false) AS not_responding,
               coalesce(agent.load, 0) AS load, app_user.max_interactions, app_user.refusal_timeout_seconds,
               (SELECT count(*) FROM offer
                WHERE offer.business_unit_id = @business_unit_id AND offer.user_id = member.user_id AND offer.queue_id = @queue_id
                  AND offer.state = 'live')::int
             + (SELECT count(*) FROM interaction AS owned
                WHERE owned.business_unit_id = @business_unit_id AND owned.owner_id = member.user_id AND owned.queue_id = @queue_id
                  AND owned.state IN ('active', 'wrapUp'))::int AS queue_load,
               CASE WHEN refusal.answered_at IS NULL THEN 0
                    WHEN refusal.answered_at < max(refusal.answered_at) OVER () THEN 1
                    ELSE 2 END AS refused,
               coalesce(refusal.answered_at > @refused_since, false) AS refused_just_now
        FROM queue_member AS member
        JOIN app_user ON app_user.business_unit_id = member.business_unit_id AND app_user.id = member.user_id
        LEFT JOIN agent ON agent.business_unit_id = member.business_unit_id AND agent.user_id = member.user_id
        LEFT JOIN (SELECT user_id, max(answered_at) AS answered_at FROM offer
                   WHERE business_unit_id = @business_unit_id AND interaction_id = @interaction_id AND state IN ('refused', 'expired')
                   GROUP BY user_id) AS refusal ON refusal.user_id = member.user_id
        WHERE member.business_unit_id = @business_unit_id AND member.queue_id = @queue_id
        ORDER BY member.added_at, member.user_id
        """;

    private const string MoveCursorSql = """
        UPDATE queue SET last_served_user_id = @user_id
        WHERE business_unit_id = @business_unit_id AND id = @queue_id AND last_served_user_id IS NOT DISTINCT FROM @seen::uuid
        """;

    private const string OfferSql = """
        INSERT INTO offer (business_unit_id, id, interaction_id, queue_id, user_id, state, created_at, expires_at)
        VALUES (@business_unit_id, @id, @interaction_id, @queue_id, @user_id, 'live', @now, @expires_at)
        """;

    private const string MarkOfferedSql =
        "UPDATE interaction SET state = 'offered' WHERE business_unit_id = @business_unit_id AND id = @interaction_id";

    private const string UnexplainedSql = """
        SELECT waiting.id
        FROM (SELECT id, queued_at FROM interaction
              WHERE business_unit_id = @business_unit_id AND queue_id = @queue_id AND state = 'waiting'
                AND (queued_at, id) >= (@queued_at::timestamptz, @id::uuid)
              ORDER BY queued_at, id
              LIMIT @limit::int) AS waiting
        WHERE (SELECT candidates FROM routing_decision
               WHERE business_unit_id = @business_unit_id AND interaction_id = waiting.id
               ORDER BY id DESC
               LIMIT 1) IS DISTINCT FROM @candidates::jsonb
        """;

    private const string RecordSql = """
        INSERT INTO routing_decision (business_unit_id, id, interaction_id, queue_id, at, outcome, chosen_user_id, candidates)
        SELECT @business_unit_id, made.id, made.interaction_id, @queue_id, @now, @outcome, @chosen_user_id::uuid, @candidates::jsonb
        FROM unnest(@ids::uuid[], @interaction_ids::uuid[]) AS made (id, interaction_id)
        """;

    /// <summary>Decides about the first in the line. Null when others kept getting there first: they are at work on it.</summary>
    public Task<DecisionOutcome?> DecideAsync(BusinessUnitId unit, QueueId queueId, CancellationToken cancellationToken) =>
        Contention.RetryAsync<DecisionOutcome>(
            async () =>
            {
                await using var tx = await database.BeginAsync(unit, cancellationToken);
                var outcome = await TryDecideAsync(tx, unit, queueId, cancellationToken);
                if (outcome is DecisionOutcome.Offered or DecisionOutcome.NoCandidate)
                    await tx.CommitAsync(cancellationToken);
                return outcome;
            }, time, cancellationToken);

    private async Task<DecisionOutcome?> TryDecideAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, CancellationToken cancellationToken)
    {
        // 1. The head of the line.
        var now = time.GetUtcNow();
        var key = new { business_unit_id = unit, queue_id = queueId };
        await tx.ExecuteAsync(TurnSql, key, cancellationToken);
        if (await HeadAsync(tx, unit, queueId, after: null, cancellationToken) is not { } head)
            return DecisionOutcome.NothingWaiting;

        // 2. and 3. The members, and the one whose turn it is. A pause holds one interaction up, not those behind it.
        var queue = await tx.QuerySingleAsync<QueueRow>(QueueSql, key, cancellationToken);
        var selection = await SelectAsync(tx, unit, queueId, queue, head, now, cancellationToken);
        while (selection.Chosen is null)
        {
            await ExplainAsync(tx, unit, queueId, head, selection, now, cancellationToken);
            var following = selection.IsPause ? await HeadAsync(tx, unit, queueId, head, cancellationToken) : null;
            if (following is null)
                return DecisionOutcome.NoCandidate;
            head = following;
            selection = await SelectAsync(tx, unit, queueId, queue, head, now, cancellationToken);
        }

        // 4. The agent's row. Whatever others did to it since step 2 is committed now, and counts.
        var chosen = selection.Chosen;
        var before = await Agents.LockAsync(tx, unit, chosen.UserId, cancellationToken);
        var membersNow = await MembersAsync(tx, unit, queueId, head, now, cancellationToken);
        var again = membersNow.FirstOrDefault(member => member.UserId == chosen.UserId);
        if (before is null || again is null || AgentSelection.Obstacle(again, queue.MaxInteractions) is not null)
            return null;

        // 5. The cursor: another decision of this queue may have moved it. Who gets a conversation back does not lose a turn.
        var cursor = new { business_unit_id = unit, queue_id = queueId, user_id = chosen.UserId, seen = queue.LastServedUserId?.Value };
        if (chosen.UserId != head.PreferredUserId && await tx.ExecuteAsync(MoveCursorSql, cursor, cancellationToken) == 0)
            return null;

        // 6. The offer.
        await OfferAsync(tx, unit, queueId, head.Id, chosen, before, now, cancellationToken);
        await RecordAsync(tx, unit, queueId, [head.Id.Value], "offered", selection, now, cancellationToken);
        return DecisionOutcome.Offered;
    }

    /// <summary>The first in the line, or the first behind another.</summary>
    private static Task<Head?> HeadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, Head? after, CancellationToken cancellationToken) =>
        tx.QuerySingleOrDefaultAsync<Head>(HeadSql, new
        {
            business_unit_id = unit,
            queue_id = queueId,
            after_queued_at = after?.QueuedAt ?? DateTimeOffset.MinValue,
            after_id = after?.Id.Value ?? Guid.Empty,
        }, cancellationToken);

    private static async Task<Selection> SelectAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, QueueRow queue, Head head, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var members = await MembersAsync(tx, unit, queueId, head, now, cancellationToken);
        return AgentSelection.Choose(members, queue.MaxInteractions, queue.LastServedUserId, head.PreferredUserId);
    }

    private static Task<IReadOnlyList<Candidate>> MembersAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, Head head, DateTimeOffset now, CancellationToken cancellationToken) =>
        tx.QueryAsync<Candidate>(MembersSql, new
        {
            business_unit_id = unit,
            queue_id = queueId,
            interaction_id = head.Id,
            now,
            refused_since = now - Offers.RefusalPause,
        }, cancellationToken);

    private async Task OfferAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, InteractionId interactionId, Candidate chosen, AgentRow before,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = Id.New<OfferId>(time);
        var timeout = TimeSpan.FromSeconds(chosen.RefusalTimeoutSeconds);
        var offer = new
        {
            business_unit_id = unit,
            id,
            interaction_id = interactionId,
            queue_id = queueId,
            user_id = chosen.UserId,
            now,
            expires_at = now + timeout,
        };
        await tx.ExecuteAsync(OfferSql, offer, cancellationToken);
        await tx.ExecuteAsync(MarkOfferedSql, offer, cancellationToken);
        await agents.SaveAsync(
            tx, before, before with { Load = before.Load + 1, LastOfferedAt = now }, AgentCause.System, actorId: null, cancellationToken);
        await JobQueue.SetAsync(tx, OfferTimeout.JobKind, id.Value, unit, timeout, payload: null, cancellationToken);
        tx.Publish(new InboxChanged(unit, chosen.UserId));
        tx.Publish(new InteractionChanged(unit, interactionId));
        tx.Publish(new QueueChanged(unit, queueId));
    }

    /// <summary>Records why they wait, where that is not what was recorded last. A pause is that one's alone.</summary>
    private static async Task ExplainAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, Head head, Selection selection, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var unexplained = await tx.QueryAsync<Guid>(
            UnexplainedSql,
            new
            {
                business_unit_id = unit,
                queue_id = queueId,
                queued_at = head.QueuedAt,
                id = head.Id,
                limit = selection.IsPause ? 1 : Explained,
                candidates = Candidates(selection),
            },
            cancellationToken);
        if (unexplained.Count > 0)
            await RecordAsync(tx, unit, queueId, unexplained, "noCandidate", selection, now, cancellationToken);
    }

    private static Task<int> RecordAsync(
        DatabaseTransaction tx, BusinessUnitId unit, QueueId queueId, IReadOnlyList<Guid> interactions, string outcome,
        Selection selection, DateTimeOffset now, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(RecordSql, new
        {
            business_unit_id = unit,
            queue_id = queueId,
            now,
            outcome,
            chosen_user_id = selection.Chosen?.UserId.Value,
            candidates = Candidates(selection),
            ids = interactions.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            interaction_ids = interactions.ToArray(),
        }, cancellationToken);

    private static string Candidates(Selection selection) => JsonSerializer.Serialize(selection.Verdicts, Json.Options);

    private sealed record Head
    {
        public required InteractionId Id { get; init; }

        public required DateTimeOffset QueuedAt { get; init; }

        public required UserId? PreferredUserId { get; init; }
    }

    private sealed record QueueRow
    {
        public required int MaxInteractions { get; init; }

        public required UserId? LastServedUserId { get; init; }
    }
}

using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>
/// An agent leaves, by own will, by sign-out, or lost: live offers are taken back and active interactions wait again, for this
/// agent first. A wrap-up ends by its own timer. All in one transaction, so nothing is ever held by nobody.
/// </summary>
internal sealed class AgentDeparture(ChasquiDatabase database, Agents agents, TimeProvider time)
{
    private const string HeldSql = """
        SELECT interaction_id FROM offer
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND state = 'live'
        UNION
        SELECT id FROM interaction
        WHERE business_unit_id = @business_unit_id AND owner_id = @user_id AND state = 'active'
        """;

    private const string LockInteractionsSql = """
        SELECT id FROM interaction
        WHERE business_unit_id = @business_unit_id AND id = ANY(@ids)
        ORDER BY id
        FOR UPDATE
        """;

    private const string RescindSql = """
        UPDATE offer SET state = 'rescinded', answered_at = @now
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND state = 'live'
        RETURNING id
        """;

    // Waiting since the contact's first message: what was queued first is served first, so it goes to the head of the line.
    private const string RequeueSql = """
        UPDATE interaction
        SET state = 'waiting', preferred_user_id = coalesce(owner_id, preferred_user_id), owner_id = NULL
        WHERE business_unit_id = @business_unit_id AND id = ANY(@ids) AND state IN ('offered', 'active')
        RETURNING id, queue_id
        """;

    /// <summary>The agent leaves now. Nothing happens when it is not signed in.</summary>
    public Task<bool> LeaveAsync(
        BusinessUnitId unit, UserId userId, AgentCause cause, Guid? actorId, CancellationToken cancellationToken) =>
        LeaveAsync(unit, userId, cause, actorId, onlyIfLost: false, cancellationToken);

    /// <summary>The agent leaves if it has not been heard of in time.</summary>
    public Task<bool> LeaveIfLostAsync(BusinessUnitId unit, UserId userId, CancellationToken cancellationToken) =>
        LeaveAsync(unit, userId, AgentCause.System, actorId: null, onlyIfLost: true, cancellationToken);

    private async Task<bool> LeaveAsync(
        BusinessUnitId unit, UserId userId, AgentCause cause, Guid? actorId, bool onlyIfLost, CancellationToken cancellationToken) =>
        await Contention.RetryAsync<bool>(
            async () =>
            {
                await using var tx = await database.BeginAsync(unit, cancellationToken);
                var left = await TryLeaveAsync(tx, unit, userId, cause, actorId, onlyIfLost, cancellationToken);
                if (left == true)
                    await tx.CommitAsync(cancellationToken);
                return left;
            }, time, cancellationToken)
        ?? throw new InvalidOperationException($"Offers kept coming to user {userId.Value} while it was leaving.");

    /// <summary>Null when the agent was given something between the look and the lock: start over with that locked as well.</summary>
    private async Task<bool?> TryLeaveAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId userId, AgentCause cause, Guid? actorId, bool onlyIfLost,
        CancellationToken cancellationToken)
    {
        // 1. Interactions first, as everyone locks.
        var now = time.GetUtcNow();
        var agentKey = new { business_unit_id = unit, user_id = userId };
        var held = (await tx.QueryAsync<Guid>(HeldSql, agentKey, cancellationToken)).ToArray();
        await tx.QueryAsync<Guid>(LockInteractionsSql, new { business_unit_id = unit, ids = held }, cancellationToken);

        // 2. Then the agent. From here on nobody gives it anything.
        var before = await Agents.LockAsync(tx, unit, userId, cancellationToken);
        if (before is not { SignedIn: true } || onlyIfLost && before.IsPresent(now))
            return false;
        var heldNow = (await tx.QueryAsync<Guid>(HeldSql, agentKey, cancellationToken)).ToArray();
        if (heldNow.Except(held).Any())
            return null;

        // 3. Everything it held waits again.
        var offers = await tx.QueryAsync<Guid>(
            RescindSql, new { business_unit_id = unit, user_id = userId, now }, cancellationToken);
        foreach (var offer in offers)
            await JobQueue.CancelAsync(tx, OfferTimeout.JobKind, offer, cancellationToken);
        var requeued = await tx.QueryAsync<Requeued>(
            RequeueSql, new { business_unit_id = unit, ids = heldNow }, cancellationToken);

        // 4. The agent is gone.
        var after = before with
        {
            SignedIn = false,
            PresentUntil = null,
            BreakReason = null,
            NotResponding = false,
            MissedOffers = 0,
            Load = before.Load - requeued.Count,
        };
        await agents.SaveAsync(tx, before, after, cause, actorId, cancellationToken);

        foreach (var interaction in requeued)
        {
            tx.Publish(new InteractionChanged(unit, interaction.Id));
            tx.Publish(new QueueChanged(unit, interaction.QueueId));
        }

        tx.Publish(new InboxChanged(unit, userId));
        tx.Wake(WakeTopic.Routing);
        return true;
    }

    private sealed record Requeued
    {
        public required InteractionId Id { get; init; }

        public required QueueId QueueId { get; init; }
    }
}

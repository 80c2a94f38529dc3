using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

internal enum OfferState
{
    Live,
    Accepted,
    Refused,
    Expired,

    /// <summary>Taken back: the agent left, or the interaction ended.</summary>
    Rescinded,
}

/// <summary>What ends an offer: the agent's word, or the time it had.</summary>
internal sealed class Offers(Agents agents, TimeProvider time)
{
    /// <summary>So many missed in a row, and no more come until the agent says "free" again.</summary>
    public const int MissedBeforeNotResponding = 3;

    /// <summary>
    /// Who refused an interaction or let its offer pass is not offered it again for so long: the only agent of a queue would
    /// otherwise be asked without end. Long enough to finish what one is at, a service level's part short.
    /// </summary>
    public static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(20);

    private const string FindSql =
        "SELECT interaction_id, user_id FROM offer WHERE business_unit_id = @business_unit_id AND id = @id";

    private const string LockInteractionSql = """
        SELECT id, queue_id, state, owner_id FROM interaction
        WHERE business_unit_id = @business_unit_id AND id = @id
        FOR UPDATE
        """;

    private const string StateSql =
        "SELECT state, expires_at FROM offer WHERE business_unit_id = @business_unit_id AND id = @id";

    private const string AnswerSql = """
        UPDATE offer SET state = @state, answered_at = @now
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string ActivateSql = """
        UPDATE interaction SET state = 'active', owner_id = @user_id, accepted_at = coalesce(accepted_at, @now)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string RequeueSql =
        "UPDATE interaction SET state = 'waiting' WHERE business_unit_id = @business_unit_id AND id = @id";

    /// <summary>
    /// The agent takes it and owns the interaction. Null when the offer is not live any more. Accepting again what one has
    /// accepted answers the same: the first answer may have been lost on its way.
    /// </summary>
    public async Task<InteractionId?> AcceptAsync(
        DatabaseTransaction tx, BusinessUnitId unit, OfferId id, UserId userId, CancellationToken cancellationToken)
    {
        if (await LockAsync(tx, unit, id, userId, cancellationToken) is not { } offer)
            return null;
        if (offer.State == OfferState.Accepted)
            return offer.OwnerId == userId && offer.InteractionState == InteractionState.Active ? offer.InteractionId : null;
        var now = time.GetUtcNow();
        if (offer.State != OfferState.Live || offer.ExpiresAt <= now)
            return null;

        await EndAsync(tx, unit, id, OfferState.Accepted, now, cancellationToken);
        await tx.ExecuteAsync(
            ActivateSql, new { business_unit_id = unit, id = offer.InteractionId, user_id = userId, now }, cancellationToken);
        var after = offer.Agent with { MissedOffers = 0, LastAssignedAt = now };
        await agents.SaveAsync(tx, offer.Agent, after, AgentCause.Agent, userId.Value, cancellationToken);
        Announce(tx, unit, offer);
        return offer.InteractionId;
    }

    /// <summary>The agent does not take it: it waits again, and goes to another if there is one. False when it is gone.</summary>
    public async Task<bool> RefuseAsync(
        DatabaseTransaction tx, BusinessUnitId unit, OfferId id, UserId userId, CancellationToken cancellationToken)
    {
        if (await LockAsync(tx, unit, id, userId, cancellationToken) is not { State: OfferState.Live } offer)
            return false;
        var after = offer.Agent with { MissedOffers = 0, Load = offer.Agent.Load - 1 };
        await ReturnAsync(tx, unit, id, offer, OfferState.Refused, after, AgentCause.Agent, userId.Value, cancellationToken);
        return true;
    }

    /// <summary>Nobody answered in time. Nothing happens when somebody did.</summary>
    public async Task ExpireAsync(DatabaseTransaction tx, BusinessUnitId unit, OfferId id, CancellationToken cancellationToken)
    {
        if (await LockAsync(tx, unit, id, userId: null, cancellationToken) is not { State: OfferState.Live } offer)
            return;
        var missed = offer.Agent.MissedOffers + 1;
        var after = offer.Agent with
        {
            MissedOffers = missed,
            NotResponding = offer.Agent.NotResponding || missed >= MissedBeforeNotResponding,
            Load = offer.Agent.Load - 1,
        };
        await ReturnAsync(tx, unit, id, offer, OfferState.Expired, after, AgentCause.System, actorId: null, cancellationToken);
    }

    private async Task ReturnAsync(
        DatabaseTransaction tx, BusinessUnitId unit, OfferId id, LockedOffer offer, OfferState state, AgentRow after, AgentCause cause,
        Guid? actorId, CancellationToken cancellationToken)
    {
        await EndAsync(tx, unit, id, state, time.GetUtcNow(), cancellationToken);
        await tx.ExecuteAsync(RequeueSql, new { business_unit_id = unit, id = offer.InteractionId }, cancellationToken);
        await agents.SaveAsync(tx, offer.Agent, after, cause, actorId, cancellationToken);
        Announce(tx, unit, offer);
        tx.Wake(WakeTopic.Routing);
    }

    /// <summary>Interaction, then agent, then the offer as it is once both are held. Null when it is not this user's.</summary>
    private static async Task<LockedOffer?> LockAsync(
        DatabaseTransaction tx, BusinessUnitId unit, OfferId id, UserId? userId, CancellationToken cancellationToken)
    {
        var key = new { business_unit_id = unit, id };
        var found = await tx.QuerySingleOrDefaultAsync<Found>(FindSql, key, cancellationToken);
        if (found is null || userId is not null && found.UserId != userId)
            return null;
        var interaction = await tx.QuerySingleAsync<InteractionRow>(
            LockInteractionSql, new { business_unit_id = unit, id = found.InteractionId }, cancellationToken);
        var agent = await Agents.LockExistingAsync(tx, unit, found.UserId, cancellationToken);
        var now = await tx.QuerySingleAsync<StateRow>(StateSql, key, cancellationToken);
        return new LockedOffer(
            interaction.Id, interaction.QueueId, interaction.State, interaction.OwnerId, now.State, now.ExpiresAt, agent);
    }

    private static async Task EndAsync(
        DatabaseTransaction tx, BusinessUnitId unit, OfferId id, OfferState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await tx.ExecuteAsync(AnswerSql, new { business_unit_id = unit, id, state = Words.Camel(state), now }, cancellationToken);

        // An expiring offer's job is completed by its handler, in this same transaction.
        if (state != OfferState.Expired)
            await JobQueue.CancelAsync(tx, OfferTimeout.JobKind, id.Value, cancellationToken);
    }

    private static void Announce(DatabaseTransaction tx, BusinessUnitId unit, LockedOffer offer)
    {
        tx.Publish(new InboxChanged(unit, offer.Agent.UserId));
        tx.Publish(new InteractionChanged(unit, offer.InteractionId));
        tx.Publish(new QueueChanged(unit, offer.QueueId));
    }

    private sealed record LockedOffer(
        InteractionId InteractionId, QueueId QueueId, InteractionState InteractionState, UserId? OwnerId, OfferState State,
        DateTimeOffset ExpiresAt, AgentRow Agent);

    private sealed record Found
    {
        public required InteractionId InteractionId { get; init; }

        public required UserId UserId { get; init; }
    }

    private sealed record InteractionRow
    {
        public required InteractionId Id { get; init; }

        public required QueueId QueueId { get; init; }

        public required InteractionState State { get; init; }

        public required UserId? OwnerId { get; init; }
    }

    private sealed record StateRow
    {
        public required OfferState State { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }
    }
}

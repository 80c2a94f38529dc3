using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>What became of a request to close.</summary>
internal enum CloseOutcome
{
    Closed,

    /// <summary>Closed for the contact; the agent is given time to finish.</summary>
    WrapUp,
    NotFound,
    NotOwner,
    AlreadyClosed,
    DispositionRequired,

    /// <summary>No disposition of this queue.</summary>
    UnknownDisposition,
}

/// <summary>Ends interactions: by their agent, by the system, and when the time for finishing is over.</summary>
internal sealed class InteractionClosing(Agents agents, TimeProvider time)
{
    private const string LockSql = """
        SELECT interaction.id, interaction.queue_id, interaction.state, interaction.owner_id, interaction.disposition_id,
               queue.wrap_up_seconds, queue.disposition_required
        FROM interaction
        JOIN queue ON queue.business_unit_id = interaction.business_unit_id AND queue.id = interaction.queue_id
        WHERE interaction.business_unit_id = @business_unit_id AND interaction.id = @id
        FOR UPDATE OF interaction
        """;

    private const string DispositionExistsSql = """
        SELECT EXISTS (SELECT 1 FROM disposition
                       WHERE business_unit_id = @business_unit_id AND id = @id AND queue_id = @queue_id AND position >= 0)
        """;

    private const string RescindSql = """
        UPDATE offer SET state = 'rescinded', answered_at = @now
        WHERE business_unit_id = @business_unit_id AND interaction_id = @interaction_id AND state = 'live'
        RETURNING id, user_id
        """;

    private const string CloseSql = """
        UPDATE interaction
        SET state = @state, closed_at = coalesce(closed_at, @now), close_reason = coalesce(close_reason, @close_reason),
            disposition_id = coalesce(@disposition_id, disposition_id), note = coalesce(@note, note), wrap_up_until = @wrap_up_until
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    /// <summary>Closes an interaction, or ends its wrap-up early.</summary>
    /// <param name="tx">The transaction it joins.</param>
    /// <param name="unit">Whose it is.</param>
    /// <param name="id">The interaction.</param>
    /// <param name="by">The agent, who must own it and give a disposition where the queue asks for one; null: the system.</param>
    /// <param name="reason">Why; an earlier reason stays.</param>
    /// <param name="disposition">One of the queue's.</param>
    /// <param name="note">For whoever reads it later.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CloseOutcome> CloseAsync(
        DatabaseTransaction tx, BusinessUnitId unit, InteractionId id, UserId? by, CloseReason reason, DispositionId? disposition,
        string? note, CancellationToken cancellationToken)
    {
        var interaction = await tx.QuerySingleOrDefaultAsync<Locked>(LockSql, new { business_unit_id = unit, id }, cancellationToken);
        if (interaction is null)
            return CloseOutcome.NotFound;
        if (by is not null && interaction.OwnerId != by)
            return CloseOutcome.NotOwner;
        if (interaction.State == InteractionState.Closed)
            return CloseOutcome.AlreadyClosed;
        if (disposition is not null && !await tx.QuerySingleAsync<bool>(
            DispositionExistsSql, new { business_unit_id = unit, id = disposition, queue_id = interaction.QueueId }, cancellationToken))
            return CloseOutcome.UnknownDisposition;
        if (by is not null && interaction.DispositionRequired && (disposition ?? interaction.DispositionId) is null)
            return CloseOutcome.DispositionRequired;

        var now = time.GetUtcNow();
        var wrapsUp = interaction.State == InteractionState.Active && by is not null && interaction.WrapUpSeconds > 0;
        await tx.ExecuteAsync(CloseSql, new
        {
            business_unit_id = unit,
            id,
            state = Words.Camel(wrapsUp ? InteractionState.WrapUp : InteractionState.Closed),
            now,
            close_reason = Words.Camel(reason),
            disposition_id = disposition,
            note,
            wrap_up_until = wrapsUp ? now + TimeSpan.FromSeconds(interaction.WrapUpSeconds) : (DateTimeOffset?)null,
        }, cancellationToken);

        if (wrapsUp)
        {
            await JobQueue.SetAsync(
                tx, WrapUpTimer.JobKind, id.Value, unit, TimeSpan.FromSeconds(interaction.WrapUpSeconds), payload: null, cancellationToken);
        }
        else
        {
            await FreeHolderAsync(tx, unit, interaction, by, now, cancellationToken);
        }

        Announce(tx, unit, interaction);
        return wrapsUp ? CloseOutcome.WrapUp : CloseOutcome.Closed;
    }

    /// <summary>The time for finishing is over. Nothing happens when the wrap-up has ended otherwise.</summary>
    public async Task EndWrapUpAsync(DatabaseTransaction tx, BusinessUnitId unit, InteractionId id, CancellationToken cancellationToken)
    {
        var interaction = await tx.QuerySingleOrDefaultAsync<Locked>(LockSql, new { business_unit_id = unit, id }, cancellationToken);
        if (interaction is { State: InteractionState.WrapUp })
            await CloseAsync(tx, unit, id, by: null, CloseReason.Handled, disposition: null, note: null, cancellationToken);
    }

    /// <summary>Takes a closed interaction off its agent's load: the one it was offered to, or its owner.</summary>
    private async Task FreeHolderAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Locked interaction, UserId? by, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var holder = interaction.OwnerId;
        if (interaction.State == InteractionState.Offered)
        {
            var offer = await tx.QuerySingleAsync<Rescinded>(
                RescindSql, new { business_unit_id = unit, interaction_id = interaction.Id, now }, cancellationToken);
            await JobQueue.CancelAsync(tx, OfferTimeout.JobKind, offer.Id.Value, cancellationToken);
            holder = offer.UserId;
        }

        if (holder is not { } userId)
            return;
        // The timer's own handler completes it, in this same transaction.
        if (interaction.State == InteractionState.WrapUp && by is not null)
            await JobQueue.CancelAsync(tx, WrapUpTimer.JobKind, interaction.Id.Value, cancellationToken);
        var before = await Agents.LockExistingAsync(tx, unit, userId, cancellationToken);
        var completed = interaction.State == InteractionState.Offered ? 0 : 1;
        await agents.SaveAsync(
            tx, before, before with { Load = before.Load - 1, Completed = before.Completed + completed },
            by is null ? AgentCause.System : AgentCause.Agent, by?.Value, cancellationToken);
        tx.Publish(new InboxChanged(unit, userId));
        tx.Wake(WakeTopic.Routing);
    }

    private static void Announce(DatabaseTransaction tx, BusinessUnitId unit, Locked interaction)
    {
        if (interaction.OwnerId is { } owner)
            tx.Publish(new InboxChanged(unit, owner));
        tx.Publish(new InteractionChanged(unit, interaction.Id));
        tx.Publish(new QueueChanged(unit, interaction.QueueId));
    }

    private sealed record Locked
    {
        public required InteractionId Id { get; init; }

        public required QueueId QueueId { get; init; }

        public required InteractionState State { get; init; }

        public required UserId? OwnerId { get; init; }

        public required DispositionId? DispositionId { get; init; }

        public required int WrapUpSeconds { get; init; }

        public required bool DispositionRequired { get; init; }
    }

    private sealed record Rescinded
    {
        public required OfferId Id { get; init; }

        public required UserId UserId { get; init; }
    }
}

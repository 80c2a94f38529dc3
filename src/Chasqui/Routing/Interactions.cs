using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>One handled episode of a conversation: waiting → offered → active → wrapUp → closed.</summary>
internal enum InteractionState
{
    Waiting,
    Offered,
    Active,
    WrapUp,
    Closed,
}

internal enum CloseReason
{
    Handled,
    Abandoned,
    OutOfHours,
    OptedOut,
}

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

/// <summary>An interaction as an inbound message found or made it.</summary>
internal sealed record InteractionRef(InteractionId Id, InteractionState State, UserId? OwnerId, bool IsNew);

/// <summary>An interaction that is not closed.</summary>
internal sealed record OpenInteraction(InteractionId Id, InteractionState State, QueueId QueueId);

/// <summary>The interaction's row, changed only here and by offers, decisions and departures. Every method joins a transaction.</summary>
internal sealed class Interactions(Agents agents, OutOfHoursNotice outOfHours, TimeProvider time)
{
    private const string OpenSql = """
        SELECT interaction.id, interaction.queue_id, interaction.state, interaction.owner_id, offer.user_id AS offered_to
        FROM interaction
        LEFT JOIN offer ON offer.business_unit_id = interaction.business_unit_id AND offer.interaction_id = interaction.id
                       AND offer.state = 'live'
        WHERE interaction.business_unit_id = @business_unit_id AND interaction.conversation_id = @conversation_id
          AND interaction.state <> 'closed'
        FOR UPDATE OF interaction
        """;

    private const string CreateSql = """
        INSERT INTO interaction (business_unit_id, id, conversation_id, queue_id, state, created_at, queued_at, last_message_at,
                                 last_inbound_at, waiting_for, unread)
        VALUES (@business_unit_id, @id, @conversation_id, @queue_id, 'waiting', @now, @now, @now, @now, 'agent', 1)
        """;

    private const string NoteInboundSql = """
        UPDATE interaction
        SET last_inbound_at = @now, last_message_at = @now, unread = unread + 1, waiting_for = 'agent'
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string ReopenSql = """
        UPDATE interaction
        SET state = @state, owner_id = CASE WHEN @state = 'active' THEN owner_id END,
            preferred_user_id = CASE WHEN @state = 'active' THEN preferred_user_id ELSE owner_id END,
            wrap_up_until = NULL, closed_at = NULL, close_reason = NULL
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string NoteReplySql = """
        UPDATE interaction
        SET first_reply_at = coalesce(first_reply_at, @now), last_message_at = @now, waiting_for = 'contact'
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string MarkReadSql = """
        UPDATE interaction SET unread = 0
        WHERE business_unit_id = @business_unit_id AND id = @id AND owner_id = @owner_id AND unread > 0
        """;

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

    /// <summary>
    /// A contact wrote. The open interaction takes it; without one a new one waits in the queue. A wrap-up becomes active again, or
    /// waits when its agent has gone. The caller holds the lock on the conversation's row, so there is never a second one.
    /// </summary>
    public async Task<InteractionRef> ReceiveAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ConversationId conversationId, QueueId queueId, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var open = await tx.QuerySingleOrDefaultAsync<Open>(
            OpenSql, new { business_unit_id = unit, conversation_id = conversationId }, cancellationToken);
        InteractionRef reference;
        if (open is null)
        {
            reference = new InteractionRef(Id.New<InteractionId>(time), InteractionState.Waiting, OwnerId: null, IsNew: true);
            await tx.ExecuteAsync(
                CreateSql,
                new { business_unit_id = unit, id = reference.Id, conversation_id = conversationId, queue_id = queueId, now },
                cancellationToken);
        }
        else
        {
            reference = new InteractionRef(open.Id, open.State, open.OwnerId, IsNew: false);
            if (open is { State: InteractionState.WrapUp, OwnerId: { } owner })
                reference = await ReopenAsync(tx, unit, open.Id, owner, cancellationToken);
            await tx.ExecuteAsync(NoteInboundSql, new { business_unit_id = unit, id = open.Id, now }, cancellationToken);
        }

        if (reference.State is InteractionState.Waiting or InteractionState.Offered)
            await outOfHours.SendIfClosedAsync(tx, unit, reference.Id, now, cancellationToken);
        if (reference.State == InteractionState.Waiting)
            tx.Wake(WakeTopic.Routing);
        if ((reference.OwnerId ?? open?.OwnerId ?? open?.OfferedTo) is { } holder)
            tx.Publish(new InboxChanged(unit, holder));
        tx.Publish(new InteractionChanged(unit, reference.Id));
        tx.Publish(new QueueChanged(unit, open?.QueueId ?? queueId));
        return reference;
    }

    /// <summary>The open interaction of a conversation; null when there is none.</summary>
    public static async Task<OpenInteraction?> FindOpenAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ConversationId conversationId, CancellationToken cancellationToken)
    {
        var open = await tx.QuerySingleOrDefaultAsync<Open>(
            OpenSql, new { business_unit_id = unit, conversation_id = conversationId }, cancellationToken);
        return open is null ? null : new OpenInteraction(open.Id, open.State, open.QueueId);
    }

    /// <summary>An agent's reply was taken for sending.</summary>
    public static async Task NoteReplyAsync(
        DatabaseTransaction tx, BusinessUnitId unit, InteractionId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await tx.ExecuteAsync(NoteReplySql, new { business_unit_id = unit, id, now }, cancellationToken);
        tx.Publish(new InteractionChanged(unit, id));
    }

    /// <summary>Its owner has read it.</summary>
    public static async Task MarkReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, InteractionId id, UserId ownerId, CancellationToken cancellationToken)
    {
        if (await tx.ExecuteAsync(MarkReadSql, new { business_unit_id = unit, id, owner_id = ownerId }, cancellationToken) > 0)
            tx.Publish(new InboxChanged(unit, ownerId));
    }

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

    private async Task<InteractionRef> ReopenAsync(
        DatabaseTransaction tx, BusinessUnitId unit, InteractionId id, UserId ownerId, CancellationToken cancellationToken)
    {
        var owner = await Agents.LockExistingAsync(tx, unit, ownerId, cancellationToken);
        var state = owner.SignedIn ? InteractionState.Active : InteractionState.Waiting;
        await tx.ExecuteAsync(ReopenSql, new { business_unit_id = unit, id, state = Words.Camel(state) }, cancellationToken);
        await JobQueue.CancelAsync(tx, WrapUpTimer.JobKind, id.Value, cancellationToken);
        if (!owner.SignedIn)
            await agents.SaveAsync(tx, owner, owner with { Load = owner.Load - 1 }, AgentCause.System, actorId: null, cancellationToken);
        return new InteractionRef(id, state, owner.SignedIn ? ownerId : null, IsNew: false);
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

    private sealed record Open
    {
        public required InteractionId Id { get; init; }

        public required QueueId QueueId { get; init; }

        public required InteractionState State { get; init; }

        public required UserId? OwnerId { get; init; }

        public required UserId? OfferedTo { get; init; }
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

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

/// <summary>An interaction as an inbound message found or made it.</summary>
internal sealed record InteractionRef(InteractionId Id, InteractionState State, UserId? OwnerId, bool IsNew);

/// <summary>An interaction that is not closed.</summary>
internal sealed record OpenInteraction(InteractionId Id, InteractionState State, QueueId QueueId);

/// <summary>The interaction's row, changed only here, by <see cref="InteractionClosing"/>, and by offers, decisions and departures. Every method joins a transaction.</summary>
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

    private sealed record Open
    {
        public required InteractionId Id { get; init; }

        public required QueueId QueueId { get; init; }

        public required InteractionState State { get; init; }

        public required UserId? OwnerId { get; init; }

        public required UserId? OfferedTo { get; init; }
    }
}

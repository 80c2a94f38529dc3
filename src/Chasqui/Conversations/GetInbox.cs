using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Conversations;

/// <summary>An interaction proposed to the agent, to be answered in time.</summary>
internal sealed record Offer
{
    public required OfferId Id { get; init; }

    public required InteractionId InteractionId { get; init; }

    public required NamedQueue Queue { get; init; }

    public required Contact Contact { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The beginning of what the contact wrote last; null for an interaction without a message.</summary>
    public required string? Preview { get; init; }
}

internal sealed record LastMessage
{
    public required string Text { get; init; }

    public required MessageDirection Direction { get; init; }

    public required DateTimeOffset At { get; init; }

    public required MessageState State { get; init; }
}

/// <summary>An interaction the agent owns and has not finished.</summary>
internal sealed record InboxItem
{
    public required InteractionId Id { get; init; }

    public required InteractionState State { get; init; }

    public required NamedQueue Queue { get; init; }

    public required Contact Contact { get; init; }

    public required string SenderAddress { get; init; }

    public required LastMessage? LastMessage { get; init; }

    public required int Unread { get; init; }

    public required WaitingFor WaitingFor { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required DateTimeOffset? AcceptedAt { get; init; }

    public required DateTimeOffset LastMessageAt { get; init; }

    public required DateTimeOffset? WrapUpUntil { get; init; }
}

/// <summary>All an agent has before it.</summary>
internal sealed record Inbox
{
    public required AgentState State { get; init; }

    public required IReadOnlyList<Offer> Offers { get; init; }

    public required IReadOnlyList<InboxItem> Interactions { get; init; }
}

/// <summary>GET /agents/me/inbox.</summary>
internal sealed class GetInbox(ChasquiDatabase database, AgentStates states, TimeProvider time)
{
    private const string OffersSql = """
        SELECT offer.id, offer.interaction_id, queue.id AS queue_id, queue.name AS queue_name, contact.id AS contact_id,
               contact.number AS contact_number, contact.name AS contact_name, offer.expires_at, offer.created_at,
               (SELECT left(message.text, 160) FROM message
                WHERE message.business_unit_id = @business_unit_id AND message.number = contact.number
                  AND message.sender_id = conversation.sender_id AND message.direction = 'in'
                ORDER BY message.id DESC LIMIT 1) AS preview
        FROM offer
        JOIN interaction ON interaction.business_unit_id = offer.business_unit_id AND interaction.id = offer.interaction_id
        JOIN queue ON queue.business_unit_id = interaction.business_unit_id AND queue.id = interaction.queue_id
        JOIN conversation ON conversation.business_unit_id = interaction.business_unit_id AND conversation.id = interaction.conversation_id
        JOIN contact ON contact.business_unit_id = conversation.business_unit_id AND contact.id = conversation.contact_id
        WHERE offer.business_unit_id = @business_unit_id AND offer.user_id = @user_id AND offer.state = 'live' AND offer.expires_at > @now
        ORDER BY offer.created_at, offer.id
        """;

    private const string InteractionsSql = """
        SELECT interaction.id, interaction.state, queue.id AS queue_id, queue.name AS queue_name, contact.id AS contact_id,
               contact.number AS contact_number, contact.name AS contact_name, sender.address AS sender_address,
               last_message.text AS last_text, last_message.direction AS last_direction, last_message.created_at AS last_at,
               last_message.state AS last_state, interaction.unread, interaction.waiting_for, interaction.queued_at,
               interaction.accepted_at, interaction.last_message_at, interaction.wrap_up_until
        FROM interaction
        JOIN queue ON queue.business_unit_id = interaction.business_unit_id AND queue.id = interaction.queue_id
        JOIN conversation ON conversation.business_unit_id = interaction.business_unit_id AND conversation.id = interaction.conversation_id
        JOIN contact ON contact.business_unit_id = conversation.business_unit_id AND contact.id = conversation.contact_id
        JOIN sender ON sender.business_unit_id = conversation.business_unit_id AND sender.id = conversation.sender_id
        LEFT JOIN LATERAL (
            SELECT left(message.text, 160) AS text, message.direction, message.created_at, message.state
            FROM message
            WHERE message.business_unit_id = @business_unit_id AND message.number = contact.number AND message.sender_id = sender.id
            ORDER BY message.id DESC LIMIT 1) AS last_message ON true
        WHERE interaction.business_unit_id = @business_unit_id AND interaction.owner_id = @user_id
          AND interaction.state IN ('active', 'wrapUp')
        ORDER BY interaction.last_message_at DESC, interaction.id
        """;

    public async Task<Ok<Inbox>> HandleAsync(Caller caller, CancellationToken cancellationToken)
    {
        var userId = caller.UserId!.Value;
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var mine = new { business_unit_id = caller.BusinessUnitId, user_id = userId, now = time.GetUtcNow() };
        var offers = await tx.QueryAsync<OfferRow>(OffersSql, mine, cancellationToken);
        var interactions = await tx.QueryAsync<ItemRow>(InteractionsSql, mine, cancellationToken);
        return TypedResults.Ok(new Inbox
        {
            State = await states.ReadAsync(tx, caller.BusinessUnitId, userId, cancellationToken),
            Offers = [.. offers.Select(row => row.ToOffer())],
            Interactions = [.. interactions.Select(row => row.ToItem())],
        });
    }

    private abstract record Row
    {
        public required QueueId QueueId { get; init; }

        public required string QueueName { get; init; }

        public required ContactId ContactId { get; init; }

        public required string ContactNumber { get; init; }

        public required string? ContactName { get; init; }

        protected NamedQueue Queue => new() { Id = QueueId, Name = QueueName };

        protected Contact Contact => new() { Id = ContactId, Number = ContactNumber, Name = ContactName };
    }

    private sealed record OfferRow : Row
    {
        public required OfferId Id { get; init; }

        public required InteractionId InteractionId { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required string? Preview { get; init; }

        public Offer ToOffer() => new()
        {
            Id = Id,
            InteractionId = InteractionId,
            Queue = Queue,
            Contact = Contact,
            ExpiresAt = ExpiresAt,
            CreatedAt = CreatedAt,
            Preview = Preview,
        };
    }

    private sealed record ItemRow : Row
    {
        public required InteractionId Id { get; init; }

        public required InteractionState State { get; init; }

        public required string SenderAddress { get; init; }

        public required string? LastText { get; init; }

        public required MessageDirection? LastDirection { get; init; }

        public required DateTimeOffset? LastAt { get; init; }

        public required MessageState? LastState { get; init; }

        public required int Unread { get; init; }

        public required WaitingFor WaitingFor { get; init; }

        public required DateTimeOffset QueuedAt { get; init; }

        public required DateTimeOffset? AcceptedAt { get; init; }

        public required DateTimeOffset LastMessageAt { get; init; }

        public required DateTimeOffset? WrapUpUntil { get; init; }

        public InboxItem ToItem() => new()
        {
            Id = Id,
            State = State,
            Queue = Queue,
            Contact = Contact,
            SenderAddress = SenderAddress,
            LastMessage = LastText is null ? null : new LastMessage
            {
                Text = LastText,
                Direction = LastDirection!.Value,
                At = LastAt!.Value,
                State = LastState!.Value,
            },
            Unread = Unread,
            WaitingFor = WaitingFor,
            QueuedAt = QueuedAt,
            AcceptedAt = AcceptedAt,
            LastMessageAt = LastMessageAt,
            WrapUpUntil = WrapUpUntil,
        };
    }
}

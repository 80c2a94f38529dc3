using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Routing;

namespace Chasqui.Conversations;

/// <summary>
/// Reads an interaction for who may see it: its owner, the agent it is offered to, and supervisors of its queue. Only its owner
/// acts on it.
/// </summary>
internal static class InteractionReader
{
    /// <summary>Ten parts of 153 characters: what the gate lets through.</summary>
    private const int MaxCharacters = Gate.MaxParts * 153;

    private const string FindSql = """
        SELECT interaction.id, interaction.state, interaction.queue_id, queue.name AS queue_name, contact.id AS contact_id,
               contact.number AS contact_number, contact.name AS contact_name, sender.id AS sender_id, sender.address AS sender_address,
               sender.label AS sender_label, interaction.owner_id, interaction.queued_at, interaction.accepted_at,
               interaction.first_reply_at, interaction.closed_at, interaction.close_reason, interaction.disposition_id,
               queue.disposition_required, interaction.note, interaction.unread, interaction.waiting_for, interaction.wrap_up_until
        FROM interaction
        JOIN queue ON queue.business_unit_id = interaction.business_unit_id AND queue.id = interaction.queue_id
        JOIN conversation ON conversation.business_unit_id = interaction.business_unit_id AND conversation.id = interaction.conversation_id
        JOIN contact ON contact.business_unit_id = conversation.business_unit_id AND contact.id = conversation.contact_id
        JOIN sender ON sender.business_unit_id = conversation.business_unit_id AND sender.id = conversation.sender_id
        WHERE interaction.business_unit_id = @business_unit_id AND interaction.id = @id
          AND (@handles::boolean AND interaction.owner_id = @user_id::uuid
            OR @handles::boolean AND EXISTS (
                SELECT 1 FROM offer
                WHERE offer.business_unit_id = @business_unit_id AND offer.interaction_id = interaction.id
                  AND offer.user_id = @user_id::uuid AND offer.state = 'live')
            OR @supervises::boolean AND (@sees_all::boolean OR EXISTS (
                SELECT 1
                FROM security_group_user AS its_user
                JOIN security_group_queue AS its_queue
                  ON its_queue.business_unit_id = its_user.business_unit_id AND its_queue.group_id = its_user.group_id
                WHERE its_user.business_unit_id = @business_unit_id AND its_user.user_id = @user_id::uuid
                  AND its_queue.queue_id = interaction.queue_id)))
        """;

    /// <summary>Null when there is none or the caller may not see it.</summary>
    public static async Task<Interaction?> FindAsync(DatabaseTransaction tx, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var row = await tx.QuerySingleOrDefaultAsync<Row>(FindSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            user_id = caller.UserId?.Value,
            handles = caller.May(Permission.HandleInteractions),
            supervises = caller.May(Permission.SuperviseAgents),
            sees_all = caller.SeesAllObjects,
        }, cancellationToken);
        return row?.ToInteraction();
    }

    private sealed record Row
    {
        public required InteractionId Id { get; init; }

        public required InteractionState State { get; init; }

        public required QueueId QueueId { get; init; }

        public required string QueueName { get; init; }

        public required ContactId ContactId { get; init; }

        public required string ContactNumber { get; init; }

        public required string? ContactName { get; init; }

        public required SenderId SenderId { get; init; }

        public required string SenderAddress { get; init; }

        public required string SenderLabel { get; init; }

        public required UserId? OwnerId { get; init; }

        public required DateTimeOffset QueuedAt { get; init; }

        public required DateTimeOffset? AcceptedAt { get; init; }

        public required DateTimeOffset? FirstReplyAt { get; init; }

        public required DateTimeOffset? ClosedAt { get; init; }

        public required CloseReason? CloseReason { get; init; }

        public required DispositionId? DispositionId { get; init; }

        public required bool DispositionRequired { get; init; }

        public required string? Note { get; init; }

        public required int Unread { get; init; }

        public required WaitingFor WaitingFor { get; init; }

        public required DateTimeOffset? WrapUpUntil { get; init; }

        public Interaction ToInteraction() => new()
        {
            Id = Id,
            State = State,
            Queue = new NamedQueue { Id = QueueId, Name = QueueName },
            Contact = new Contact { Id = ContactId, Number = ContactNumber, Name = ContactName },
            Sender = new SenderSummary { Id = SenderId, Address = SenderAddress, Label = SenderLabel },
            OwnerId = OwnerId,
            QueuedAt = QueuedAt,
            AcceptedAt = AcceptedAt,
            FirstReplyAt = FirstReplyAt,
            ClosedAt = ClosedAt,
            CloseReason = CloseReason,
            DispositionId = DispositionId,
            DispositionRequired = DispositionRequired,
            Note = Note,
            Unread = Unread,
            WaitingFor = WaitingFor,
            WrapUpUntil = WrapUpUntil,
            MaxCharacters = MaxCharacters,
        };
    }
}

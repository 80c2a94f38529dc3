using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Inbound;

/// <summary>A contact's thread over one sender.</summary>
internal sealed record ThreadRef(ConversationId Id, ContactId ContactId);

/// <summary>
/// Finds or makes contacts and their threads. One who holds a thread's lock is alone in deciding what its next message means.
/// </summary>
internal sealed class Threads(TimeProvider time)
{
    private const string FindSql = """
        SELECT conversation.id, conversation.contact_id
        FROM contact
        JOIN conversation ON conversation.business_unit_id = contact.business_unit_id AND conversation.contact_id = contact.id
        WHERE contact.business_unit_id = @business_unit_id AND contact.number = @number AND conversation.sender_id = @sender_id
        FOR UPDATE OF conversation
        """;

    // Updating it to what it is takes the row's lock: of two first messages of a stranger, one makes the contact.
    private const string ContactSql = """
        INSERT INTO contact (business_unit_id, id, number, created_at) VALUES (@business_unit_id, @id, @number, @now)
        ON CONFLICT (business_unit_id, number) DO UPDATE SET number = excluded.number
        RETURNING id
        """;

    private const string ConversationSql = """
        INSERT INTO conversation (business_unit_id, id, contact_id, sender_id, created_at)
        VALUES (@business_unit_id, @id, @contact_id, @sender_id, @now)
        ON CONFLICT (business_unit_id, contact_id, sender_id) DO UPDATE SET contact_id = excluded.contact_id
        RETURNING id
        """;

    /// <summary>The thread of a contact with a sender, locked until the transaction ends; made when it is the first message.</summary>
    public async Task<ThreadRef> LockAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string number, SenderId senderId, CancellationToken cancellationToken)
    {
        var found = await tx.QuerySingleOrDefaultAsync<Row>(
            FindSql, new { business_unit_id = unit, number, sender_id = senderId }, cancellationToken);
        if (found is not null)
            return new ThreadRef(found.Id, found.ContactId);

        var now = time.GetUtcNow();
        var contact = await tx.QuerySingleAsync<ContactId>(
            ContactSql, new { business_unit_id = unit, id = Id.New<ContactId>(time), number, now }, cancellationToken);
        var conversation = await tx.QuerySingleAsync<ConversationId>(
            ConversationSql,
            new { business_unit_id = unit, id = Id.New<ConversationId>(time), contact_id = contact, sender_id = senderId, now },
            cancellationToken);
        return new ThreadRef(conversation, contact);
    }

    private sealed record Row
    {
        public required ConversationId Id { get; init; }

        public required ContactId ContactId { get; init; }
    }
}

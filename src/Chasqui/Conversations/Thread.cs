using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Outbound;

namespace Chasqui.Conversations;

/// <summary>Reads what was said with a contact, newest first: in every interaction, by dialers, by programs.</summary>
internal static class Thread
{
    // By number: bulk messages go to numbers that are no contacts yet, and belong to the thread all the same.
    private const string ListSql = """
        SELECT message.id, message.direction, message.number, message.sender_id, message.intended_sender_id, message.provider_id,
               message.dialer_id, message.interaction_id,
               message.author_kind,
               coalesce(message.author_id, CASE WHEN message.author_kind = 'dialer' THEN message.dialer_id END) AS author_id,
               CASE message.author_kind
                   WHEN 'contact' THEN (SELECT name FROM contact
                                        WHERE contact.business_unit_id = message.business_unit_id AND contact.number = message.number)
                   WHEN 'dialer' THEN (SELECT name FROM dialer
                                       WHERE dialer.business_unit_id = message.business_unit_id AND dialer.id = message.dialer_id)
                   ELSE coalesce((SELECT name FROM app_user
                                  WHERE app_user.business_unit_id = message.business_unit_id AND app_user.id = message.author_id),
                                 (SELECT name FROM api_key
                                  WHERE api_key.business_unit_id = message.business_unit_id AND api_key.id = message.author_id))
               END AS author_name,
               message.text, message.content::text AS content, message.parts, message.encoding, message.state, message.verdict, message.failure_code, message.failure_detail,
               message.created_at, message.state_changed_at, message.client_id
        FROM message
        WHERE message.business_unit_id = @business_unit_id AND message.number = @number
          AND (@sender_id::uuid IS NULL OR message.sender_id = @sender_id)
          AND (@before::uuid IS NULL OR message.id < @before)
        ORDER BY message.id DESC
        LIMIT @limit::int
        """;

    /// <param name="tx">The transaction it reads in.</param>
    /// <param name="unit">Whose messages.</param>
    /// <param name="number">The contact's.</param>
    /// <param name="senderId">Ours; null for all of ours.</param>
    /// <param name="before">A page's <see cref="Page{T}.Next"/>; null for the newest.</param>
    /// <param name="limit">From <see cref="PageLimit"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Page<Message>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string number, SenderId? senderId, Guid? before, int? limit,
        CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        var rows = await tx.QueryAsync<MessageRow>(
            ListSql,
            new { business_unit_id = unit, number, sender_id = senderId?.Value, before, limit = size + 1 },
            cancellationToken);
        return Page<Message>.From([.. rows.Select(row => row.ToMessage())], size, message => message.Id.Value);
    }
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Consent;

/// <summary>
/// Contacts who told the carrier to stop, as its reports say. It refuses them from now on; asking it again would only cost
/// (protocols: class OptOut).
/// </summary>
internal static class CarrierOptOuts
{
    // The list STOP would add to: the one the sender names, else the business unit's. Told twice it is one event.
    private const string RecordSql =
        """
        WITH told AS (
            SELECT DISTINCT ON (message.number, coalesce(sender.dnc_list_id, list.id))
                   message.number, coalesce(sender.dnc_list_id, list.id) AS list_id, told.message_id, told.event_id
            FROM unnest(@message_ids::uuid[], @event_ids::uuid[]) AS told(message_id, event_id)
            JOIN message ON message.business_unit_id = @business_unit_id AND message.id = told.message_id
            JOIN sender ON sender.business_unit_id = @business_unit_id AND sender.id = message.sender_id
            LEFT JOIN dnc_list AS list ON list.business_unit_id = @business_unit_id AND list.kind = 'businessUnit'
            WHERE coalesce(sender.dnc_list_id, list.id) IS NOT NULL
            ORDER BY message.number, coalesce(sender.dnc_list_id, list.id), told.message_id
        ), listed AS (
            INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at)
            SELECT @business_unit_id::uuid, number, list_id, 'optOut', @now::timestamptz FROM told
            ON CONFLICT (business_unit_id, number, list_id) DO UPDATE SET source = 'optOut', created_at = excluded.created_at
            WHERE dnc_entry.source <> 'optOut'
            RETURNING number, list_id
        )
        INSERT INTO consent_event (business_unit_id, id, number, kind, list_id, source, message_id, at)
        SELECT @business_unit_id, told.event_id, told.number, 'optedOut', told.list_id, 'provider', told.message_id, @now
        FROM told
        JOIN listed ON listed.number = told.number AND listed.list_id = told.list_id
        """;

    public static Task RecordAsync(
        DatabaseTransaction tx, BusinessUnitId unit, IReadOnlyCollection<MessageId> messages, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        tx.ExecuteAsync(RecordSql, new
        {
            business_unit_id = unit,
            message_ids = messages.Select(message => message.Value).ToArray(),
            event_ids = messages.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            now,
        }, cancellationToken);
}

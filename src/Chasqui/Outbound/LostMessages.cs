using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>
/// Messages whose ids at the provider were never learned, because its answer was lost or gives none. A report that gives our own id
/// back is proof that the provider has the message, and tells its id.
/// </summary>
internal static class LostMessages
{
    // Only of the provider that had it in its hands. While its answer is still awaited ('sending') nothing is done: the answer names
    // all parts in order, and if it never comes the sweep finds the report again. A provider that tells of each part by itself has them
    // numbered as they are told.
    private const string LinkSql =
        """
        WITH told AS MATERIALIZED (
            SELECT DISTINCT @business_unit_id::uuid AS business_unit_id, @provider_id::uuid AS provider_id, told.id, told.reference
            FROM unnest(@ids::text[], @references::uuid[]) AS told(id, reference)
            WHERE told.reference IS NOT NULL
        ), lost AS MATERIALIZED (
            SELECT message.business_unit_id, message.id, message.parts, told.provider_id, told.id AS provider_message_id
            FROM told
            JOIN message ON message.business_unit_id = told.business_unit_id AND message.id = told.reference
            WHERE message.direction = 'out' AND message.provider_id = told.provider_id
              AND message.state IN ('unknown', 'accepted', 'sent', 'delivered', 'read', 'undelivered', 'expired', 'failed')
              AND NOT EXISTS (
                  SELECT 1 FROM message_part AS part
                  WHERE part.business_unit_id = told.business_unit_id AND part.provider_id = told.provider_id
                    AND part.provider_message_id = told.id)
            ORDER BY message.id
            FOR NO KEY UPDATE OF message
        ), known AS (
            SELECT lost.id, coalesce(max(part.number), 0) AS last
            FROM (SELECT DISTINCT business_unit_id, id FROM lost) AS lost
            LEFT JOIN message_part AS part ON part.business_unit_id = lost.business_unit_id AND part.message_id = lost.id
            GROUP BY lost.id
        ), numbered AS (
            SELECT lost.*, known.last + row_number() OVER (PARTITION BY lost.id ORDER BY lost.provider_message_id) AS number
            FROM lost
            JOIN known ON known.id = lost.id
        ), linked AS (
            INSERT INTO message_part (business_unit_id, message_id, number, provider_id, provider_message_id, state, state_changed_at)
            SELECT business_unit_id, id, number, provider_id, provider_message_id, 'accepted', @now
            FROM numbered WHERE number <= parts
            ON CONFLICT DO NOTHING
            RETURNING message_id
        )
        UPDATE message SET accepted_at = @now
        FROM linked
        WHERE message.business_unit_id = @business_unit_id AND message.id = linked.message_id AND message.accepted_at IS NULL
        """;

    public static async Task LinkAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, ProviderId providerId, string[] ids, Guid?[] references, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (references.All(reference => reference is null))
            return;
        await tx.WalkIndexesAsync(cancellationToken);
        await tx.ExecuteAsync(LinkSql, new { business_unit_id = businessUnitId, provider_id = providerId, ids, references, now }, cancellationToken);
    }
}

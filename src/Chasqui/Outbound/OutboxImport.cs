using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>Brings rows of an import to the outbox, thousands in one statement, by the rules of <see cref="Gate"/>.</summary>
internal static class OutboxImport
{
    // Ids are made by the program (UUIDv7 on every version of PostgreSQL) and handed out to the rows in order, by subscript: joined
    // as a table they became a nested loop of 5,000 by 5,000 once the statement was prepared and its plan generic.
    private const string EnqueueSql =
        """
        WITH line AS (
            SELECT row_number() OVER (ORDER BY import_row.line) AS place, import_row.*,
                   coalesce(import_row.dialer_id, import.dialer_id) AS lane_id
            FROM import_row
            JOIN import ON import.business_unit_id = import_row.business_unit_id AND import.id = import_row.import_id
            WHERE import_row.business_unit_id = @business_unit_id AND import_row.import_id = @import_id
              AND import_row.line BETWEEN @from_line AND @to_line AND import_row.first_line
        ), judged AS (
            SELECT line.*, (@ids::uuid[])[line.place] AS id,
                   CASE WHEN its_window.closed THEN coalesce(stand_in.id, sender.id) ELSE sender.id END AS sender_id,
                   CASE WHEN its_window.closed AND stand_in.id IS NOT NULL THEN sender.id END AS intended_sender_id,
                   -- The function, which costs, is asked only of the few numbers that stand on any list.
                   CASE WHEN EXISTS (SELECT 1 FROM dnc_entry
                                     WHERE dnc_entry.business_unit_id = @business_unit_id AND dnc_entry.number = line.number)
                             AND (is_do_not_contact(@business_unit_id, line.number, dialer.sender_id, dialer.id)
                               OR its_window.closed AND stand_in.id IS NOT NULL
                                  AND is_do_not_contact(@business_unit_id, line.number, stand_in.id, dialer.id)) THEN 'doNotContact'
                        WHEN NOT sender.enabled THEN 'senderDisabled'
                        WHEN NOT (sender.verified AND provider.enabled) THEN 'senderCannotSend'
                        WHEN line.text ~ '^\s*$' THEN 'emptyText'
                        WHEN line.parts > @max_parts THEN 'textTooLong'
                        WHEN its_window.closed AND stand_in.id IS NULL THEN 'whatsAppWindowClosed'
                        ELSE 'allowed' END AS verdict
            FROM line
            JOIN dialer ON dialer.business_unit_id = @business_unit_id AND dialer.id = line.lane_id
            JOIN sender ON sender.business_unit_id = @business_unit_id AND sender.id = dialer.sender_id
            JOIN provider ON provider.business_unit_id = @business_unit_id AND provider.id = sender.provider_id
            LEFT JOIN sender AS stand_in ON stand_in.business_unit_id = @business_unit_id AND stand_in.id = sender.fallback_sender_id
                AND stand_in.enabled AND stand_in.verified AND stand_in.kind <> 'whatsApp'
            -- The CASE spares every other kind of sender the look into the thread.
            CROSS JOIN LATERAL (SELECT CASE WHEN sender.kind = 'whatsApp' THEN NOT EXISTS (
                SELECT FROM message
                WHERE message.business_unit_id = @business_unit_id AND message.number = line.number AND message.direction = 'in'
                  AND message.sender_id = sender.id AND message.created_at > @window_since) ELSE false END AS closed) AS its_window
        ), stored AS (
            INSERT INTO message (business_unit_id, id, direction, number, sender_id, intended_sender_id, dialer_id, import_id, import_line, author_kind,
                text, encoding, parts, priority, state, verdict, created_at, state_changed_at)
            SELECT business_unit_id, id, 'out', number, sender_id, intended_sender_id, lane_id, import_id, line, 'dialer',
                   text, encoding, parts, priority, CASE verdict WHEN 'allowed' THEN 'queued' ELSE 'blocked' END, verdict, @now, @now
            FROM judged
        ), waiting AS (
            INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before)
            SELECT business_unit_id, id, sender_id, lane_id, priority, now()
            FROM judged WHERE verdict = 'allowed' ORDER BY line
        )
        SELECT lane_id AS dialer_id, count(*) FILTER (WHERE verdict = 'allowed')::int AS imported,
               count(*) FILTER (WHERE verdict <> 'allowed')::int AS blocked
        FROM judged GROUP BY lane_id
        """;

    private const string CountSql =
        """
        SELECT count(*)::int FROM import_row
        WHERE business_unit_id = @business_unit_id AND import_id = @import_id AND line BETWEEN @from_line AND @to_line AND first_line
        """;

    public static async Task<ImportedCounts> EnqueueAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, ImportId importId, int fromLine, int toLine, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lines = new { business_unit_id = businessUnitId, import_id = importId, from_line = fromLine, to_line = toLine };
        var ids = new Guid[await tx.QuerySingleAsync<int>(CountSql, lines, cancellationToken)];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = Guid.CreateVersion7(now);
        var dialers = await tx.QueryAsync<DialerRow>(EnqueueSql, new
        {
            business_unit_id = businessUnitId,
            import_id = importId,
            from_line = fromLine,
            to_line = toLine,
            max_parts = Gate.MaxParts,
            ids,
            window_since = now - Gate.WhatsAppWindow,
            now,
        }, cancellationToken);

        foreach (var dialer in dialers)
            tx.Publish(new DialerChanged(businessUnitId, dialer.DialerId));
        tx.Wake(WakeTopic.Outbox);
        return new ImportedCounts(dialers.Sum(dialer => dialer.Imported), dialers.Sum(dialer => dialer.Blocked));
    }

    private sealed record DialerRow
    {
        public required DialerId DialerId { get; init; }

        public required int Imported { get; init; }

        public required int Blocked { get; init; }
    }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>Where messages wait to be sent. A row is written in the transaction of what caused it, so the two cannot part.</summary>
internal sealed class Outbox(TimeProvider time)
{
    /// <summary>The lane of everything no dialer sends: agents, the API, the system.</summary>
    public static readonly Guid DirectLane = Guid.Empty;

    // A client id seen before inserts nothing; the outer query then answers with the message it made the first time.
    private const string EnqueueSql =
        """
        WITH stored AS (
            INSERT INTO message (business_unit_id, id, direction, number, sender_id, intended_sender_id, interaction_id, dialer_id, author_kind, author_id, client_id,
                text, content, encoding, parts, priority, state, verdict, dnc_exempt, created_at, state_changed_at)
            VALUES (@business_unit_id, @id, 'out', @number, @sender_id, @intended_sender_id, @interaction_id, @dialer_id, @author_kind, @author_id, @client_id,
                @text, @content::jsonb, @encoding, @parts, @priority, @state, @verdict, @dnc_exempt, @now, @now)
            ON CONFLICT (business_unit_id, interaction_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
            RETURNING business_unit_id, id, sender_id, dialer_id, priority, state, verdict
        ), waiting AS (
            INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before)
            SELECT business_unit_id, id, sender_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), priority, now()
            FROM stored WHERE state = 'queued'
        )
        SELECT id, verdict, state FROM stored
        """;

    private const string KnownSql =
        """
        SELECT id, verdict, state FROM message
        WHERE business_unit_id = @business_unit_id AND interaction_id = @interaction_id AND client_id = @client_id
        """;

    // The outbox row is locked before its message, as the worker does: whoever has the row decides. Rows in a claim just now
    // are being sent and are skipped.
    private const string CancelSql =
        """
        WITH withdrawn AS (
            DELETE FROM outbox
            WHERE seq = ANY (ARRAY(
                SELECT waiting.seq
                FROM sender -- the index on lanes begins with the sender; a dialer's may have changed since
                JOIN outbox AS waiting ON waiting.business_unit_id = sender.business_unit_id
                    AND waiting.sender_id = sender.id AND waiting.lane_id = @dialer_id
                WHERE sender.business_unit_id = @business_unit_id
                LIMIT @limit FOR UPDATE OF waiting SKIP LOCKED))
            RETURNING business_unit_id, message_id
        )
        UPDATE message SET state = 'cancelled', state_changed_at = @now
        FROM withdrawn
        WHERE message.business_unit_id = withdrawn.business_unit_id AND message.id = withdrawn.message_id
        """;

    private const int CancelChunk = 10_000;

    /// <summary>
    /// Judges and stores a message; an allowed one waits to be sent once <paramref name="tx"/> commits, a blocked one is kept with
    /// its verdict and never leaves.
    /// </summary>
    public async Task<EnqueuedMessage> EnqueueAsync(DatabaseTransaction tx, NewMessage message, CancellationToken cancellationToken)
    {
        var text = PreparedText.From(message.Text);
        var now = time.GetUtcNow();
        var (verdict, sender) = await Gate.JudgeAsync(tx, message, text, now, cancellationToken);
        var state = verdict == Verdict.Allowed ? DeliveryState.Queued : DeliveryState.Blocked;
        var parameters = new
        {
            business_unit_id = message.BusinessUnitId,
            id = Id.New<MessageId>(time),
            number = message.To.Value,
            sender_id = sender,
            intended_sender_id = sender == message.SenderId ? (Guid?)null : message.SenderId.Value,
            interaction_id = message.InteractionId?.Value,
            dialer_id = message.DialerId?.Value,
            author_kind = Words.Camel(message.Author),
            author_id = message.AuthorId,
            client_id = message.ClientId,
            text = text.Text,
            content = message.Content?.ToJson(),
            encoding = Words.Camel(text.Encoding),
            parts = Math.Min(text.Parts, short.MaxValue),
            priority = message.Priority,
            state = state.Wire(),
            verdict = Words.Camel(verdict),
            dnc_exempt = message.ExemptFromDnc,
            now,
        };
        var stored = await tx.QuerySingleOrDefaultAsync<EnqueuedRow>(EnqueueSql, parameters, cancellationToken)
            ?? await tx.QuerySingleAsync<EnqueuedRow>(KnownSql, parameters, cancellationToken);
        Announce(tx, message.BusinessUnitId, message.DialerId, message.InteractionId);
        return new EnqueuedMessage(stored.Id, stored.Verdict, stored.State);
    }

    /// <summary>
    /// Judges and stores the rows <paramref name="fromLine"/> to <paramref name="toLine"/> (both included) of an import, first lines
    /// of their number only. Done once for a line: the caller moves its own mark in the same transaction.
    /// </summary>
    public Task<ImportedCounts> EnqueueImportedAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, ImportId importId, int fromLine, int toLine, CancellationToken cancellationToken) =>
        OutboxImport.EnqueueAsync(tx, businessUnitId, importId, fromLine, toLine, time, cancellationToken);

    /// <summary>Withdraws what a dialer has not begun to send. Returns how many messages that were.</summary>
    public async Task<int> CancelUnprocessedAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, DialerId dialerId, CancellationToken cancellationToken)
    {
        var cancelled = 0;
        int chunk;
        do
        {
            chunk = await tx.ExecuteAsync(
                CancelSql,
                new { business_unit_id = businessUnitId, dialer_id = dialerId, limit = CancelChunk, now = time.GetUtcNow() },
                cancellationToken);
            cancelled += chunk;
        }
        while (chunk == CancelChunk);
        tx.Publish(new DialerChanged(businessUnitId, dialerId));
        return cancelled;
    }

    private static void Announce(DatabaseTransaction tx, BusinessUnitId businessUnitId, DialerId? dialerId, InteractionId? interactionId)
    {
        tx.Wake(WakeTopic.Outbox);
        if (dialerId is { } dialer)
            tx.Publish(new DialerChanged(businessUnitId, dialer));
        if (interactionId is { } interaction)
            tx.Publish(new InteractionChanged(businessUnitId, interaction));
    }

    private sealed record EnqueuedRow
    {
        public required MessageId Id { get; init; }

        public required Verdict Verdict { get; init; }

        public required DeliveryState State { get; init; }
    }
}

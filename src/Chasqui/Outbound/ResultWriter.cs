using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Senders;
using Microsoft.Extensions.Options;

namespace Chasqui.Outbound;

/// <summary>
/// Writes what became of many messages in one transaction. Each result closes the very attempt it belongs to; a result whose attempt
/// is gone (another node took the sender over and declared it unknown) can no longer send anything back to the outbox. It is still
/// evidence: an acceptance raises unknown to accepted.
/// </summary>
internal sealed class ResultWriter(ChasquiDatabase database, DeliveryReports reports, IOptions<OutboundOptions> options, TimeProvider time)
{
    // Message and start name one attempt: another node's, or our own next one, has another start.
    private const string WriteSql =
        """
        WITH result AS MATERIALIZED (
            SELECT @business_unit_id::uuid AS business_unit_id, r.*
            FROM unnest(@message_ids::uuid[], @started_at::timestamptz[], @states::text[], @codes::text[], @details::text[],
                @pauses::double precision[], @spent::boolean[], @next_sender_ids::uuid[], @next_others::boolean[])
                AS r(message_id, started_at, state, code, detail, pause, spent, next_sender_id, next_other)
        ), closed AS (
            DELETE FROM attempt USING result
            WHERE attempt.business_unit_id = result.business_unit_id AND attempt.message_id = result.message_id
              AND attempt.started_at = result.started_at
            RETURNING attempt.message_id, attempt.number, attempt.hop, attempt.other_provider
        ), outcome AS (
            SELECT result.*, closed.message_id IS NOT NULL AS ours,
                   (CASE WHEN result.spent THEN closed.number ELSE closed.number - 1 END)::smallint AS attempts,
                   -- With another provider it begins anew.
                   (CASE WHEN result.next_sender_id IS NOT NULL THEN 0 WHEN result.spent THEN closed.number ELSE closed.number - 1 END)::smallint
                       AS further_attempts,
                   (closed.hop + (result.next_sender_id IS NOT NULL)::int)::smallint AS hop,
                   coalesce(result.next_other, closed.other_provider) AS other_provider
            FROM result LEFT JOIN closed ON closed.message_id = result.message_id
        ), changed AS (
            UPDATE message
            SET state = outcome.state, state_changed_at = @now,
                failure_code = outcome.code, failure_detail = outcome.detail,
                attempts = coalesce(outcome.attempts, message.attempts),
                sender_id = coalesce(outcome.next_sender_id, message.sender_id),
                intended_sender_id = CASE WHEN outcome.next_sender_id <> message.sender_id
                    THEN coalesce(message.intended_sender_id, message.sender_id) ELSE message.intended_sender_id END,
                provider_id = CASE WHEN outcome.state = 'accepted' THEN @provider_id ELSE message.provider_id END,
                accepted_at = CASE WHEN outcome.state = 'accepted' THEN @now ELSE message.accepted_at END
            FROM outcome
            WHERE message.business_unit_id = outcome.business_unit_id AND message.id = outcome.message_id
              AND (outcome.ours OR (message.state = 'unknown' AND outcome.state = 'accepted'))
            RETURNING message.id, message.sender_id, message.dialer_id, message.interaction_id, message.priority, message.state,
                outcome.further_attempts, outcome.hop, outcome.other_provider, outcome.pause
        ), queued AS (
            INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before, attempts, hop, other_provider)
            SELECT @business_unit_id, id, sender_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), priority,
                   now() + make_interval(secs => pause), further_attempts, hop, other_provider
            FROM changed WHERE state = 'queued'
        ), parts AS (
            -- A provider that gives the same id twice is not a reason to lose the rest.
            INSERT INTO message_part (business_unit_id, message_id, number, provider_id, provider_message_id, state, state_changed_at)
            SELECT @business_unit_id, part.message_id, part.number, @provider_id, part.provider_message_id, 'accepted', @now
            FROM unnest(@part_message_ids::uuid[], @part_numbers::smallint[], @part_ids::text[]) AS part(message_id, number, provider_message_id)
            JOIN changed ON changed.id = part.message_id AND changed.state = 'accepted'
            ON CONFLICT DO NOTHING
        ), resumed AS (
            -- What the carrier takes again, it takes for all; what somebody paused stays so.
            UPDATE provider SET pause_code = NULL, pause_detail = NULL, paused_until = NULL, pause_count = 0
            WHERE provider.business_unit_id = @business_unit_id AND provider.id = @provider_id AND provider.pause_code <> 'byHand'
              AND EXISTS (SELECT FROM changed WHERE changed.state = 'accepted')
        )
        SELECT id, dialer_id, interaction_id FROM changed
        """;

    // The list STOP would add to: the one the sender names, else the business unit's. The opt-out was told to the carrier, which
    // refuses the number from now on; asking it again would only cost (protocols: class OptOut).
    private const string OptOutSql =
        """
        WITH told AS (
            SELECT told.number, told.message_id, told.event_id, coalesce(sender.dnc_list_id, list.id) AS list_id
            FROM unnest(@numbers::text[], @message_ids::uuid[], @event_ids::uuid[]) AS told(number, message_id, event_id)
            JOIN sender ON sender.business_unit_id = @business_unit_id AND sender.id = @sender_id
            LEFT JOIN dnc_list AS list ON list.business_unit_id = @business_unit_id AND list.kind = 'businessUnit'
            WHERE coalesce(sender.dnc_list_id, list.id) IS NOT NULL
        ), listed AS (
            INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at)
            SELECT DISTINCT @business_unit_id::uuid, number, list_id, 'optOut', @now::timestamptz FROM told
            ON CONFLICT (business_unit_id, number, list_id) DO UPDATE SET source = 'optOut'
        )
        INSERT INTO consent_event (business_unit_id, id, number, kind, list_id, source, message_id, at)
        SELECT @business_unit_id, event_id, number, 'optedOut', list_id, 'provider', message_id, @now FROM told
        """;

    public async Task WriteAsync(SenderLease lease, ProviderId providerId, IReadOnlyList<SendOutcome> outcomes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using (var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken))
        {
            await tx.WalkIndexesAsync(cancellationToken);
            var written = await tx.QueryAsync<WrittenMessage>(WriteSql, Parameters(lease, providerId, outcomes, now), cancellationToken);
            // A node that took the sender over may have declared some unknown while this statement waited for it, and a statement
            // sees only what was committed before it began. The next one sees it, and believes the acceptance.
            var unbelieved = outcomes.Where(outcome => outcome.State == DeliveryState.Accepted)
                .ExceptBy(written.Select(message => message.Id), outcome => outcome.Message.Id).ToList();
            if (unbelieved.Count > 0)
                written = [.. written, .. await tx.QueryAsync<WrittenMessage>(WriteSql, Parameters(lease, providerId, unbelieved, now), cancellationToken)];
            var optOuts = outcomes.Where(outcome => outcome.OptedOut).Select(outcome => outcome.Message).ToList();
            if (optOuts.Count > 0)
            {
                await tx.ExecuteAsync(OptOutSql, new
                {
                    business_unit_id = lease.BusinessUnitId,
                    sender_id = lease.SenderId,
                    numbers = optOuts.Select(message => message.Number).ToArray(),
                    message_ids = optOuts.Select(message => message.Id.Value).ToArray(),
                    event_ids = optOuts.Select(_ => Guid.CreateVersion7(now)).ToArray(),
                    now,
                }, cancellationToken);
            }

            // Last: every sender of the provider comes by this row.
            if (outcomes.LastOrDefault(outcome => outcome.StopsAccount) is { } stop)
            {
                await ProviderPause.StopAsync(
                    tx, lease.BusinessUnitId, providerId, stop.Code!, stop.Detail!, options.Value.AccountStopPause, now, cancellationToken);
            }

            if (outcomes.Any(outcome => outcome.Next is not null))
                tx.Wake(WakeTopic.Outbox);
            TouchedMessage.Publish(
                tx, lease.BusinessUnitId, written.Select(m => new TouchedMessage { DialerId = m.DialerId, InteractionId = m.InteractionId }));
            await tx.CommitAsync(cancellationToken);
        }

        // Receipts may have overtaken the answer. They are looked for after the commit: see DeliveryReports on why.
        var partIds = outcomes.SelectMany(outcome => outcome.PartIds).ToArray();
        if (partIds.Length > 0)
            await reports.FoldWaitingAsync(lease.BusinessUnitId, providerId, partIds, cancellationToken);
    }

    private static object Parameters(SenderLease lease, ProviderId providerId, IReadOnlyList<SendOutcome> outcomes, DateTimeOffset now)
    {
        var parts = outcomes.SelectMany(outcome => outcome.PartIds.Select((id, index) => (outcome.Message.Id, Number: (short)(index + 1), PartId: id))).ToList();
        return new
        {
            business_unit_id = lease.BusinessUnitId,
            provider_id = providerId,
            now,
            message_ids = outcomes.Select(outcome => outcome.Message.Id.Value).ToArray(),
            started_at = outcomes.Select(outcome => outcome.Message.StartedAt).ToArray(),
            states = outcomes.Select(outcome => outcome.State.Wire()).ToArray(),
            codes = outcomes.Select(outcome => outcome.Code).ToArray(),
            details = outcomes.Select(outcome => outcome.Detail).ToArray(),
            pauses = outcomes.Select(outcome => outcome.Pause.TotalSeconds).ToArray(),
            spent = outcomes.Select(outcome => outcome.AttemptSpent).ToArray(),
            next_sender_ids = outcomes.Select(outcome => outcome.Next?.SenderId.Value).ToArray(),
            next_others = outcomes.Select(outcome => outcome.Next?.OtherProvider).ToArray(),
            part_message_ids = parts.Select(part => part.Id.Value).ToArray(),
            part_numbers = parts.Select(part => part.Number).ToArray(),
            part_ids = parts.Select(part => part.PartId).ToArray(),
        };
    }

    private sealed record WrittenMessage
    {
        public required MessageId Id { get; init; }

        public DialerId? DialerId { get; init; }

        public InteractionId? InteractionId { get; init; }
    }
}

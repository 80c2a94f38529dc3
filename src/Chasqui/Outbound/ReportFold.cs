using Chasqui.Consent;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>
/// Folds reports into their parts' states and those into the message's, by <see cref="DeliveryFold"/>, whose outcome does not depend
/// on the order in which they come.
/// </summary>
internal sealed class ReportFold(TimeProvider time)
{
    // Locked in the order of their ids by everyone who folds, so that folds wait for and never block each other.
    private const string LockSql =
        """
        WITH told AS MATERIALIZED (
            SELECT DISTINCT @business_unit_id::uuid AS business_unit_id, @provider_id::uuid AS provider_id, told.id FROM unnest(@ids::text[]) AS told(id)
        ), wanted AS MATERIALIZED (
            SELECT DISTINCT part.business_unit_id, part.message_id
            FROM told
            CROSS JOIN LATERAL (
                SELECT 1 FROM delivery_event AS event
                WHERE event.business_unit_id = told.business_unit_id AND event.provider_id = told.provider_id
                  AND event.provider_message_id = told.id AND event.message_id IS NULL
                LIMIT 1) AS event
            JOIN message_part AS part ON part.business_unit_id = told.business_unit_id AND part.provider_id = told.provider_id
                AND part.provider_message_id = told.id
        )
        SELECT message.id, message.state, message.failure_code, message.dialer_id, message.interaction_id
        FROM wanted
        JOIN message ON message.business_unit_id = wanted.business_unit_id AND message.id = wanted.message_id
        ORDER BY message.id
        FOR NO KEY UPDATE OF message
        """;

    private const string ClaimEventsSql =
        """
        WITH told AS MATERIALIZED (
            SELECT DISTINCT @business_unit_id::uuid AS business_unit_id, @provider_id::uuid AS provider_id, told.id FROM unnest(@ids::text[]) AS told(id)
        ), known AS MATERIALIZED (
            SELECT part.business_unit_id, part.provider_id, part.provider_message_id, part.message_id, part.number
            FROM told
            JOIN message_part AS part ON part.business_unit_id = told.business_unit_id AND part.provider_id = told.provider_id
                AND part.provider_message_id = told.id
            WHERE part.message_id = ANY (@message_ids::uuid[])
        )
        UPDATE delivery_event AS event SET message_id = known.message_id
        FROM known
        WHERE event.business_unit_id = known.business_unit_id AND event.provider_id = known.provider_id
          AND event.provider_message_id = known.provider_message_id AND event.message_id IS NULL
        RETURNING known.message_id, known.number, event.state, event.code, event.opted_out
        """;

    private const string PartsSql =
        """
        WITH wanted AS MATERIALIZED (
            SELECT @business_unit_id::uuid AS business_unit_id, wanted.message_id FROM unnest(@message_ids::uuid[]) AS wanted(message_id)
        )
        SELECT part.message_id, part.number, part.state, part.code
        FROM wanted
        JOIN message_part AS part ON part.business_unit_id = wanted.business_unit_id AND part.message_id = wanted.message_id
        ORDER BY part.message_id, part.number
        """;

    private const string WritePartsSql =
        """
        WITH changed AS MATERIALIZED (
            SELECT @business_unit_id::uuid AS business_unit_id, changed.*
            FROM unnest(@message_ids::uuid[], @numbers::smallint[], @states::text[], @codes::text[]) AS changed(message_id, number, state, code)
        )
        UPDATE message_part AS part SET state = changed.state, code = changed.code, state_changed_at = @now
        FROM changed
        WHERE part.business_unit_id = changed.business_unit_id AND part.message_id = changed.message_id AND part.number = changed.number
        """;

    private const string WriteMessagesSql =
        """
        WITH changed AS MATERIALIZED (
            SELECT @business_unit_id::uuid AS business_unit_id, changed.*
            FROM unnest(@message_ids::uuid[], @states::text[], @codes::text[], @details::text[]) AS changed(id, state, code, detail)
        )
        UPDATE message SET state = changed.state, failure_code = changed.code, failure_detail = changed.detail, state_changed_at = @now
        FROM changed
        WHERE message.business_unit_id = changed.business_unit_id AND message.id = changed.id
        """;

    /// <summary>Folds every report of these ids that has a part and was not folded; returns how many.</summary>
    public async Task<int> FoldAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, ProviderId providerId, string[] ids, CancellationToken cancellationToken)
    {
        await tx.WalkIndexesAsync(cancellationToken);
        var messages = await tx.QueryAsync<MessageRow>(
            LockSql, new { business_unit_id = businessUnitId, provider_id = providerId, ids }, cancellationToken);
        if (messages.Count == 0)
            return 0;
        var messageIds = messages.Select(message => message.Id.Value).ToArray();
        var events = await tx.QueryAsync<PartRow>(
            ClaimEventsSql,
            new { business_unit_id = businessUnitId, provider_id = providerId, ids, message_ids = messageIds }, cancellationToken);
        var parts = await tx.QueryAsync<PartRow>(PartsSql, new { business_unit_id = businessUnitId, message_ids = messageIds }, cancellationToken);

        var changedParts = FoldParts(parts, events);
        var byMessage = parts.ToLookup(part => part.MessageId);
        var changedMessages = messages
            .Select(message => (Message: message, Status: MessageStatus.Of([.. byMessage[message.Id]])))
            // A part that is learned later than the others must not take back what was known.
            .Where(pair => pair.Message.State == DeliveryState.Unknown
                || DeliveryFold.Apply(pair.Message.State, pair.Status.State) == pair.Status.State)
            .Where(pair => pair.Status.State != pair.Message.State || pair.Status.Code != pair.Message.FailureCode)
            .ToList();
        if (changedParts.Count > 0)
        {
            await tx.ExecuteAsync(WritePartsSql, new
            {
                business_unit_id = businessUnitId,
                message_ids = changedParts.Select(part => part.MessageId.Value).ToArray(),
                numbers = changedParts.Select(part => part.Number).ToArray(),
                states = changedParts.Select(part => part.State.Wire()).ToArray(),
                codes = changedParts.Select(part => part.Code).ToArray(),
                now = time.GetUtcNow(),
            }, cancellationToken);
        }

        if (changedMessages.Count > 0)
        {
            await tx.ExecuteAsync(WriteMessagesSql, new
            {
                business_unit_id = businessUnitId,
                message_ids = changedMessages.Select(pair => pair.Message.Id.Value).ToArray(),
                states = changedMessages.Select(pair => pair.Status.State.Wire()).ToArray(),
                codes = changedMessages.Select(pair => pair.Status.Code).ToArray(),
                details = changedMessages.Select(pair => pair.Status.Detail).ToArray(),
                now = time.GetUtcNow(),
            }, cancellationToken);
            TouchedMessage.Publish(tx, businessUnitId, changedMessages.Select(pair => pair.Message.Touched));
        }

        var optedOut = events.Where(told => told.OptedOut).Select(told => told.MessageId).ToHashSet();
        if (optedOut.Count > 0)
            await CarrierOptOuts.RecordAsync(tx, businessUnitId, optedOut, time.GetUtcNow(), cancellationToken);
        return events.Count;
    }

    /// <summary>Folds reports into <paramref name="parts"/>, in place, and returns those that changed.</summary>
    private static List<PartRow> FoldParts(IReadOnlyList<PartRow> parts, IReadOnlyList<PartRow> events)
    {
        var reported = events.ToLookup(row => (row.MessageId, row.Number));
        var changed = new List<PartRow>();
        foreach (var part in parts)
        {
            var before = (part.State, part.Code);
            foreach (var report in reported[(part.MessageId, part.Number)])
            {
                var state = DeliveryFold.Apply(part.State, report.State);
                if (state != part.State)
                    (part.State, part.Code) = (state, report.Code);
                else if (report.State == part.State && string.CompareOrdinal(report.Code, part.Code ?? "\uffff") < 0)
                    part.Code = report.Code ?? part.Code; // of several codes for one state, the same one whatever came first
            }

            if (before != (part.State, part.Code))
                changed.Add(part);
        }

        return changed;
    }

    /// <summary>The one status of a message, and why it is not delivered.</summary>
    private readonly record struct MessageStatus(DeliveryState State, string? Code, string? Detail)
    {
        public static MessageStatus Of(IReadOnlyList<PartRow> parts)
        {
            var states = parts.Select(part => part.State).ToList();
            var state = DeliveryFold.OfParts(states);
            if (DeliveryFold.IsPartial(states))
                return new MessageStatus(state, "partial", $"Only {states.Count(s => s.Rank >= DeliveryState.Delivered.Rank)} of {parts.Count} parts arrived.");
            return new MessageStatus(state, state.IsFailure ? parts.FirstOrDefault(part => part.State == state)?.Code : null, null);
        }
    }

    private sealed record MessageRow
    {
        public required MessageId Id { get; init; }

        public required DeliveryState State { get; init; }

        public string? FailureCode { get; init; }

        public DialerId? DialerId { get; init; }

        public InteractionId? InteractionId { get; init; }

        public TouchedMessage Touched => new() { DialerId = DialerId, InteractionId = InteractionId };
    }

    private sealed record PartRow
    {
        public required MessageId MessageId { get; init; }

        public required short Number { get; init; }

        public required DeliveryState State { get; set; }

        public string? Code { get; set; }

        /// <summary>Of a report: the contact told the carrier to stop.</summary>
        public bool OptedOut { get; init; }
    }
}

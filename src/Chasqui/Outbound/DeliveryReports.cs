using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;
using Npgsql;

namespace Chasqui.Outbound;

/// <summary>
/// Takes what providers tell about parts. Every report is kept; its state is folded into its part's and the message's by
/// <see cref="DeliveryFold"/>, whose outcome does not depend on the order in which they come.
/// </summary>
/// <remarks>
/// A report may come before the provider's answer is stored, even at the same moment: two transactions that cannot see each
/// other. So both sides commit what they have first and look for their counterpart after; whichever commits last finds it. A
/// server that dies in between leaves a straggler, which <see cref="OutboundUpkeep"/> finds.
/// </remarks>
internal sealed class DeliveryReports(ChasquiDatabase database, TimeProvider time) : IDeliveryReportSink
{
    private const int MostTries = 5;

    private const string AppendSql =
        """
        INSERT INTO delivery_event (business_unit_id, provider_id, provider_message_id, state, code, reported_at, received_at)
        SELECT @business_unit_id, @provider_id, report.provider_message_id, report.state, report.code, report.reported_at, @now
        FROM unnest(@ids::text[], @states::text[], @codes::text[], @reported_at::timestamptz[])
            AS report(provider_message_id, state, code, reported_at)
        """;

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
        RETURNING known.message_id, known.number, event.state, event.code
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

    // Reports whose part is known and that nobody folded: a server died between the two.
    private const string StragglersSql =
        """
        SELECT event.business_unit_id, event.provider_id, event.provider_message_id
        FROM delivery_event AS event
        JOIN message_part AS part ON part.business_unit_id = event.business_unit_id
            AND part.provider_id = event.provider_id AND part.provider_message_id = event.provider_message_id
        WHERE event.message_id IS NULL
        LIMIT 1000
        """;

    /// <summary>
    /// Stores reports and folds them. Returns once all is committed: only then may the provider be told that we have them.
    /// Reports of parts we do not know yet wait for them.
    /// </summary>
    public async Task AcceptAsync(
        BusinessUnitId businessUnitId, ProviderId providerId, IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        if (reports.Count == 0)
            return;
        var ids = reports.Select(report => Storable(report.ProviderMessageId)).ToArray();
        var unfolded = await RetryAsync(
            async () =>
            {
                await using var tx = await database.BeginAsync(businessUnitId, cancellationToken);
                await tx.ExecuteAsync(AppendSql, new
                {
                    business_unit_id = businessUnitId,
                    provider_id = providerId,
                    ids,
                    states = reports.Select(report => report.State.Wire()).ToArray(),
                    codes = reports.Select(report => report.Code is { } code ? Storable(code) : null).ToArray(),
                    reported_at = reports.Select(report => report.At?.ToUniversalTime()).ToArray(),
                    now = time.GetUtcNow(),
                }, cancellationToken);
                var folded = await FoldAsync(tx, businessUnitId, providerId, ids, cancellationToken);
                await tx.CommitAsync(cancellationToken);
                return reports.Count - folded;
            },
            cancellationToken);
        if (unfolded > 0)
            await FoldWaitingAsync(businessUnitId, providerId, ids, cancellationToken);
    }

    /// <summary>Folds reports that waited for these parts.</summary>
    public Task FoldWaitingAsync(BusinessUnitId businessUnitId, ProviderId providerId, string[] ids, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            await using var tx = await database.BeginAsync(businessUnitId, cancellationToken);
            var folded = await FoldAsync(tx, businessUnitId, providerId, ids, cancellationToken);
            if (folded > 0)
                await tx.CommitAsync(cancellationToken);
            return folded;
        },
        cancellationToken);

    /// <summary>Folds what an interrupted server left. Returns how many reports it found.</summary>
    public async Task<int> FoldStragglersAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StragglerRow> stragglers;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
        {
            await tx.WalkIndexesAsync(cancellationToken);
            stragglers = await tx.QueryAsync<StragglerRow>(StragglersSql, null, cancellationToken);
        }

        foreach (var group in stragglers.GroupBy(row => (row.BusinessUnitId, row.ProviderId)))
        {
            var ids = group.Select(row => row.ProviderMessageId).Distinct(StringComparer.Ordinal).ToArray();
            await FoldWaitingAsync(group.Key.BusinessUnitId, group.Key.ProviderId, ids, cancellationToken);
        }

        return stragglers.Count;
    }

    /// <summary>Folds every report of these ids that has a part and was not folded; returns how many.</summary>
    private async Task<int> FoldAsync(
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

    // Another fold, a claim or an import may hold what we need in another order; PostgreSQL then ends one of the two.
    private static async Task<T> RetryAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await work();
            }
            catch (PostgresException collision) when (attempt < MostTries
                && collision.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Once more, from the beginning.
            }
        }
    }

    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);

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
    }

    private sealed record StragglerRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required string ProviderMessageId { get; init; }
    }
}

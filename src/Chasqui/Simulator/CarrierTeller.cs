using System.Collections.Concurrent;
using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Simulator;

/// <summary>
/// Tells us what the carrier has to tell: receipts and what handsets wrote. An event leaves the carrier's books only after we have
/// committed it, so a crash in between tells it twice and never not at all.
/// </summary>
internal sealed partial class CarrierTeller(
    ChasquiDatabase database, WakeUps wakeUps, IDeliveryReportSink reports, IInboundSink inbound, TimeProvider time, ILogger<CarrierTeller> logger)
    : BackgroundService
{
    // A table that is mostly empty looks cheap to read whole, and is not when ten thousand come at once (measured: a third of the speed).
    private const string UseIndexSql = "SELECT set_config('enable_seqscan', 'off', true)";

    private const string ClaimSql =
        """
        SELECT business_unit_id, id, provider_id, provider_message_id, kind, state, code, due_at
        FROM simulator_event
        WHERE due_at <= now()
        ORDER BY due_at, id
        LIMIT @most::int
        FOR UPDATE SKIP LOCKED
        """;

    private const string NextDueSql =
        "SELECT (extract(epoch FROM due_at - now()) * 1000)::double precision FROM simulator_event ORDER BY due_at LIMIT 1";

    private const string InboundSql =
        """
        SELECT m.business_unit_id, m.client_reference AS reference, m.handset, m.peer, m.text, m.media_urls
        FROM unnest(@business_units::uuid[], @references::text[]) AS wanted (business_unit_id, reference)
        JOIN simulator_message AS m ON m.business_unit_id = wanted.business_unit_id AND m.client_reference = wanted.reference
        WHERE m.direction = 'fromHandset'
        ORDER BY m.id
        """;

    private const string ForgetSql =
        """
        DELETE FROM simulator_event AS event
        USING unnest(@business_units::uuid[], @ids::bigint[]) AS told (business_unit_id, id)
        WHERE event.business_unit_id = told.business_unit_id AND event.id = told.id
        """;

    private const string PostponeSql =
        """
        UPDATE simulator_event AS event
        SET due_at = now() + interval '2 seconds'
        FROM unnest(@business_units::uuid[], @ids::bigint[]) AS untold (business_unit_id, id)
        WHERE event.business_unit_id = untold.business_unit_id AND event.id = untold.id
        """;

    private const int LargestBatch = 1_000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var woken = wakeUps.NextAsync(WakeTopic.Simulator);
                if (await TellBatchAsync(stoppingToken) < LargestBatch)
                    await WakeUps.WaitAsync(woken, await UntilNextAsync(stoppingToken), time, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception outage)
            {
                Log.CannotTell(logger, outage);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> TellBatchAsync(CancellationToken cancellationToken)
    {
        // The events stay locked while we take them in with transactions of our own: no other node tells them meanwhile.
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.QuerySingleAsync<string>(UseIndexSql, null, cancellationToken);
        var events = await tx.QueryAsync<CarrierEvent>(ClaimSql, new { most = LargestBatch }, cancellationToken);
        if (events.Count == 0)
            return 0;

        var untold = new List<CarrierEvent>();
        var told = new List<CarrierEvent>(events.Count);
        foreach (var batch in events.Where(one => one.Kind == BookEvent.Receipt).GroupBy(one => (one.BusinessUnitId, one.ProviderId)))
            (await TellReceiptsAsync(batch.Key.BusinessUnitId, batch.Key.ProviderId, [.. batch], cancellationToken) ? told : untold).AddRange(batch);
        await TellInboundAsync(tx, [.. events.Where(one => one.Kind == BookEvent.Inbound)], told, untold, cancellationToken);

        if (told.Count > 0)
            await tx.ExecuteAsync(ForgetSql, Keys(told), cancellationToken);
        if (untold.Count > 0)
            await tx.ExecuteAsync(PostponeSql, Keys(untold), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return events.Count;
    }

    private async Task<bool> TellReceiptsAsync(
        BusinessUnitId unit, ProviderId provider, IReadOnlyList<CarrierEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await reports.AcceptAsync(unit, provider, [.. events.Select(Report)], cancellationToken);
            return true;
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTaken(logger, events.Count, refused);
            return false;
        }
    }

    private async Task TellInboundAsync(
        DatabaseTransaction tx, IReadOnlyList<CarrierEvent> events, List<CarrierEvent> told, List<CarrierEvent> untold, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
            return;
        var wanted = new
        {
            business_units = events.Select(one => one.BusinessUnitId.Value).ToArray(),
            references = events.Select(one => one.ProviderMessageId).ToArray(),
        };
        var messages = (await tx.QueryAsync<HandsetText>(InboundSql, wanted, cancellationToken)).ToLookup(part => (part.BusinessUnitId, part.Reference));

        // One handset's messages keep their order; handsets do not wait for each other.
        var handsets = events
            .Select(one => (Event: one, Message: Message(one.ProviderMessageId, [.. messages[(one.BusinessUnitId, one.ProviderMessageId)]])))
            .GroupBy(one => (one.Event.BusinessUnitId, one.Message.From));
        var taken = new ConcurrentDictionary<CarrierEvent, bool>();
        await Parallel.ForEachAsync(handsets, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (handset, cancel) =>
        {
            foreach (var (one, message) in handset)
                taken[one] = await TellInboundAsync(one, message, cancel);
        });
        told.AddRange(taken.Where(one => one.Value).Select(one => one.Key));
        untold.AddRange(taken.Where(one => !one.Value).Select(one => one.Key));
    }

    private async Task<bool> TellInboundAsync(CarrierEvent one, InboundMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await inbound.AcceptAsync(one.BusinessUnitId, one.ProviderId, message, cancellationToken);
            return true;
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTaken(logger, 1, refused);
            return false;
        }
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var next = await tx.QuerySingleOrDefaultAsync<double?>(NextDueSql, null, cancellationToken);
        // At least a few milliseconds: what is due now is locked by another node, or gathers to a larger batch.
        return next is null ? Poll : TimeSpan.FromMilliseconds(Math.Clamp(next.Value, 5, Poll.TotalMilliseconds));
    }

    private static DeliveryReport Report(CarrierEvent told) => new()
    {
        ProviderMessageId = told.ProviderMessageId,
        State = DeliveryStates.Parse(told.State!),
        Code = told.Code,
        At = told.DueAt,
    };

    private static InboundMessage Message(string id, IReadOnlyList<HandsetText> parts) => new()
    {
        ProviderMessageId = id,
        From = parts[0].Handset,
        To = parts[0].Peer,
        Text = string.Concat(parts.Select(part => part.Text)),
        Media = [.. parts[0].MediaUrls.Select(url => new InboundMedia(url))],
    };

    private static object Keys(IReadOnlyList<CarrierEvent> events) => new
    {
        business_units = events.Select(one => one.BusinessUnitId.Value).ToArray(),
        ids = events.Select(one => one.Id).ToArray(),
    };

    private sealed record CarrierEvent
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required long Id { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required string ProviderMessageId { get; init; }

        public required string Kind { get; init; }

        public required string? State { get; init; }

        public required string? Code { get; init; }

        public required DateTimeOffset DueAt { get; init; }
    }

    private sealed record HandsetText
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required string Reference { get; init; }

        public required string Handset { get; init; }

        public required string Peer { get; init; }

        public required string Text { get; init; }

        public required string[] MediaUrls { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The simulated carrier cannot tell what it has to tell; it tries again.")]
        public static partial void CannotTell(ILogger logger, Exception outage);

        [LoggerMessage(LogLevel.Warning, "{Count} events of the simulated carrier were not taken; it tells them again.")]
        public static partial void NotTaken(ILogger logger, int count, Exception refused);
    }
}

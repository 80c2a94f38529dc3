using Chasqui.Database;
using Microsoft.Extensions.Options;

namespace Chasqui.Outbound;

/// <summary>What has to be done now and then, by any node: tallies folded, late reports matched, old idempotency keys dropped.</summary>
internal sealed partial class OutboundUpkeep(
    ChasquiDatabase database, DeliveryReports reports, Idempotency idempotency, IOptions<OutboundOptions> options, TimeProvider time,
    ILogger<OutboundUpkeep> logger) : BackgroundService
{
    // One row for each dialer and state in place of many deltas. Whoever reads meanwhile sees the deltas or their sum, never both.
    // One node at a time: two would wait for each other's rows.
    private const string FoldTallySql =
        """
        WITH turn AS MATERIALIZED (
            SELECT pg_try_advisory_xact_lock(hashtextextended('chasqui.message_tally', 0)) AS ours
        ), many AS (
            SELECT business_unit_id, dialer_id, state FROM message_tally
            WHERE (SELECT ours FROM turn)
            GROUP BY business_unit_id, dialer_id, state HAVING count(*) > 1
        ), delta AS (
            DELETE FROM message_tally USING many
            WHERE message_tally.business_unit_id = many.business_unit_id AND message_tally.dialer_id = many.dialer_id
              AND message_tally.state = many.state
            RETURNING message_tally.business_unit_id, message_tally.dialer_id, message_tally.state, message_tally.count
        )
        INSERT INTO message_tally (business_unit_id, dialer_id, state, count)
        SELECT business_unit_id, dialer_id, state, sum(count) FROM delta
        GROUP BY business_unit_id, dialer_id, state HAVING sum(count) <> 0
        """;

    private static readonly TimeSpan StragglersEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeysEvery = TimeSpan.FromHours(1);

    public async Task FoldTallyAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(FoldTallySql, null, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.UpkeepEvery, time);
        var (stragglers, keys) = (new Rhythm(StragglersEvery, time), new Rhythm(KeysEvery, time));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await FoldTallyAsync(stoppingToken);
                    if (stragglers.IsDue())
                        await reports.FoldStragglersAsync(stoppingToken);
                    if (keys.IsDue())
                        await idempotency.DropOldAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    Log.Failed(logger, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Due at first, and again after each period.</summary>
    private sealed class Rhythm(TimeSpan period, TimeProvider time)
    {
        private long? _last;

        public bool IsDue()
        {
            if (_last is { } last && time.GetElapsedTime(last) < period)
                return false;
            _last = time.GetTimestamp();
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Upkeep of the outbox failed; trying again later")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

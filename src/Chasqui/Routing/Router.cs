using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>
/// Brings waiting interactions and free agents together: woken when either appears, and each second for what no event tells (a
/// queue that opens). Every node has one; what they must not do twice is settled in the decision's transaction.
/// </summary>
internal sealed partial class Router(
    ChasquiDatabase database, RoutingDecisions decisions, WakeUps wakeUps, TimeProvider time, ILogger<Router> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private const string WaitingQueuesSql = """
        SELECT queue.business_unit_id, queue.id, queue.enabled, queue.schedule::text AS schedule,
               coalesce(queue.time_zone, business_unit.time_zone) AS time_zone
        FROM queue
        JOIN business_unit ON business_unit.id = queue.business_unit_id
        WHERE EXISTS (SELECT 1 FROM interaction
                      WHERE interaction.business_unit_id = queue.business_unit_id AND interaction.queue_id = queue.id
                        AND interaction.state = 'waiting')
        """;

    /// <summary>One pass over every open queue, until each has no one waiting or no one free. Returns how many offers it made.</summary>
    public async Task<int> RouteAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WaitingQueue> queues;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
            queues = await tx.QueryAsync<WaitingQueue>(WaitingQueuesSql, null, cancellationToken);

        var offers = 0;
        foreach (var queue in queues)
        {
            if (!OpeningHours.IsOpen(queue.Enabled, queue.Schedule, queue.TimeZone, time.GetUtcNow()))
                continue;
            try
            {
                while (await decisions.DecideAsync(queue.BusinessUnitId, queue.Id, cancellationToken) == DecisionOutcome.Offered)
                    offers++;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One queue's trouble is not the others'.
                Log.QueueFailed(logger, queue.Id.Value, failure);
            }
        }

        return offers;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = wakeUps.NextAsync(WakeTopic.Routing);
            try
            {
                await RouteAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.PassFailed(logger, failure);
            }

            await WakeUps.WaitAsync(next, Poll, time, stoppingToken);
        }
    }

    private sealed record WaitingQueue
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required QueueId Id { get; init; }

        public required bool Enabled { get; init; }

        public required string Schedule { get; init; }

        public required string TimeZone { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Routing queue {QueueId} failed; it is tried again within a second")]
        public static partial void QueueFailed(ILogger logger, Guid queueId, Exception failure);

        [LoggerMessage(2, LogLevel.Error, "Routing failed; it is tried again within a second")]
        public static partial void PassFailed(ILogger logger, Exception failure);
    }
}

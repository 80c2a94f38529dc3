using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>Once a second, finds agents not heard of in time and lets them go: their conversations return to the queue.</summary>
internal sealed partial class LostAgentSweep(
    ChasquiDatabase database, AgentDeparture departure, TimeProvider time, ILogger<LostAgentSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private const string LostSql = """
        SELECT business_unit_id, user_id FROM agent
        WHERE signed_in AND present_until <= @now
        ORDER BY present_until
        LIMIT 100
        """;

    /// <summary>One sweep; returns how many agents were let go.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Lost> lost;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
            lost = await tx.QueryAsync<Lost>(LostSql, new { now = time.GetUtcNow() }, cancellationToken);

        var gone = 0;
        foreach (var agent in lost)
        {
            try
            {
                if (!await departure.LeaveIfLostAsync(agent.BusinessUnitId, agent.UserId, cancellationToken))
                    continue;
                gone++;
                Log.AgentLost(logger, agent.UserId.Value);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The next second's sweep tries again; the other agents do not wait for that.
                Log.DepartureFailed(logger, agent.UserId.Value, failure);
            }
        }

        return gone;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, failure);
            }
        }
    }

    private sealed record Lost
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required UserId UserId { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Agent {UserId} was not heard of in time and is disconnected")]
        public static partial void AgentLost(ILogger logger, Guid userId);

        [LoggerMessage(3, LogLevel.Error, "Agent {UserId} is lost and could not be let go")]
        public static partial void DepartureFailed(ILogger logger, Guid userId, Exception failure);

        [LoggerMessage(2, LogLevel.Error, "Looking for lost agents failed")]
        public static partial void SweepFailed(ILogger logger, Exception failure);
    }
}

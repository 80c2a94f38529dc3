using Chasqui.Accounts;
using Chasqui.Messages;
using Microsoft.AspNetCore.SignalR;

namespace Chasqui.Live;

/// <summary>
/// Holds open sockets to what their sessions allow: a socket whose session has ended or whose user's rights changed is closed
/// within five seconds. Vouches, on the same beat, for the presence of the agents behind the others.
/// </summary>
internal sealed partial class LiveRights(
    LiveConnections connections, IHubContext<LiveHub, ILiveClient> hub, Sessions sessions, IEnumerable<IAgentPresence> presences,
    TimeProvider time, ILogger<LiveRights> logger) : BackgroundService
{
    // With the time that the questions take, below the five seconds promised.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(4);

    // Time for the last words to leave before the socket is torn down.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(300);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                await CheckAsync(connections.All, stoppingToken);
                await VouchAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Looks at once at the sockets of a user whose sessions were ended; those of a session that lives stay open.</summary>
    public Task CheckUserAsync(BusinessUnitId unit, UserId user, CancellationToken cancellationToken) =>
        CheckAsync(connections.All.Where(one => one.UserId == user && one.Caller.BusinessUnitId == unit), cancellationToken);

    private Task CheckAsync(IEnumerable<LiveConnection> open, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(open.GroupBy(one => one.SessionToken).ToList(), WithToken(cancellationToken), async (session, cancel) =>
        {
            try
            {
                var caller = session.Key is null ? null : await sessions.FindAsync(session.Key, cancel);
                await Task.WhenAll(session.Select(connection => HoldAsync(connection, caller, cancel)));
            }
            catch (Exception outage) when (!cancel.IsCancellationRequested)
            {
                Log.CannotCheck(logger, outage); // asked again at the next beat; without the database nothing is told either
            }
        });

    private async Task HoldAsync(LiveConnection connection, Caller? caller, CancellationToken cancellationToken)
    {
        if (caller is null)
        {
            await hub.Clients.Client(connection.Id).SignedOut();
            await Task.Delay(Farewell, time, cancellationToken);
            connection.Close();
        }
        else if (!caller.Permissions.SetEquals(connection.Caller.Permissions))
            connection.Close(); // the browser comes back and joins what it may hear now
    }

    private async Task VouchAsync(CancellationToken cancellationToken)
    {
        var agents = connections.All
            .Where(one => one.Caller.May(Permission.HandleInteractions))
            .Select(one => (one.Caller.BusinessUnitId, one.UserId))
            .ToHashSet();
        foreach (var presence in presences)
            await Parallel.ForEachAsync(agents, WithToken(cancellationToken), async (agent, cancel) =>
            {
                try
                {
                    await presence.TouchAsync(agent.BusinessUnitId, agent.UserId, cancel);
                }
                catch (Exception outage) when (!cancel.IsCancellationRequested)
                {
                    Log.CannotVouch(logger, agent.UserId.Value, outage);
                }
            });
    }

    private static ParallelOptions WithToken(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Cannot ask whether sessions behind open sockets still hold; asking again.")]
        public static partial void CannotCheck(ILogger logger, Exception outage);

        [LoggerMessage(LogLevel.Warning, "Cannot note that agent {UserId} is present.")]
        public static partial void CannotVouch(ILogger logger, Guid userId, Exception outage);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
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

    // Users whose sessions were ended. Bounded because the beat looks at everybody soon anyway.
    private readonly Channel<(BusinessUnitId Unit, UserId User)> _ended =
        Channel.CreateBounded<(BusinessUnitId Unit, UserId User)>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Looks at once at the sockets of a user whose sessions were ended; those of a session that lives stay open.</summary>
    public void CheckSoon(BusinessUnitId unit, UserId user) => _ended.Writer.TryWrite((unit, user));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(BeatAsync(stoppingToken), CheckEndedAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        while (await beat.WaitForNextTickAsync(cancellationToken))
        {
            await CheckAsync(connections.All, cancellationToken);
            await VouchAsync(cancellationToken);
        }
    }

    private async Task CheckEndedAsync(CancellationToken cancellationToken)
    {
        while (await _ended.Reader.WaitToReadAsync(cancellationToken))
        {
            var users = new HashSet<(BusinessUnitId Unit, UserId User)>();
            while (_ended.Reader.TryRead(out var ended))
                users.Add(ended);
            await CheckAsync(connections.All.Where(one => users.Contains((one.Caller.BusinessUnitId, one.UserId))), cancellationToken);
        }
    }

    private async Task CheckAsync(IEnumerable<LiveConnection> open, CancellationToken cancellationToken)
    {
        var signedOut = new ConcurrentQueue<LiveConnection>();
        await Parallel.ForEachAsync(open.GroupBy(one => one.SessionToken).ToList(), FewAtATime(cancellationToken), async (session, cancel) =>
        {
            try
            {
                var caller = session.Key is null ? null : await sessions.PeekAsync(session.Key, cancel);
                foreach (var connection in session)
                    if (caller is null)
                        signedOut.Enqueue(connection);
                    else if (!caller.Permissions.SetEquals(connection.Caller.Permissions))
                        connection.Close(); // the browser comes back and joins what it may hear now
            }
            catch (Exception outage) when (!cancel.IsCancellationRequested)
            {
                Log.CannotCheck(logger, outage); // asked again at the next beat; without the database nothing is told either
            }
        });
        if (!signedOut.IsEmpty)
            await SignOutAsync(signedOut, cancellationToken);
    }

    private async Task SignOutAsync(IReadOnlyCollection<LiveConnection> ended, CancellationToken cancellationToken)
    {
        try
        {
            // All at once: half a company may be signed out in the same moment. Who does not read in time is closed unheard.
            await hub.Clients.Clients(ended.Select(connection => connection.Id)).SignedOut().WaitAsync(Farewell, time, cancellationToken);
            await Task.Delay(Farewell, time, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotSay(logger, failure);
        }

        foreach (var connection in ended)
            connection.Close();
    }

    private async Task VouchAsync(CancellationToken cancellationToken)
    {
        var agents = connections.All
            .Where(one => one.Caller.May(Permission.HandleInteractions))
            .Select(one => (one.Caller.BusinessUnitId, one.UserId))
            .ToHashSet();
        foreach (var presence in presences)
            await Parallel.ForEachAsync(agents, FewAtATime(cancellationToken), async (agent, cancel) =>
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

    private static ParallelOptions FewAtATime(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Cannot ask whether sessions behind open sockets still hold; asking again.")]
        public static partial void CannotCheck(ILogger logger, Exception outage);

        [LoggerMessage(LogLevel.Debug, "Some browsers were not told that their session has ended; their sockets are closed.")]
        public static partial void CannotSay(ILogger logger, Exception failure);

        [LoggerMessage(LogLevel.Warning, "Cannot note that agent {UserId} is present.")]
        public static partial void CannotVouch(ILogger logger, Guid userId, Exception outage);
    }
}

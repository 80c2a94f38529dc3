using Chasqui.Jobs;
using Microsoft.AspNetCore.SignalR;

namespace Chasqui.Live;

/// <summary>
/// Tells browsers what was committed: the first change at once, then at most every <see cref="Pace"/>, equal ones merged. Changes
/// of this node go to the other nodes too.
/// </summary>
internal sealed partial class LiveBroadcaster(
    LiveDispatcher dispatcher, IHubContext<LiveHub, ILiveClient> hub, LiveRights rights, NodeChannel nodes, TimeProvider time, ILogger<LiveBroadcaster> logger)
    : BackgroundService
{
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    // A browser that does not read is cut off by its socket's own limit; the others do not wait for it.
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await dispatcher.News.WaitToReadAsync(stoppingToken))
            {
                var changes = new HashSet<LiveEvent>();
                var ours = new HashSet<LiveEvent>();
                while (dispatcher.News.TryRead(out var news))
                {
                    changes.Add(news.Change);
                    if (news.Everywhere)
                        ours.Add(news.Change);
                }

                foreach (var change in ours)
                    nodes.Relay(change);
                await TellAsync(changes, stoppingToken);
                await Task.Delay(Pace, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TellAsync(IEnumerable<LiveEvent> changes, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(changes.Select(TellAsync)).WaitAsync(LongestSend, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.Slow(logger);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, failure);
        }
    }

    private Task TellAsync(LiveEvent change) => change switch
    {
        InboxChanged inbox => hub.Clients.Group(LiveGroups.User(inbox.BusinessUnitId, inbox.UserId)).InboxChanged(),
        InteractionChanged interaction => hub.Clients
            .Group(LiveGroups.Interaction(interaction.BusinessUnitId, interaction.InteractionId)).InteractionChanged(interaction.InteractionId),
        AgentChanged agent => hub.Clients
            .Groups(LiveGroups.Agents(agent.BusinessUnitId), LiveGroups.User(agent.BusinessUnitId, agent.UserId)).AgentChanged(agent.UserId),
        QueueChanged queue => hub.Clients.Group(LiveGroups.Agents(queue.BusinessUnitId)).QueueChanged(queue.QueueId),
        DialerChanged dialer => hub.Clients
            .Groups(LiveGroups.Dialers(dialer.BusinessUnitId), LiveGroups.Dialer(dialer.BusinessUnitId, dialer.DialerId)).DialerChanged(dialer.DialerId),
        ImportChanged import => hub.Clients.Group(LiveGroups.Import(import.BusinessUnitId, import.ImportId)).ImportChanged(import.ImportId),
        HandsetChanged handset => hub.Clients.Group(LiveGroups.Handset(handset.BusinessUnitId, handset.Number)).HandsetChanged(handset.Number),
        ProvidersChanged providers => hub.Clients.Group(LiveGroups.Providers(providers.BusinessUnitId)).ProvidersChanged(),
        SessionsEnded sessions => CheckSoon(sessions),
        _ => throw new InvalidOperationException($"Nobody is told of a {change.GetType().Name}: add it to the broadcaster."),
    };

    private Task CheckSoon(SessionsEnded ended)
    {
        rights.CheckSoon(ended.BusinessUnitId, ended.UserId);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "A browser takes long to read; the others are not kept waiting.")]
        public static partial void Slow(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Some browsers were not told of a change.")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}

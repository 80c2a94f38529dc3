using System.Text.Json;
using System.Threading.Channels;
using Chasqui.Live;
using Npgsql;

namespace Chasqui.Jobs;

/// <summary>
/// Between the nodes of one database: wakes each other's workers and passes on what browsers should hear. PostgreSQL's LISTEN and
/// NOTIFY, at most one NOTIFY in <see cref="Pace"/>, because one in every transaction halves the commits per second. A lost message
/// only delays. It needs a direct connection: a pooler in transaction mode loses LISTEN.
/// </summary>
internal sealed partial class NodeChannel(
    NpgsqlDataSource source, WakeUps wakeUps, LiveDispatcher live, LiveConnections connections, TimeProvider time, ILogger<NodeChannel> logger)
    : BackgroundService
{
    private const string ListenCommand = "LISTEN chasqui";
    private const string NotifySql = "SELECT pg_notify('chasqui', message) FROM unnest(@messages::text[]) AS message";

    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    // A node's name for as long as it runs; it only has to differ from the others'.
    private readonly Guid _node = Guid.CreateVersion7(time.GetUtcNow());
    private readonly Channel<LiveEvent> _outgoing = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when this node hears the others for the first time.</summary>
    public Task Listening => _listening.Task;

    /// <summary>Tells browsers at the other nodes.</summary>
    public void Relay(LiveEvent change) => _outgoing.Writer.TryWrite(change);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ListenAsync(stoppingToken), TellAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var heardBefore = false;
        var retry = FirstRetry;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                connection.Notification += (_, notification) => Hear(notification.Payload);
                await using (var listen = new NpgsqlCommand(ListenCommand, connection))
                    await listen.ExecuteNonQueryAsync(cancellationToken);

                // What was said while nobody listened is gone: workers look for themselves, and browsers of this node reconnect
                // and fetch again.
                foreach (var topic in Enum.GetValues<WakeTopic>())
                    wakeUps.WakeHere(topic);
                if (heardBefore)
                    connections.CloseAll();
                heardBefore = true;
                retry = FirstRetry;
                _listening.TrySetResult();
                while (true)
                    await connection.WaitAsync(cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception outage)
            {
                Log.CannotListen(logger, outage);
            }

            retry = await BackOffAsync(retry, cancellationToken);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var untold = new List<string>();
        var retry = FirstRetry;
        var outgoing = _outgoing.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (!cancellationToken.IsCancellationRequested)
        {
            var woken = wakeUps.Pending; // taken before looking, so that nothing comes in between unseen
            if (untold.Count == 0)
                untold.AddRange(Collect());
            if (untold.Count == 0)
            {
                await Task.WhenAny(woken, outgoing);
                if (outgoing.IsCompleted)
                    outgoing = _outgoing.Reader.WaitToReadAsync(cancellationToken).AsTask();
                continue;
            }

            try
            {
                await using var notify = source.CreateCommand(NotifySql);
                notify.Parameters.AddWithValue("messages", untold.ToArray());
                await notify.ExecuteNonQueryAsync(cancellationToken);
                untold.Clear();
                retry = FirstRetry;
                await Task.Delay(Pace, time, cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception outage)
            {
                Log.CannotTell(logger, outage);
                retry = await BackOffAsync(retry, cancellationToken);
            }
        }
    }

    private IReadOnlyList<string> Collect()
    {
        var topics = wakeUps.TakeUnsent();
        var events = new HashSet<LiveEvent>();
        while (_outgoing.Reader.TryRead(out var change))
            events.Add(change);
        return topics.Count == 0 && events.Count == 0 ? [] : NodeMessage.Write(_node, topics, [.. events]);
    }

    private void Hear(string payload)
    {
        try
        {
            var message = NodeMessage.Read(payload);
            if (message.Node == _node)
                return; // our own words come back to us
            foreach (var topic in message.Wake)
                wakeUps.WakeHere(topic);
            foreach (var change in message.Events)
                live.PublishHere(change);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Log.Unreadable(logger, unreadable);
        }
    }

    private async Task<TimeSpan> BackOffAsync(TimeSpan retry, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(retry, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops; the caller's loop sees it.
        }

        return retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Cannot hear the other nodes; trying again.")]
        public static partial void CannotListen(ILogger logger, Exception outage);

        [LoggerMessage(LogLevel.Warning, "Cannot tell the other nodes; trying again.")]
        public static partial void CannotTell(ILogger logger, Exception outage);

        [LoggerMessage(LogLevel.Warning, "A notification on the channel chasqui is not ours to read.")]
        public static partial void Unreadable(ILogger logger, Exception unreadable);
    }
}

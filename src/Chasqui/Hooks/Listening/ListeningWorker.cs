using Chasqui.Database.Embedded;
using Chasqui.Outbound;
using Chasqui.Providers;
using Chasqui.Senders.Health;
using Microsoft.Extensions.Options;

namespace Chasqui.Hooks.Listening;

/// <summary>
/// Has this node listen to the accounts whose leases it holds: started when it gets one, started anew when the settings change, ended
/// before somebody else may have it.
/// </summary>
internal sealed partial class ListeningWorker(
    ProviderLeases leases, ProviderConnections connections, IInboundSink inbound, IDeliveryReportSink reports, HealthTally health,
    IServiceProvider services,
    IOptions<ListeningOptions> options, TimeProvider time, ILogger<ListeningWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ListenedAccount, Listener> _listeners = [];
    private long _heldAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the server's start does not wait for it
        using var timer = new PeriodicTimer(options.Value.Every, time);
        try
        {
            await EndLeasesOfTheDeadAsync(stoppingToken);
            do
                await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }

        await StopAllAsync();
    }

    /// <summary>A private PostgreSQL has one server. When that one starts, whoever had the leases has crashed.</summary>
    private async Task EndLeasesOfTheDeadAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<EmbeddedPostgres>() is null)
            return;
        try
        {
            await leases.ReleaseAllAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.LookFailed(logger, failure);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Lease / 3); // a database that hangs must not keep us listening beyond the lease
        try
        {
            var wanted = new Dictionary<ListenedAccount, IListeningConnection>();
            foreach (var account in await leases.EnabledAsync(limit.Token))
            {
                if (await connections.GetAsync(account.BusinessUnitId, account.ProviderId, limit.Token) is IListeningConnection connection)
                    wanted[account] = connection;
            }

            var askedAt = time.GetTimestamp();
            var held = await leases.HoldAsync(wanted.Keys, limit.Token);
            _heldAt = askedAt;
            foreach (var (account, listener) in _listeners.ToList())
            {
                if (!held.Contains(account) || !ReferenceEquals(listener.Connection, wanted[account]) || listener.Run.IsCompleted)
                    await StopAsync(account, listener);
            }

            foreach (var account in held.Where(account => !_listeners.ContainsKey(account)))
                _listeners[account] = Start(account, wanted[account]);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.LookFailed(logger, failure);
            if (_listeners.Count > 0 && time.GetElapsedTime(_heldAt) + options.Value.Every + options.Value.Lease / 3 >= options.Value.Lease)
                await Task.WhenAll(_listeners.ToList().Select(pair => StopAsync(pair.Key, pair.Value)));
        }
    }

    private Listener Start(ListenedAccount account, IListeningConnection connection)
    {
        var stop = new CancellationTokenSource();
        var events = new ProviderEvents(account, inbound, reports, health, time, logger);
        Log.Started(logger, account.ProviderId.Value);
        return new Listener(connection, stop, Task.Run(() => RunAsync(account, connection, events, stop.Token), CancellationToken.None));
    }

    private async Task RunAsync(ListenedAccount account, IListeningConnection connection, ProviderEvents events, CancellationToken stop)
    {
        try
        {
            await connection.ListenAsync(events, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to.
        }
        catch (Exception failure)
        {
            Log.Ended(logger, failure, account.ProviderId.Value);
            events.Link(LinkState.Disconnected, "Listening ended unexpectedly; it is started again.");
        }
    }

    private async Task StopAsync(ListenedAccount account, Listener listener)
    {
        _listeners.Remove(account);
        await listener.Stop.CancelAsync();
        if (await Task.WhenAny(listener.Run, Task.Delay(Farewell, time)) != listener.Run)
            Log.Slow(logger, account.ProviderId.Value); // it has been told; what it still hears is stored once
        listener.Stop.Dispose();
    }

    private async Task StopAllAsync()
    {
        var accounts = _listeners.Keys.ToList();
        await Task.WhenAll(_listeners.ToList().Select(pair => StopAsync(pair.Key, pair.Value)));
        if (accounts.Count == 0)
            return;
        try
        {
            await leases.ReleaseAsync(accounts, CancellationToken.None);
        }
        catch (Exception failure)
        {
            Log.ReleaseFailed(logger, failure); // they then end by themselves
        }
    }

    private sealed record Listener(IListeningConnection Connection, CancellationTokenSource Stop, Task Run);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "This node listens to provider {ProviderId}")]
        public static partial void Started(ILogger logger, Guid providerId);

        [LoggerMessage(2, LogLevel.Error, "Listening to provider {ProviderId} ended unexpectedly; it is started again")]
        public static partial void Ended(ILogger logger, Exception exception, Guid providerId);

        [LoggerMessage(3, LogLevel.Warning, "Listening to provider {ProviderId} does not end in time")]
        public static partial void Slow(ILogger logger, Guid providerId);

        [LoggerMessage(4, LogLevel.Warning, "Looking for accounts to listen to failed; trying again")]
        public static partial void LookFailed(ILogger logger, Exception exception);

        [LoggerMessage(5, LogLevel.Warning, "Giving up accounts failed; their leases end by themselves")]
        public static partial void ReleaseFailed(ILogger logger, Exception exception);
    }
}

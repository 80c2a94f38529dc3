using System.Collections.Concurrent;
using Chasqui.Database;
using Chasqui.Database.Embedded;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Senders.Health;
using Microsoft.Extensions.Options;

namespace Chasqui.Outbound;

/// <summary>
/// One per node: finds senders with work, takes the lease of those that are free, runs a pump for each and renews the leases.
/// When the server stops, pumps stop claiming, finish what is in flight, and their leases are given up for other nodes to take.
/// </summary>
internal sealed partial class OutboundWorker(
    SenderLeases leases, ChasquiDatabase database, ProviderConnections connections, OutboxClaims claims, ResultWriter results, HealthTally health, PumpTurns turns,
    WakeUps wakeUps, IOptions<OutboundOptions> options, IServiceProvider services, TimeProvider time, ILogger<OutboundWorker> logger) : BackgroundService
{
    /// <summary>Between one look and the next, however often somebody wakes us.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<(BusinessUnitId, SenderId), RunningPump> _pumps = new();

    private OutboundOptions Options => options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the server's start does not wait for the first look
        using var renewing = new CancellationTokenSource();
        var renewal = RenewAsync(renewing.Token);
        try
        {
            await EndLeasesOfTheDeadAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var next = wakeUps.NextAsync(WakeTopic.Outbox);
                await LookAsync(stoppingToken);
                await Task.Delay(Breath, time, stoppingToken);
                await WakeUps.WaitAsync(next, Options.Poll, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            await StopPumpsAsync();
            await renewing.CancelAsync();
            await renewal;
        }
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
        try
        {
            var work = await leases.FindWorkAsync(cancellationToken);
            await EndPumpsAsync(work.Select(sender => (sender.BusinessUnitId, sender.SenderId)).ToHashSet());
            foreach (var sender in work)
            {
                if (_pumps.TryGetValue((sender.BusinessUnitId, sender.SenderId), out var pump))
                    pump.Pump.Nudge();
                else if (!sender.Held && _pumps.Count < Options.MaxSenders)
                    await StartPumpAsync(sender, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.LookFailed(logger, failure);
        }
    }

    private async Task StartPumpAsync(SenderWork sender, CancellationToken cancellationToken)
    {
        if (await leases.TryAcquireAsync(sender.BusinessUnitId, sender.SenderId, cancellationToken) is not { } lease)
            return;
        var pump = new SenderPump(lease, new PumpParts(database, connections, claims, results, health, turns, Options, time, logger));
        _pumps[(sender.BusinessUnitId, sender.SenderId)] = new RunningPump(pump, Task.Run(pump.RunAsync, CancellationToken.None));
        Log.Acquired(logger, sender.SenderId.Value, lease.Fence);
    }

    /// <summary>Clears pumps away that ended by themselves, and ends those long without work.</summary>
    private async Task EndPumpsAsync(HashSet<(BusinessUnitId, SenderId)> working)
    {
        foreach (var (key, running) in _pumps)
        {
            if (running.Run.IsCompleted || (!working.Contains(key) && running.Pump.Idle > Options.IdleAfter))
                await EndPumpAsync(key, running);
        }
    }

    private async Task EndPumpAsync((BusinessUnitId, SenderId) key, RunningPump running)
    {
        running.Pump.Stop();
        try
        {
            await running.Run;
        }
        catch (Exception failure)
        {
            Log.PumpFailed(logger, failure, running.Pump.Lease.SenderId.Value);
        }

        _pumps.TryRemove(key, out _);
        try
        {
            await leases.ReleaseAsync(running.Pump.Lease, CancellationToken.None);
        }
        catch (Exception failure)
        {
            Log.ReleaseFailed(logger, failure, running.Pump.Lease.SenderId.Value); // it then ends by itself
        }
    }

    private async Task StopPumpsAsync()
    {
        // The provider's time limit, a little for the results: the host kills after 25 s.
        var limit = Options.ProviderTimeout + TimeSpan.FromSeconds(5);
        await Task.WhenAny(Task.WhenAll(_pumps.Select(pair => EndPumpAsync(pair.Key, pair.Value))), Task.Delay(limit, time));
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Options.RenewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await RenewOnceAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops; the pumps are done.
        }
    }

    private async Task RenewOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await leases.RenewAsync([.. _pumps.Values.Select(running => running.Pump.Lease).Where(lease => !lease.IsLost)], cancellationToken);
            foreach (var running in _pumps.Values.Where(running => running.Pump.Lease.IsLost))
            {
                Log.Lost(logger, running.Pump.Lease.SenderId.Value);
                running.Pump.Nudge();
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.RenewFailed(logger, failure);
        }
    }

    private sealed record RunningPump(SenderPump Pump, Task Run);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "This node sends for sender {SenderId}, fence {Fence}")]
        public static partial void Acquired(ILogger logger, Guid senderId, long fence);

        [LoggerMessage(2, LogLevel.Warning, "Another node took sender {SenderId} over")]
        public static partial void Lost(ILogger logger, Guid senderId);

        [LoggerMessage(3, LogLevel.Warning, "Looking for messages to send failed; trying again")]
        public static partial void LookFailed(ILogger logger, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "Renewing leases failed; without it sending stops")]
        public static partial void RenewFailed(ILogger logger, Exception exception);

        [LoggerMessage(5, LogLevel.Error, "Sending for sender {SenderId} ended unexpectedly; it is started again")]
        public static partial void PumpFailed(ILogger logger, Exception exception, Guid senderId);

        [LoggerMessage(6, LogLevel.Warning, "Giving up sender {SenderId} failed; its lease ends by itself")]
        public static partial void ReleaseFailed(ILogger logger, Exception exception, Guid senderId);
    }
}

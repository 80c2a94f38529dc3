using Chasqui.Inbound;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Chasqui.Hooks;

/// <summary>
/// Brings the spool to the database, does what was interrupted, drops what was kept long enough, and keeps the accounts known. On
/// every node: each has its own spool, the rest they share by claiming.
/// </summary>
internal sealed partial class HookWorker(
    HookIntake intake, HookEvents events, HookSpool spool, HookAccounts accounts, InboundParts parts, IOptions<HooksOptions> options, TimeProvider time,
    ILogger<HookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan SpoolEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DropEvery = TimeSpan.FromHours(1);

    /// <summary>Brings everything spooled to the database, in order; throws when the database is away.</summary>
    public async Task ReplayAsync(CancellationToken cancellationToken)
    {
        while (await spool.PeekAsync(cancellationToken) is { } told)
        {
            try
            {
                await intake.ReplayAsync(told, cancellationToken);
                await spool.RemoveAsync(cancellationToken);
            }
            catch (PostgresException refusal) when (HookIntake.IsRefused(refusal))
            {
                Log.Refused(logger, refusal, told.Id);
                await spool.PutAsideAsync(cancellationToken);
            }
        }
    }

    /// <summary>Does what was stored and interrupted. Returns how many events it took.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var interrupted = await events.ClaimInterruptedAsync(cancellationToken);
        foreach (var told in interrupted)
        {
            try
            {
                await intake.WorkAsync(told, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                Log.EventFailed(logger, failure, told.Id);
                // The exception's own words may quote what people wrote.
                var fault = failure is AggregateException several ? several.InnerExceptions[0] : failure;
                await events.NoteFaultAsync(told, fault.GetType().Name, cancellationToken);
            }
        }

        return interrupted.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(SpoolEvery, ReplayAsync, stoppingToken),
        RepeatAsync(options.Value.SweepEvery, SweepAndWarmAsync, stoppingToken),
        RepeatAsync(DropEvery, DropOldAsync, stoppingToken));

    private async Task SweepAndWarmAsync(CancellationToken cancellationToken)
    {
        await accounts.WarmAsync(cancellationToken);
        await SweepAsync(cancellationToken);
    }

    private async Task DropOldAsync(CancellationToken cancellationToken)
    {
        await events.DropOldAsync(cancellationToken);
        await parts.DropOldAsync(cancellationToken);
    }

    private async Task RepeatAsync(TimeSpan every, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        await Task.Yield(); // the server's start does not wait for it
        using var timer = new PeriodicTimer(every, time);
        try
        {
            do
            {
                try
                {
                    await work(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.Failed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Upkeep of webhooks failed; trying again later")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "The database refuses webhook event {EventId} of the spool; it is put aside")]
        public static partial void Refused(ILogger logger, Exception exception, Guid eventId);

        [LoggerMessage(2, LogLevel.Warning, "Webhook event {EventId} could not be done; it is tried again, later each time")]
        public static partial void EventFailed(ILogger logger, Exception exception, Guid eventId);
    }
}

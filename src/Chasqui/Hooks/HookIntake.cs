using Chasqui.Providers;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Chasqui.Hooks;

/// <summary>
/// Makes a genuine request durable, then does what it tells. Durable is the database or, while that is away, this node's spool; while
/// anything waits in the spool, what comes queues behind it, so that nobody's messages overtake each other.
/// </summary>
internal sealed partial class HookIntake(
    HookEvents events, HookSpool spool, IDeliveryReportSink reports, IInboundSink inbound, IOptions<HooksOptions> options, TimeProvider time,
    ILogger<HookIntake> logger)
{
    /// <summary>What is not done within it is done by the sweep: carriers wait a few seconds for their answer and then tell again.</summary>
    private static readonly TimeSpan Working = TimeSpan.FromSeconds(5);

    /// <returns>False when it could be kept nowhere: the carrier has to tell it again.</returns>
    public async Task<bool> TakeAsync(HookEvent told)
    {
        // Neither the caller's hanging up nor the server's stop ends this: it is short, and half of it helps nobody.
        if (!spool.IsEmpty && await spool.AppendAsync(told, CancellationToken.None))
            return true;
        bool added;
        try
        {
            using var limit = new CancellationTokenSource(options.Value.DatabasePatience, time);
            added = await events.StoreAsync(told, limit.Token);
        }
        catch (Exception outage) when (outage is NpgsqlException or OperationCanceledException or TimeoutException && !IsRefused(outage))
        {
            Log.Spooling(logger, outage);
            return await spool.AppendAsync(told, CancellationToken.None);
        }

        if (added)
            await TryWorkAsync(told);
        return true;
    }

    /// <summary>The database is there and will never take this: waiting for it would hold up everything behind it.</summary>
    public static bool IsRefused(Exception failure) => failure is PostgresException { SqlState: ['2', '2' or '3', ..] };

    /// <summary>Brings a request from the spool to the database; throws while that is away.</summary>
    public async Task ReplayAsync(HookEvent told, CancellationToken cancellationToken)
    {
        if (await events.StoreAsync(told, cancellationToken))
            await TryWorkAsync(told);
    }

    /// <summary>Does what a stored request tells; told twice it changes nothing.</summary>
    /// <exception cref="AggregateException">Some of it could not be done.</exception>
    public async Task WorkAsync(HookEvent told, CancellationToken cancellationToken)
    {
        // One message that cannot be stored does not keep the others out.
        var faults = new List<Exception>();
        if (told.Tidings.Reports.Count > 0)
            await TryAsync(() => reports.AcceptAsync(told.BusinessUnitId, told.ProviderId, told.Tidings.Reports, cancellationToken), faults);
        foreach (var message in told.Tidings.Messages)
            await TryAsync(() => inbound.AcceptAsync(told.BusinessUnitId, told.ProviderId, message, cancellationToken), faults);
        if (faults.Count > 0)
            throw new AggregateException(faults);
        await events.DoneAsync(told, cancellationToken);
    }

    private async Task TryWorkAsync(HookEvent told)
    {
        using var limit = new CancellationTokenSource(Working, time);
        try
        {
            await WorkAsync(told, limit.Token);
        }
        catch (Exception failure)
        {
            Log.Interrupted(logger, failure, told.Id);
        }
    }

    private static async Task TryAsync(Func<Task> work, List<Exception> faults)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Add(fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The database is away; webhooks go to the spool")]
        public static partial void Spooling(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Webhook event {EventId} is stored and could not be done; it is tried again")]
        public static partial void Interrupted(ILogger logger, Exception exception, Guid eventId);
    }
}

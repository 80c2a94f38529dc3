using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers;

/// <summary>Whether a dialer is at work.</summary>
internal enum DialerStatus
{
    Inactive,

    /// <summary>Enabled and started. Off schedule it waits.</summary>
    Active,
}

/// <summary>A dialer's figures, as today's users know them, and the states behind them.</summary>
internal sealed record DialerMonitor
{
    public required DialerStatus Status { get; init; }

    public required bool Enabled { get; init; }

    public required bool Running { get; init; }

    /// <summary>Its hours allow sending now.</summary>
    public required bool OnSchedule { get; init; }

    /// <summary>Taken by the provider, or handed to it with an unknown outcome.</summary>
    public required long Processed { get; init; }

    /// <summary>Waiting, or in the provider's hands just now.</summary>
    public required long NotProcessed { get; init; }

    /// <summary>Refused, failed or expired, and rows of files refused for their number.</summary>
    public required long Other { get; init; }

    /// <summary>Blocked by our own gate.</summary>
    public required long Blocked { get; init; }

    /// <summary>
    /// Messages in each state, and "badNumber" for refused rows. "cancelled" (deleted unprocessed) is in none of the four above.
    /// </summary>
    public required IReadOnlyDictionary<string, long> ByState { get; init; }

    /// <summary>Messages processed a second, measured over the last seconds somebody looked.</summary>
    public required double PerSecond { get; init; }

    /// <summary>When all is processed at this pace, its hours considered; null when nothing waits or it is not running.</summary>
    public required DateTimeOffset? EstimatedEndAt { get; init; }
}

/// <summary>GET /dialers/{id}/monitor.</summary>
internal static class MonitorDialer
{
    private const string BadNumber = "badNumber";

    private const string TallySql =
        """
        SELECT state, sum(count)::bigint AS count FROM message_tally
        WHERE business_unit_id = @business_unit_id AND dialer_id = @dialer_id
        GROUP BY state
        """;

    private const string PaceSql =
        """
        SELECT coalesce(dialer.time_zone, business_unit.time_zone) AS time_zone,
               sender.messages_per_second::double precision AS messages_per_second
        FROM dialer
        JOIN business_unit ON business_unit.id = dialer.business_unit_id
        JOIN sender ON sender.business_unit_id = dialer.business_unit_id AND sender.id = dialer.sender_id
        WHERE dialer.business_unit_id = @business_unit_id AND dialer.id = @dialer_id
        """;

    private static readonly DeliveryState[] ProcessedStates =
    [
        DeliveryState.Accepted, DeliveryState.Sent, DeliveryState.Delivered, DeliveryState.Read, DeliveryState.Undelivered,
        DeliveryState.Unknown,
    ];

    private static readonly DeliveryState[] WaitingStates = [DeliveryState.Queued, DeliveryState.Sending];
    private static readonly DeliveryState[] OtherStates = [DeliveryState.Rejected, DeliveryState.Failed, DeliveryState.Expired];

    public static async Task<Results<Ok<DialerMonitor>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProcessingRate rates, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await VisibleDialers.FindAsync(tx, caller, new DialerId(id), cancellationToken) is not { } dialer)
            return Problems.NotFound("dialer");
        return TypedResults.Ok(await ReadAsync(tx, caller.BusinessUnitId, dialer, rates, time.GetUtcNow(), cancellationToken));
    }

    public static async Task<DialerMonitor> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Dialer dialer, ProcessingRate rates, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var key = new { business_unit_id = unit, dialer_id = dialer.Id };
        var pace = await tx.QuerySingleAsync<Pace>(PaceSql, key, cancellationToken);
        var tally = (await tx.QueryAsync<Tally>(TallySql, key, cancellationToken))
            .ToDictionary(row => row.State, row => row.Count, StringComparer.Ordinal);
        var (processed, waiting) = (Sum(tally, ProcessedStates), Sum(tally, WaitingStates));

        var schedule = new Schedule(dialer.Schedule);
        var zone = Schedule.Zone(pace.TimeZone) ?? TimeZoneInfo.Utc;
        var working = dialer is { Enabled: true, Running: true };
        var measured = rates.Measure(dialer.Id, processed);
        var allowed =
            dialer.GapMilliseconds > 0 ? Math.Min(pace.MessagesPerSecond, 1000.0 / dialer.GapMilliseconds) : pace.MessagesPerSecond;
        var expected = measured > 0 ? measured : allowed;
        return new DialerMonitor
        {
            Status = working ? DialerStatus.Active : DialerStatus.Inactive,
            Enabled = dialer.Enabled,
            Running = dialer.Running,
            OnSchedule = schedule.IsOpen(now, zone),
            Processed = processed,
            NotProcessed = waiting,
            Other = Sum(tally, OtherStates) + tally.GetValueOrDefault(BadNumber),
            Blocked = Sum(tally, [DeliveryState.Blocked]),
            ByState = Enum.GetValues<DeliveryState>().Select(Words.Camel).Append(BadNumber)
                .ToDictionary(state => state, state => tally.GetValueOrDefault(state), StringComparer.Ordinal),
            PerSecond = Math.Round(measured, 2),
            EstimatedEndAt = working && waiting > 0 ? EndOf(TimeSpan.FromSeconds(waiting / expected), schedule, zone, now) : null,
        };
    }

    /// <summary>When so much work is done in the hours of the schedule; null when that is more than some weeks away.</summary>
    internal static DateTimeOffset? EndOf(TimeSpan work, Schedule schedule, TimeZoneInfo zone, DateTimeOffset now)
    {
        const int MostWindows = 30;
        var at = now;
        for (var window = 0; window < MostWindows; window++)
        {
            var change = schedule.NextChange(at, zone);
            if (schedule.IsOpen(at, zone))
            {
                if (change is not { } closing || at + work <= closing)
                    return at + work;
                work -= closing - at;
            }

            if (change is not { } next)
                return null;
            at = next;
        }

        return null;
    }

    private static long Sum(Dictionary<string, long> tally, IEnumerable<DeliveryState> states) =>
        states.Sum(state => tally.GetValueOrDefault(Words.Camel(state)));

    private sealed record Tally
    {
        public required string State { get; init; }

        public required long Count { get; init; }
    }

    private sealed record Pace
    {
        public required string TimeZone { get; init; }

        public required double MessagesPerSecond { get; init; }
    }
}

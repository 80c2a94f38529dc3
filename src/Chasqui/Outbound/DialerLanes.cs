using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>One lane of a sender's outbox, as its pump sees it: what may go, and from where to look.</summary>
internal sealed class Lane(Guid id, TimeProvider time)
{
    private static readonly TimeSpan FullLookEvery = TimeSpan.FromSeconds(1);

    private long? _lookedWhollyAt;

    public Guid Id => id;

    public GapPace Pace { get; } = new(time);

    /// <summary>The dialer is enabled and running. Asked again by the claim itself; this only saves useless ones.</summary>
    public bool Running { get; set; }

    public Schedule Schedule { get; set; } = Schedule.Always;

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>False once a look found nothing; true again when woken or after a while.</summary>
    public bool MayHaveWork { get; set; } = true;

    /// <summary>
    /// The last message taken. Looking from there on spares reading over the remains of everything sent before, which cannot be
    /// cleaned while some old snapshot is open; messages that came in behind it are found by the full look of every second.
    /// </summary>
    public (int Priority, long Seq) Mark { get; set; } = (int.MinValue, long.MinValue);

    public bool IsOpen => Running && Schedule.IsOpen(time.GetUtcNow(), Zone);

    /// <summary>Where the next claim begins to look; from the beginning once a second.</summary>
    public (int Priority, long Seq) NextFrom(out bool whole)
    {
        whole = _lookedWhollyAt is not { } at || time.GetElapsedTime(at) >= FullLookEvery;
        if (!whole)
            return Mark;
        _lookedWhollyAt = time.GetTimestamp();
        return (int.MinValue, long.MinValue);
    }

    /// <summary>Makes the next look a full one.</summary>
    public void LookWholly() => _lookedWhollyAt = null;
}

/// <summary>Which lanes of a sender have messages, and whether they may send now: a dialer must be enabled, running and on schedule.</summary>
internal static class DialerLanes
{
    // Jumps from lane to lane along the index.
    private const string LanesSql =
        """
        WITH RECURSIVE lane AS (
            (SELECT lane_id FROM outbox WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id ORDER BY lane_id LIMIT 1)
            UNION ALL
            SELECT following.lane_id
            FROM lane CROSS JOIN LATERAL (
                SELECT outbox.lane_id FROM outbox
                WHERE outbox.business_unit_id = @business_unit_id AND outbox.sender_id = @sender_id AND outbox.lane_id > lane.lane_id
                ORDER BY outbox.lane_id LIMIT 1) AS following
        )
        SELECT lane.lane_id AS id, dialer.enabled AND dialer.running AS running, dialer.gap_milliseconds,
               dialer.schedule::text AS schedule, coalesce(dialer.time_zone, business_unit.time_zone) AS time_zone
        FROM lane
        JOIN business_unit ON business_unit.id = @business_unit_id
        JOIN dialer ON dialer.business_unit_id = @business_unit_id AND dialer.id = lane.lane_id
        """;

    public static async Task RefreshAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, SenderId senderId, Dictionary<Guid, Lane> lanes, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<LaneRow>(LanesSql, new { business_unit_id = businessUnitId, sender_id = senderId }, cancellationToken);
        foreach (var row in rows)
        {
            if (!lanes.TryGetValue(row.Id, out var lane))
                lanes.Add(row.Id, lane = new Lane(row.Id, time));
            var gap = TimeSpan.FromMilliseconds(row.GapMilliseconds);
            if (lane.Pace.Gap != gap)
                lane.Pace.Gap = gap;
            // A zone this machine does not know keeps the dialer still: texts at the wrong hour are worse than late ones.
            var zone = Schedule.Zone(row.TimeZone);
            lane.Schedule = new Schedule(JsonSerializer.Deserialize<IReadOnlyList<ScheduleRow>>(row.Schedule, Json.Options) ?? []);
            lane.Zone = zone ?? TimeZoneInfo.Utc;
            lane.Running = row.Running && (zone is not null || lane.Schedule.IsAlways);
            lane.MayHaveWork = true;
        }

        foreach (var lane in lanes.Values)
        {
            if (lane.Id != Outbox.DirectLane && !rows.Any(row => row.Id == lane.Id))
                lane.MayHaveWork = false;
        }
    }

    private sealed record LaneRow
    {
        public required Guid Id { get; init; }

        public required bool Running { get; init; }

        public required int GapMilliseconds { get; init; }

        public required string Schedule { get; init; }

        public required string TimeZone { get; init; }
    }
}

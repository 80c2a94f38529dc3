using System.Text.Json;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>A queue's hours as they are stored. A zone the server does not know (a removed name) counts as UTC.</summary>
internal static class OpeningHours
{
    /// <summary>Whether the queue serves at this instant: switched on, and inside its schedule.</summary>
    /// <param name="enabled">The queue's switch.</param>
    /// <param name="schedule">queue.schedule.</param>
    /// <param name="timeZone">The queue's zone, or its business unit's.</param>
    /// <param name="now">The instant.</param>
    public static bool IsOpen(bool enabled, string schedule, string timeZone, DateTimeOffset now) =>
        enabled && new Schedule(Read(schedule)).IsOpen(now, Schedule.Zone(timeZone) ?? TimeZoneInfo.Utc);

    public static IReadOnlyList<ScheduleRow> Read(string schedule) =>
        JsonSerializer.Deserialize<IReadOnlyList<ScheduleRow>>(schedule, Json.Options) ?? [];

    public static string Write(IReadOnlyList<ScheduleRow> rows) => JsonSerializer.Serialize(rows, Json.Options);
}

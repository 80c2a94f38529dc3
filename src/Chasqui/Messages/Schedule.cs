using System.Text.Json.Serialization;

namespace Chasqui.Messages;

/// <summary>One row of a schedule: on these days, from one time of day to another. <see cref="To"/> at or before
/// <see cref="From"/> runs past midnight into the next day; 00:00 to 00:00 is the whole day.</summary>
internal sealed record ScheduleRow
{
    public required IReadOnlyList<Weekday> Days { get; init; }

    /// <summary>Local time of day, the first minute that is open.</summary>
    [JsonConverter(typeof(TimeOfDayConverter))]
    public required TimeOnly From { get; init; }

    /// <summary>Local time of day, the first minute that is closed again.</summary>
    [JsonConverter(typeof(TimeOfDayConverter))]
    public required TimeOnly To { get; init; }
}

/// <summary>A day of the week by its word, so that JSON and database read the same in every language.</summary>
internal enum Weekday
{
    Sunday,
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
}

/// <summary>Opening hours in a time zone. No rows at all means always open.</summary>
internal sealed record Schedule(IReadOnlyList<ScheduleRow> Rows)
{
    public static readonly Schedule Always = new([]);

    /// <summary>
    /// Whether it is open at this instant, by the wall clock of <paramref name="zone"/>: daylight saving moves the instant, not
    /// the hours on the door. A time of day that comes twice is open both times.
    /// </summary>
    public bool IsOpen(DateTimeOffset instant, TimeZoneInfo zone)
    {
        if (Rows.Count == 0)
            return true;
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var today = (Weekday)local.DayOfWeek;
        var yesterday = (Weekday)(((int)today + 6) % 7);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        foreach (var row in Rows)
        {
            var overnight = row.To <= row.From;
            if (row.Days.Contains(today) && time >= row.From && (overnight || time < row.To))
                return true;
            if (overnight && row.Days.Contains(yesterday) && time < row.To)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The next instant after <paramref name="instant"/>, to the minute, at which it opens or closes; null when it never does.
    /// </summary>
    public DateTimeOffset? NextChange(DateTimeOffset instant, TimeZoneInfo zone)
    {
        if (Rows.Count == 0)
            return null;
        var open = IsOpen(instant, zone);

        // Minute by minute is exact over every kind of clock change, and a week and a day holds every pattern of a week.
        var probe = new DateTimeOffset(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMinute), instant.Offset);
        for (var minute = 0; minute < 8 * 24 * 60; minute++)
        {
            probe = probe.AddMinutes(1);
            if (IsOpen(probe, zone) != open)
                return probe;
        }

        return null;
    }

    /// <summary>The zone of that IANA name, or null when there is none.</summary>
    public static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    [JsonIgnore]
    public bool IsAlways => Rows.Count == 0;
}

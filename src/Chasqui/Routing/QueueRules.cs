using System.Text.RegularExpressions;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>A queue's settings as a request gives them; null leaves the setting as it is.</summary>
internal abstract record QueueSettings
{
    public bool? Enabled { get; init; }

    /// <summary>"nocall".</summary>
    public string? Eligibility { get; init; }

    /// <summary>"rrmemory".</summary>
    public string? Distribution { get; init; }

    /// <summary>1 to 100; default 3.</summary>
    public int? MaxInteractions { get; init; }

    /// <summary>Default 30.</summary>
    public int? ServiceLevelSeconds { get; init; }

    /// <summary>Default 3600.</summary>
    public int? AbandonmentSeconds { get; init; }

    /// <summary>0 to 3600; default 0.</summary>
    public int? WrapUpSeconds { get; init; }

    public IReadOnlyList<ScheduleRow>? Schedule { get; init; }

    /// <summary>IANA name; empty: the business unit's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>At most 1530 characters; empty: none.</summary>
    public string? OutOfHoursMessage { get; init; }

    public bool? DispositionRequired { get; init; }
}

internal static partial class QueueRules
{
    private const int LongestSchedule = 50;
    private const int LongestMessage = 1530;
    private const int Day = 86_400;

    public static Validation Check(string? name, QueueSettings settings) => new Validation()
        .Check(name is null || Name().IsMatch(name), "name", "2 to 30 letters, digits and - _ . :")
        .Check(settings.Eligibility is null or "nocall", "eligibility", "Only nocall is there yet.")
        .Check(settings.Distribution is null or "rrmemory", "distribution", "Only rrmemory is there yet.")
        .Check(settings.MaxInteractions is null or (>= 1 and <= 100), "maxInteractions", "1 to 100.")
        .Check(settings.ServiceLevelSeconds is null or (>= 1 and <= Day), "serviceLevelSeconds", "1 to 86400.")
        .Check(settings.AbandonmentSeconds is null or (>= 1 and <= 30 * Day), "abandonmentSeconds", "1 to 2592000.")
        .Check(settings.WrapUpSeconds is null or (>= 0 and <= 3600), "wrapUpSeconds", "0 to 3600.")
        .Check(settings.Schedule is null || settings.Schedule.Count <= LongestSchedule, "schedule", $"At most {LongestSchedule} rows.")
        .Check(settings.Schedule is null || settings.Schedule.All(row => row.Days.Count > 0), "schedule", "Each row needs a day.")
        .Check(
            settings.TimeZone is null or "" || Schedule.Zone(settings.TimeZone) is not null,
            "timeZone", "An IANA name such as America/Montevideo.")
        .Check(
            settings.OutOfHoursMessage is null || settings.OutOfHoursMessage.Length <= LongestMessage,
            "outOfHoursMessage", $"At most {LongestMessage} characters.");

    /// <summary>The settings as a statement's parameters: null leaves the column as it is.</summary>
    public static object Parameters(BusinessUnitId unit, QueueId id, string? name, QueueSettings settings, DateTimeOffset now) => new
    {
        business_unit_id = unit,
        id,
        name,
        enabled = settings.Enabled,
        eligibility = settings.Eligibility,
        distribution = settings.Distribution,
        max_interactions = settings.MaxInteractions,
        service_level_seconds = settings.ServiceLevelSeconds,
        abandonment_seconds = settings.AbandonmentSeconds,
        wrap_up_seconds = settings.WrapUpSeconds,
        schedule = settings.Schedule is null ? null : OpeningHours.Write(settings.Schedule),
        time_zone = settings.TimeZone,
        out_of_hours_message = settings.OutOfHoursMessage?.Trim(),
        disposition_required = settings.DispositionRequired,
        now,
    };

    [GeneratedRegex("^[A-Za-z0-9_.:-]{2,30}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}

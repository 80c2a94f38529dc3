using System.Globalization;
using System.Text.RegularExpressions;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Dialers;

/// <summary>What a dialer's settings must satisfy; null means "not given" and is left alone.</summary>
internal static partial class DialerRules
{
    private const int MaxScheduleRows = 100;
    private const int MaxPort = 255;

    public static Validation Check(
        string? name, IReadOnlyList<ScheduleRow>? schedule, string? timeZone, string? dialString, int? gapMilliseconds)
    {
        var validation = new Validation()
            .Check(name is null || Name().IsMatch(name), "name", "Use 2 to 30 letters, digits or - _ . :")
            .Check(
                string.IsNullOrEmpty(timeZone) || Schedule.Zone(timeZone) is not null,
                "timeZone", "Give an IANA name such as America/Montevideo.")
            .Check(
                string.IsNullOrEmpty(dialString) || IsPortRange(dialString),
                "dialString", $"Write the first and the last port as (0.3); ports go to {MaxPort}.")
            .Check(gapMilliseconds is null or >= 0 and <= 3_600_000, "gapMilliseconds", "Use 0 to 3600000 milliseconds.");
        if (schedule is null)
            return validation;
        return validation
            .Check(schedule.Count <= MaxScheduleRows, "schedule", $"Use at most {MaxScheduleRows} rows.")
            .Check(schedule.All(row => row.Days.Count > 0), "schedule", "Every row needs a day.")
            .Check(schedule.All(row => row.Days.Distinct().Count() == row.Days.Count), "schedule", "A row names each day once.");
    }

    // (first.last): both ends included, as the gateways' own form has it.
    private static bool IsPortRange(string dialString) =>
        PortRange().Match(dialString) is { Success: true } range
        && int.Parse(range.Groups["first"].ValueSpan, CultureInfo.InvariantCulture) is var first
        && int.Parse(range.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) is var last
        && first <= last && last <= MaxPort;

    [GeneratedRegex(@"^[A-Za-z0-9_.:-]{2,30}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^\((?<first>[0-9]{1,3})\.(?<last>[0-9]{1,3})\)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PortRange();
}

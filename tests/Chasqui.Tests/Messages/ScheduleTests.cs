namespace Chasqui.Messages;

public sealed class ScheduleTests
{
    private static readonly TimeZoneInfo Montevideo = Schedule.Zone("America/Montevideo")!;
    private static readonly TimeZoneInfo NewYork = Schedule.Zone("America/New_York")!;
    private static readonly TimeZoneInfo LordHowe = Schedule.Zone("Australia/Lord_Howe")!;

    [Fact]
    public void No_rows_is_always_open() => Schedule.Always.IsOpen(DateTimeOffset.UnixEpoch, Montevideo).ShouldBeTrue();

    [Theory]
    [InlineData("2026-11-20T11:59:59Z", false)] // Friday 08:59:59 in Montevideo
    [InlineData("2026-11-20T12:00:00Z", true)]
    [InlineData("2026-11-20T20:59:59Z", true)]
    [InlineData("2026-11-20T21:00:00Z", false)]
    [InlineData("2026-11-21T15:00:00Z", false)] // Saturday
    public void Opens_and_closes_by_the_local_clock(string instant, bool open) =>
        Weekdays("09:00", "18:00").IsOpen(DateTimeOffset.Parse(instant), Montevideo).ShouldBe(open);

    [Theory]
    [InlineData("2026-11-21T02:00:00Z", true)] // Friday 23:00
    [InlineData("2026-11-21T04:59:00Z", true)] // Saturday 01:59, still Friday's night
    [InlineData("2026-11-21T05:00:00Z", false)]
    [InlineData("2026-11-22T04:00:00Z", false)] // Sunday 01:00: Saturday has no night
    public void Runs_past_midnight(string instant, bool open) =>
        Weekdays("22:00", "02:00").IsOpen(DateTimeOffset.Parse(instant), Montevideo).ShouldBe(open);

    [Fact]
    public void Midnight_to_midnight_is_the_whole_day()
    {
        var friday = new Schedule([new ScheduleRow { Days = [Weekday.Friday], From = TimeOnly.MinValue, To = TimeOnly.MinValue }]);
        friday.IsOpen(DateTimeOffset.Parse("2026-11-20T03:00:00Z"), Montevideo).ShouldBeTrue();
        friday.IsOpen(DateTimeOffset.Parse("2026-11-21T02:59:59Z"), Montevideo).ShouldBeTrue();
        friday.IsOpen(DateTimeOffset.Parse("2026-11-21T03:00:00Z"), Montevideo).ShouldBeFalse();
    }

    [Fact]
    public void Daylight_saving_moves_the_instant_not_the_hours_on_the_door()
    {
        var hours = Weekdays("09:00", "18:00");
        hours.NextChange(DateTimeOffset.Parse("2026-03-06T23:00:00Z"), NewYork).ShouldBe(DateTimeOffset.Parse("2026-03-09T13:00:00Z"));
        hours.NextChange(DateTimeOffset.Parse("2026-10-30T22:00:00Z"), NewYork).ShouldBe(DateTimeOffset.Parse("2026-11-02T14:00:00Z"));
    }

    [Fact]
    public void Half_hour_of_daylight_saving_is_counted()
    {
        // Lord Howe goes from +11:00 back to +10:30 on 5 April 2026.
        var sunday = new Schedule([new ScheduleRow { Days = [Weekday.Sunday], From = new TimeOnly(9, 0), To = new TimeOnly(10, 0) }]);
        sunday.NextChange(DateTimeOffset.Parse("2026-04-04T00:00:00Z"), LordHowe).ShouldBe(DateTimeOffset.Parse("2026-04-04T22:30:00Z"));
    }

    [Fact]
    public void Schedule_that_never_opens_has_no_next_change() =>
        new Schedule([new ScheduleRow { Days = [], From = new TimeOnly(9, 0), To = new TimeOnly(10, 0) }])
            .NextChange(DateTimeOffset.UnixEpoch, Montevideo).ShouldBeNull();

    private static Schedule Weekdays(string from, string to) => new(
    [
        new ScheduleRow
        {
            Days = [Weekday.Monday, Weekday.Tuesday, Weekday.Wednesday, Weekday.Thursday, Weekday.Friday],
            From = TimeOnly.Parse(from),
            To = TimeOnly.Parse(to),
        },
    ]);
}

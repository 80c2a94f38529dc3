using System.Net;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Dialers;

public sealed class MonitorTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private const string TallySql =
        "INSERT INTO message_tally (business_unit_id, dialer_id, state, count) VALUES (@business_unit_id, @dialer_id, @state, @count)";

    private static readonly string[] States =
    [
        "queued", "sending", "accepted", "sent", "delivered", "read", "blocked", "rejected", "failed", "undelivered", "expired",
        "cancelled", "unknown", "badNumber",
    ];

    private static readonly TimeZoneInfo Utc = TimeZoneInfo.Utc;
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_state_falls_under_its_number_and_cancelled_under_none()
    {
        var dialer = await dialers.MakeDialerAsync("tallied", Cancel);
        var power = 0;
        foreach (var state in States)
        {
            await AddAsync(dialer.Id, state, 1L << power);
            await AddAsync(dialer.Id, state, 1L << power++); // deltas are added up
        }

        var monitor = await MonitorAsync(dialer.Id);
        monitor.NotProcessed.ShouldBe(2 * (1 + 2));
        monitor.Processed.ShouldBe(2 * (4 + 8 + 16 + 32 + 512 + 4096));
        monitor.Blocked.ShouldBe(2 * 64);
        monitor.Other.ShouldBe(2 * (128 + 256 + 1024 + 8192));
        monitor.ByState["cancelled"].ShouldBe(2 * 2048);
        monitor.ByState.Values.Sum().ShouldBe(monitor.NotProcessed + monitor.Processed + monitor.Blocked + monitor.Other + (2 * 2048));
    }

    [Fact]
    public async Task An_import_shows_in_the_figures_and_deleting_takes_the_waiting_ones_out()
    {
        var dialer = await dialers.MakeDialerAsync("fed", Cancel);
        await dialers.Admin.PostAsync("/api/v1/dnc", new { number = "098344386" }, Cancel);
        var import =
            await dialers.ImportAsync(dialer.Id, "fed;098344384;a;\nfed;098344385;b;\nfed;098344386;on the list;\nfed;12;bad;\n", Cancel);
        (import.Rows, import.Imported, import.Blocked, import.Rejected).ShouldBe((4, 2, 1, 1));

        var monitor = await MonitorAsync(dialer.Id);
        (monitor.NotProcessed, monitor.Blocked, monitor.Other, monitor.Processed).ShouldBe((2, 1, 1, 0));
        monitor.ByState["badNumber"].ShouldBe(1);

        var deleted = await (await dialers.Admin.DeleteAsync($"/api/v1/dialers/{dialer.Id.Value}/unprocessed", Cancel))
            .ShouldBeAsync<DeletedMessages>(HttpStatusCode.OK, Cancel);
        deleted.Deleted.ShouldBe(2);
        monitor = await MonitorAsync(dialer.Id);
        (monitor.NotProcessed, monitor.Blocked, monitor.Other, monitor.Processed, monitor.ByState["cancelled"]).ShouldBe((0, 1, 1, 0, 2));
    }

    [Fact]
    public async Task A_started_dialer_sends_what_was_imported_and_one_that_was_not_keeps_it()
    {
        var (started, waiting) = (await dialers.MakeDialerAsync("started", Cancel), await dialers.MakeDialerAsync("waiting", Cancel));
        await dialers.Admin.PostAsync($"/api/v1/dialers/{started.Id.Value}/start", null, Cancel);
        await dialers.ImportAsync(started.Id, "started;098344384;a;\nstarted;098344385;b;\nwaiting;098344384;c;\n", Cancel);
        var monitor = await Poll.UntilAsync(
            () => MonitorAsync(started.Id), figures => figures.Processed == 2, TimeSpan.FromSeconds(30), Cancel);
        (monitor.Status, monitor.NotProcessed, monitor.EstimatedEndAt).ShouldBe((DialerStatus.Active, 0, null));
        monitor = await MonitorAsync(waiting.Id);
        (monitor.Status, monitor.NotProcessed, monitor.Processed).ShouldBe((DialerStatus.Inactive, 1, 0));
    }

    [Fact]
    public async Task Only_a_dialer_at_work_tells_when_it_will_be_done()
    {
        var dialer = await dialers.MakeDialerAsync("estimated", Cancel);
        await AddAsync(dialer.Id, "queued", 100);
        (await MonitorAsync(dialer.Id)).EstimatedEndAt.ShouldBeNull();
        // It has no messages, only figures: starting it sends nothing.
        await dialers.Admin.PatchAsync($"/api/v1/dialers/{dialer.Id.Value}", new { gapMilliseconds = 60_000 }, Cancel);
        await dialers.Admin.PostAsync($"/api/v1/dialers/{dialer.Id.Value}/start", null, Cancel);
        var end = (await MonitorAsync(dialer.Id)).EstimatedEndAt.ShouldNotBeNull();
        (end - dialers.Server.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(99), TimeSpan.FromMinutes(101));
    }

    [Fact]
    public async Task Off_schedule_is_told_apart_from_stopped()
    {
        var dialer = await dialers.MakeDialerAsync("hours", Cancel);
        var today = TimeZoneInfo.ConvertTime(dialers.Server.Clock.GetUtcNow(), Schedule.Zone("America/Montevideo")!).DayOfWeek;
        var tomorrow = (Weekday)(((int)today + 2) % 7); // two days on: midnight may pass while this runs
        var schedule = new[] { new { days = new[] { tomorrow }, from = "09:00", to = "10:00" } };
        await dialers.Admin.PatchAsync($"/api/v1/dialers/{dialer.Id.Value}", new { schedule }, Cancel);
        await dialers.Admin.PostAsync($"/api/v1/dialers/{dialer.Id.Value}/start", null, Cancel);
        var monitor = await MonitorAsync(dialer.Id);
        (monitor.Status, monitor.OnSchedule).ShouldBe((DialerStatus.Active, false));
    }

    [Fact]
    public void The_end_skips_the_hours_the_dialer_is_closed()
    {
        var office = new Schedule(
            [new ScheduleRow { Days = [Weekday.Monday, Weekday.Friday], From = new TimeOnly(9, 0), To = new TimeOnly(18, 0) }]);
        MonitorDialer.EndOf(TimeSpan.FromMinutes(30), office, Utc, Friday).ShouldBe(Friday.AddMinutes(30));
        MonitorDialer.EndOf(TimeSpan.FromHours(2), office, Utc, Friday).ShouldBe(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        MonitorDialer.EndOf(TimeSpan.FromHours(2), Schedule.Always, Utc, Friday).ShouldBe(Friday.AddHours(2));
        MonitorDialer.EndOf(TimeSpan.FromDays(60), office, Utc, Friday).ShouldBeNull();
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds_somebody_looked()
    {
        var clock = new ManualClock();
        var rates = new ProcessingRate(clock);
        var dialer = Id.New<DialerId>(TimeProvider.System);
        rates.Measure(dialer, 1000).ShouldBe(0);
        clock.Now += 2;
        rates.Measure(dialer, 1200).ShouldBe(100);
        clock.Now += 8;
        rates.Measure(dialer, 2000).ShouldBe(100);
        clock.Now += 10;
        rates.Measure(dialer, 2000).ShouldBe(0);
        clock.Now += 600;
        rates.Measure(dialer, 9000).ShouldBe(0, "ten minutes are no last seconds");
    }

    private Task<DialerMonitor> MonitorAsync(DialerId id) =>
        dialers.Admin.ReadAsync<DialerMonitor>($"/api/v1/dialers/{id.Value}/monitor", Cancel);

    private async Task AddAsync(DialerId dialer, string state, long count)
    {
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        await tx.ExecuteAsync(TallySql, new { business_unit_id = dialers.Server.BusinessUnit, dialer_id = dialer, state, count }, Cancel);
        await tx.CommitAsync(Cancel);
    }

    private sealed class ManualClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}

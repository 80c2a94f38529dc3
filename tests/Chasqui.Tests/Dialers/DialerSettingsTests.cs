using System.Net;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Dialers;

public sealed class DialerSettingsTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private static readonly string[] MondayAndFriday = ["monday", "friday"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dialer_is_made_with_working_defaults_and_stopped()
    {
        var dialer = await dialers.MakeDialerAsync("defaults", Cancel);
        (dialer.Enabled, dialer.Running, dialer.CheckDnc, dialer.GapMilliseconds, dialer.DialString, dialer.TimeZone)
            .ShouldBe((true, false, true, 0, "", null));
        dialer.Schedule.ShouldBeEmpty();
        (await dialers.Admin.ReadAsync<Dialer>(Address(dialer.Id), Cancel)).Name.ShouldBe("defaults");
    }

    [Fact]
    public async Task Every_setting_is_kept_as_given()
    {
        var answer = await dialers.Admin.PostAsync(
            "/api/v1/dialers",
            new
            {
                name = "Every.thing_1:a-b",
                senderId = dialers.Sender,
                enabled = false,
                schedule = new[] { new { days = MondayAndFriday, from = "09:00", to = "18:30" } },
                timeZone = "Europe/Madrid",
                dialString = "(0.3)",
                gapMilliseconds = 250,
                checkDnc = false,
            },
            Cancel);
        var dialer = await answer.ShouldBeAsync<Dialer>(HttpStatusCode.Created, Cancel);
        answer.Headers.Location!.ToString().ShouldBe(Address(dialer.Id));
        (dialer.Enabled, dialer.CheckDnc, dialer.GapMilliseconds, dialer.DialString, dialer.TimeZone)
            .ShouldBe((false, false, 250, "(0.3)", "Europe/Madrid"));
        var row = dialer.Schedule.ShouldHaveSingleItem();
        (row.From, row.To).ShouldBe((new TimeOnly(9, 0), new TimeOnly(18, 30)));
        row.Days.ShouldBe([Weekday.Monday, Weekday.Friday]);
    }

    [Theory]
    [InlineData("name", "x")]
    [InlineData("name", "has blank")]
    [InlineData("name", "ñandú")]
    [InlineData("name", "0123456789012345678901234567890")]
    [InlineData("timeZone", "Mars/Olympus")]
    [InlineData("dialString", "0.3")]
    [InlineData("dialString", "(3.0)")]
    [InlineData("dialString", "(0.999)")]
    public async Task A_setting_that_cannot_be_is_named(string field, string value)
    {
        var body = new Dictionary<string, object> { ["name"] = "valid", ["senderId"] = dialers.Sender, [field] = value };
        var problem = await (await dialers.Admin.PostAsync("/api/v1/dialers", body, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        problem.GetProperty("errors").GetProperty(field).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var body = new
        {
            name = "!",
            senderId = Id.New<SenderId>(TimeProvider.System),
            gapMilliseconds = -1,
            schedule = new[] { new { days = Array.Empty<string>(), from = "09:00", to = "10:00" } },
        };
        var problem = await (await dialers.Admin.PostAsync("/api/v1/dialers", body, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        problem.GetProperty("errors")
            .EnumerateObject().Select(error => error.Name).ShouldBe(["name", "gapMilliseconds", "schedule", "senderId"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_dialers_of_one_name_cannot_be_whatever_their_case()
    {
        await dialers.MakeDialerAsync("unique", Cancel);
        var second = await dialers.Admin.PostAsync("/api/v1/dialers", new { name = "UNIQUE", senderId = dialers.Sender }, Cancel);
        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", Cancel);
        var other = await dialers.MakeDialerAsync("other", Cancel);
        await (await dialers.Admin.PatchAsync(Address(other.Id), new { name = "Unique" }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", Cancel);
    }

    [Fact]
    public async Task What_a_change_leaves_out_stays_and_an_empty_zone_is_the_business_units()
    {
        var dialer = await dialers.MakeDialerAsync("changing", Cancel);
        await PatchAsync(dialer.Id, new { timeZone = "Europe/Madrid", gapMilliseconds = 100 });
        var changed = await PatchAsync(dialer.Id, new { name = "changed", timeZone = "" });
        (changed.Name, changed.TimeZone, changed.GapMilliseconds).ShouldBe(("changed", null, 100));
    }

    [Fact]
    public async Task A_disabled_dialer_stops_and_cannot_be_started()
    {
        var dialer = await dialers.MakeDialerAsync("switched", Cancel);
        await RunAsync(dialer.Id, "start");
        (await PatchAsync(dialer.Id, new { enabled = false })).Running.ShouldBeFalse();
        await (await dialers.Admin.PostAsync($"{Address(dialer.Id)}/start", null, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "dialerDisabled", Cancel);
        (await PatchAsync(dialer.Id, new { enabled = true })).Running.ShouldBeFalse();
        (await RunAsync(dialer.Id, "start")).Status.ShouldBe(DialerStatus.Active);
        (await RunAsync(dialer.Id, "stop")).Status.ShouldBe(DialerStatus.Inactive);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log()
    {
        var dialer = await dialers.MakeDialerAsync("audited", Cancel);
        await RunAsync(dialer.Id, "start");
        await RunAsync(dialer.Id, "stop");
        await PatchAsync(dialer.Id, new { gapMilliseconds = 5 });
        (await dialers.Admin.DeleteAsync($"{Address(dialer.Id)}/unprocessed", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        (await tx.QueryAsync<string>(ActionsSql, new { business_unit_id = dialers.Server.BusinessUnit, id = dialer.Id }, Cancel))
            .ShouldBe(["dialer.create", "dialer.start", "dialer.stop", "dialer.change", "dialer.deleteUnprocessed"]);
    }

    private const string ActionsSql =
        "SELECT action FROM audit_entry WHERE business_unit_id = @business_unit_id AND object_id = @id ORDER BY id";

    [Fact]
    public async Task Another_business_unit_sees_none_of_it()
    {
        var stranger = await dialers.Server.ClientAsync(
            await dialers.Server.CreateUserAsync(DefaultRoles.Administrator, dialers.Server.OtherUnit, null, Cancel), Cancel);
        (await stranger.ReadAsync<Page<Dialer>>("/api/v1/dialers", Cancel)).Items.ShouldBeEmpty();
        foreach (var (method, path, body) in Requests())
            (await stranger.SendAsync(method, Address(dialers.Campsms) + path, body, Cancel))
                .StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_done()
    {
        var agent = await dialers.Server.ClientAsync(DefaultRoles.Agent, Cancel);
        foreach (var (method, path, body) in Requests())
            (await agent.SendAsync(method, Address(dialers.Campsms) + path, body, Cancel))
                .StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
    }

    private static IEnumerable<(HttpMethod Method, string Path, object? Body)> Requests() =>
    [
        (HttpMethod.Get, "", null), (HttpMethod.Patch, "", new { gapMilliseconds = 1 }), (HttpMethod.Post, "/start", null),
        (HttpMethod.Post, "/stop", null), (HttpMethod.Delete, "/unprocessed", null), (HttpMethod.Get, "/monitor", null),
    ];

    private static string Address(DialerId id) => $"/api/v1/dialers/{id.Value}";

    private async Task<Dialer> PatchAsync(DialerId id, object change) =>
        await (await dialers.Admin.PatchAsync(Address(id), change, Cancel)).ShouldBeAsync<Dialer>(HttpStatusCode.OK, Cancel);

    private async Task<DialerMonitor> RunAsync(DialerId id, string verb) =>
        await (await dialers.Admin.PostAsync($"{Address(id)}/{verb}", null, Cancel))
            .ShouldBeAsync<DialerMonitor>(HttpStatusCode.OK, Cancel);
}

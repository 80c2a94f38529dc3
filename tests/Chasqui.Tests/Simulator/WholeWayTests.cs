using System.Net;
using System.Text.Json;
using Chasqui.Demo;
using Chasqui.Hosting;
using Chasqui.Support;

namespace Chasqui.Simulator;

/// <summary>Through the whole server and back: what our books say is what the carrier's say.</summary>
public sealed class WholeWayTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _server = await TestServer.StartAsync(
            await TemplateDatabase.CopyAsync(postgres, cancellationToken),
            new Dictionary<string, string?> { ["Chasqui:Demo"] = "true" }, clock: null, configure: null, cancellationToken);
        _admin = _server.Client();
        var signedIn = await _admin.PostAsync("/api/v1/session", new { email = "admin@demo.example", password = DemoSeed.Password }, cancellationToken);
        await signedIn.ShouldHaveStatusAsync(HttpStatusCode.OK, cancellationToken);
        _admin.DefaultRequestHeaders.Add("Cookie", string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_we_send_on_a_bad_day_ends_in_one_state_each_and_agrees_with_the_carrier()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var badDay = Behaviour.Default with
        {
            ThrottlePercent = 10,
            RejectPercent = 10,
            UndeliverablePercent = 10,
            DuplicateReceiptPercent = 30,
            ReorderReceipts = true,
            ReceiptDelayMilliseconds = 50,
            Seed = 11,
        };
        await (await _admin.PutAsync("/api/v1/simulator/behaviour", badDay, cancellationToken)).ShouldHaveStatusAsync(HttpStatusCode.OK, cancellationToken);

        var ids = new List<Guid>();
        for (var number = 0; number < 60; number++)
        {
            var answer = await _admin.PostAsync("/api/v1/messages", new { to = $"09912{number:D4}", text = $"Hello {number}" }, cancellationToken);
            ids.Add((await answer.ShouldBeAsync<JsonElement>(HttpStatusCode.Accepted, cancellationToken)).GetProperty("id").GetGuid());
        }

        var states = await Poll.UntilAsync(
            () => StatesAsync(ids, cancellationToken),
            states => states.Values.All(state => state is "delivered" or "undelivered" or "rejected" or "failed"),
            TimeSpan.FromSeconds(30), cancellationToken);

        var ledger = (await _admin.ReadAsync<Ledger>("/api/v1/simulator/ledger?limit=500", cancellationToken)).Items;
        ledger.Select(entry => Guid.Parse(entry.ClientReference)).Order()
            .ShouldBe(states.Where(state => state.Value is "delivered" or "undelivered").Select(state => state.Key).Order());
        states.Values.ShouldContain("delivered");
        states.Values.ShouldContain("undelivered");
        states.Values.ShouldContain(state => state == "rejected" || state == "failed");
    }

    [Fact]
    public async Task What_a_handset_writes_is_offered_to_an_agent_whose_reply_reaches_the_handset()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = _server.Client();
        var signedIn = await ana.PostAsync("/api/v1/session", new { email = "ana@demo.example", password = DemoSeed.Password }, cancellationToken);
        ana.DefaultRequestHeaders.Add("Cookie", string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        await (await ana.PutAsync("/api/v1/agents/me/state", new { state = "free" }, cancellationToken)).ShouldHaveStatusAsync(HttpStatusCode.OK, cancellationToken);

        await (await _admin.PostAsync(
            "/api/v1/simulator/handsets/099123456/messages", new { to = DemoSeed.SenderAddress, text = "Where is my order?" }, cancellationToken))
            .ShouldHaveStatusAsync(HttpStatusCode.Accepted, cancellationToken);
        var inbox = await Poll.UntilAsync(
            () => ana.ReadAsync<JsonElement>("/api/v1/agents/me/inbox", cancellationToken),
            inbox => inbox.GetProperty("offers").GetArrayLength() == 1, TimeSpan.FromSeconds(10), cancellationToken);
        var offer = inbox.GetProperty("offers")[0].GetProperty("id").GetGuid();
        var accepted = await (await ana.PostAsync($"/api/v1/offers/{offer}/accept", null as object, cancellationToken))
            .ShouldBeAsync<JsonElement>(HttpStatusCode.OK, cancellationToken);
        var interaction = accepted.GetProperty("interactionId").GetGuid();
        await (await ana.PostAsync($"/api/v1/interactions/{interaction}/messages", new { text = "On its way.", clientId = Guid.CreateVersion7() }, cancellationToken))
            .ShouldHaveStatusAsync(HttpStatusCode.Accepted, cancellationToken);

        var onHandset = await Poll.UntilAsync(
            () => _admin.ReadAsync<Page<HandsetMessage>>("/api/v1/simulator/handsets/099123456/messages", cancellationToken),
            page => page.Items.Count == 2, TimeSpan.FromSeconds(10), cancellationToken);
        onHandset.Items.Select(message => (message.Direction, message.Text)).ShouldBe(
            [(HandsetDirection.ToHandset, "On its way."), (HandsetDirection.FromHandset, "Where is my order?")]);
    }

    private async Task<Dictionary<Guid, string>> StatesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var page = await _admin.ReadAsync<JsonElement>("/api/v1/messages?limit=500", cancellationToken);
        var states = page.GetProperty("items").EnumerateArray()
            .ToDictionary(message => message.GetProperty("id").GetGuid(), message => message.GetProperty("state").GetString()!);
        return ids.ToDictionary(id => id, id => states[id]);
    }
}

using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Senders.Health;

public sealed class HealthTests(PostgresFixture postgres) : IAsyncLifetime
{
    private OutboundWorld? _started;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private OutboundWorld World => _started!;

    public async ValueTask InitializeAsync() => _started = await OutboundWorld.StartAsync(postgres, Cancellation);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task Two_nodes_are_one_provider_s_health_and_one_incident_that_closes_by_itself()
    {
        var other = await World.AddNodeAsync(Cancellation);
        TestServer[] nodes = [World.Node, other];
        foreach (var tally in nodes.Select(node => node.Service<HealthTally>()))
        {
            for (var i = 0; i < 9; i++)
                tally.Observe(World.Provider, World.Carrier.Accept(), TimeSpan.FromMilliseconds(40));
            for (var i = 0; i < 3; i++)
                tally.Observe(World.Provider, ScriptedCarrier.Fail(SendFailureClass.Transient), TimeSpan.FromMilliseconds(40));
        }

        // Neither node has seen twenty messages; together they have.
        var client = await World.Node.ApiClientAsync(World.Unit, Enum.GetValues<ApiScope>(), Cancellation);
        var open = await Poll.UntilAsync(() => IncidentsAsync(client, open: true), list => list.Count > 0, OutboundWorld.Patience, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => nodes[i % 2].Service<IncidentWatch>().LookAsync(Cancellation)));
        open = await IncidentsAsync(client, open: true);
        var incident = open.ShouldHaveSingleItem();
        (incident.Kind, incident.ProviderId, incident.ProviderName).ShouldBe((IncidentKind.ErrorRate, World.Provider, "Carrier"));
        incident.Sentence.ShouldBe("6 of 24 messages failed in five minutes, the last with scripted:1: As scripted.");
        var provider = await ProviderAsync(client);
        (provider.Health.Sent, provider.Health.Failed, provider.Health.State).ShouldBe((18, 6, HealthState.Degraded));
        provider.Health.ErrorRate.ShouldBe(0.25);
        provider.Health.LatencyMilliseconds.ShouldBe(50);
        provider.Health.Sentence.ShouldBe(incident.Sentence);

        foreach (var node in nodes)
            node.Clock.Advance(TimeSpan.FromMinutes(6));
        await Poll.UntilAsync(
            () => World.QueryAsync<long>("SELECT count(*) FROM incident WHERE good_since IS NOT NULL", null, Cancellation), count => count == 1,
            OutboundWorld.Patience, Cancellation);
        (await IncidentsAsync(client, open: true)).Count.ShouldBe(1);
        foreach (var node in nodes)
            node.Clock.Advance(TimeSpan.FromMinutes(2));
        await Poll.UntilAsync(() => IncidentsAsync(client, open: true), list => list.Count == 0, OutboundWorld.Patience, Cancellation);
        (await IncidentsAsync(client, open: false)).ShouldHaveSingleItem().ClosedAt.ShouldNotBeNull();
        (await IncidentsAsync(client, open: null)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_sent_is_counted_and_a_lost_session_is_seen()
    {
        await World.EnqueueManyAsync(7, null, Cancellation);
        await World.UntilCountAsync(DeliveryState.Accepted, 7, Cancellation);
        World.Node.Service<HealthTally>().Link(World.Provider, LinkState.Disconnected, "The carrier refused the bind.");
        World.Node.Clock.Advance(TimeSpan.FromSeconds(12));
        var client = await World.Node.ApiClientAsync(World.Unit, Enum.GetValues<ApiScope>(), Cancellation);
        var provider = await Poll.UntilAsync(
            () => ProviderAsync(client), seen => seen.Health is { Sent: 7, Link: LinkState.Disconnected }, OutboundWorld.Patience, Cancellation);
        (provider.Health.State, provider.Health.Sentence).ShouldBe((HealthState.Down, provider.Health.Sentence));
        var incidents = await Poll.UntilAsync(() => IncidentsAsync(client, open: true), list => list.Count > 0, OutboundWorld.Patience, Cancellation);
        incidents.ShouldHaveSingleItem().Sentence.ShouldBe("There is no connection to the carrier: The carrier refused the bind.");
    }

    [Fact]
    public async Task A_carrier_that_refuses_everything_pauses_the_provider_and_costs_no_message()
    {
        var stopped = true;
        World.Carrier.Script = (_, _) => Task.FromResult(stopped ? ScriptedCarrier.Fail(SendFailureClass.AccountStop) : World.Carrier.Accept());
        var client = await World.Node.ApiClientAsync(World.Unit, Enum.GetValues<ApiScope>(), Cancellation);
        await World.ExecuteAsync("UPDATE provider SET pause_count = 9", null, Cancellation); // so that the next pause is long
        await World.EnqueueManyAsync(20, null, Cancellation);

        var provider = await Poll.UntilAsync(() => ProviderAsync(client), seen => seen.Paused is not null, OutboundWorld.Patience, Cancellation);
        provider.Paused!.ShouldSatisfyAllConditions(
            pause => pause.Code.ShouldBe("scripted:1"), pause => pause.Sentence.ShouldBe("As scripted."),
            pause => pause.Until!.Value.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(2)));
        provider.Health.State.ShouldBe(HealthState.Paused);
        var incident = (await IncidentsAsync(client, open: true)).ShouldHaveSingleItem();
        (incident.Kind, incident.Sentence).ShouldBe((IncidentKind.AccountStop, "As scripted."));
        await World.UntilCountAsync(DeliveryState.Queued, 20, Cancellation);
        var asked = World.Carrier.Ledger.Count;
        await World.EnqueueManyAsync(20, null, Cancellation);
        await World.UntilCountAsync(DeliveryState.Queued, 40, Cancellation);

        // One message at a time tries when the pause is over, and one that passes lets all go.
        var held = World.Carrier.Hold();
        await World.ExecuteAsync("UPDATE provider SET paused_until = now()", null, Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(held.Waiting), waiting => waiting > 0, OutboundWorld.Patience, Cancellation);
        World.Carrier.Ledger.Count.ShouldBe(asked + 1);
        stopped = false;
        held.Release(null);
        await World.UntilCountAsync(DeliveryState.Accepted, 40, Cancellation);
        (await ProviderAsync(client)).Paused.ShouldBeNull();
        await Poll.UntilAsync(() => IncidentsAsync(client, open: true), list => list.Count == 0, OutboundWorld.Patience, Cancellation);
        await World.ShouldBeConservedAsync(Cancellation);
    }

    [Fact]
    public async Task A_provider_resumed_by_hand_sends_at_once()
    {
        var client = await World.Node.ApiClientAsync(World.Unit, Enum.GetValues<ApiScope>(), Cancellation);
        await client.PostAsync($"/api/v1/providers/{World.Provider.Value}/pause", null, Cancellation).ShouldHaveStatusAsync(System.Net.HttpStatusCode.OK, Cancellation);
        var id = await World.SendAsync(Cancellation);
        await World.UntilAsync(id, DeliveryState.Queued, Cancellation);
        // A test that passes does not resume what somebody paused, and there is nothing wrong.
        (await IncidentsAsync(client, open: null)).ShouldBeEmpty();
        World.Carrier.Ledger.ShouldBeEmpty();
        await client.PostAsync($"/api/v1/providers/{World.Provider.Value}/resume", null, Cancellation).ShouldHaveStatusAsync(System.Net.HttpStatusCode.OK, Cancellation);
        await World.UntilAsync(id, DeliveryState.Accepted, Cancellation);
    }

    [Fact]
    public async Task Each_pause_is_twice_as_long_as_the_one_before_up_to_five_minutes()
    {
        var lengths = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            await using (var tx = await World.Database.BeginAsync(World.Unit, Cancellation))
            {
                // The second refusal of the same moment changes nothing.
                for (var twice = 0; twice < 2; twice++)
                {
                    await ProviderPause.StopAsync(
                        tx, World.Unit, World.Provider, "x:1", "No.", TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow(), Cancellation);
                }

                await tx.CommitAsync(Cancellation);
            }

            lengths.Add(await World.QueryAsync<int>("SELECT round(extract(epoch FROM paused_until - now()) / 60)::int FROM provider", null, Cancellation));
            await World.ExecuteAsync("UPDATE provider SET paused_until = now()", null, Cancellation);
        }

        lengths.ShouldBe([1, 2, 4, 5, 5]);
        (await World.QueryAsync<long>("SELECT count(*) FROM incident", null, Cancellation)).ShouldBe(1);
    }

    private async Task<Provider> ProviderAsync(HttpClient client) =>
        await client.ReadAsync<Provider>($"/api/v1/providers/{World.Provider.Value}", Cancellation);

    private static async Task<IReadOnlyList<Incident>> IncidentsAsync(HttpClient client, bool? open) =>
        (await client.ReadAsync<Page<Incident>>($"/api/v1/incidents{(open is null ? "" : $"?open={(open == true ? "true" : "false")}")}", Cancellation)).Items;
}

using System.Text.Json;
using Chasqui.Support;

namespace Chasqui.Routing;

public sealed class RouterTests(ServerFixture server) : RoutingTest(server)
{
    private const string DecisionsSql =
        "SELECT outcome || ' ' || candidates::text FROM routing_decision WHERE queue_id = @queue ORDER BY id";

    [Fact]
    public async Task Three_agents_are_served_in_their_row_and_then_from_its_beginning()
    {
        var centre = await CentreAsync();
        var row = await RowOfThreeAsync(centre);
        var served = new List<int>();
        for (var contact = 0; contact < 6; contact++)
        {
            await centre.WriteAsync($"+5989920000{contact}", "Hola", Cancellation);
            var (agent, interaction) = await AnyTakesAsync(row);
            served.Add(agent);
            await row[agent].CloseAsync(interaction);
        }

        served.ShouldBe([0, 1, 2, 0, 1, 2]);
    }

    [Fact]
    public async Task The_row_remembers_where_it_was_when_one_of_it_was_away()
    {
        var centre = await CentreAsync();
        var row = await RowOfThreeAsync(centre);
        await row[0].BeAsync(ChosenState.OnBreak);
        var served = new List<int>();
        for (var contact = 0; contact < 3; contact++)
        {
            if (contact == 1)
                await row[0].BeAsync(ChosenState.Free);
            await centre.WriteAsync($"+5989920001{contact}", "Hola", Cancellation);
            served.Add((await AnyTakesAsync(row)).Agent);
        }

        served.ShouldBe([1, 2, 0]);
    }

    [Fact]
    public async Task A_queue_s_own_maximum_holds_below_the_agent_s()
    {
        var centre = await CentreAsync(new CentreOptions { MaxInteractions = 2 });
        var agent = await centre.HireAsync(Cancellation);
        for (var contact = 0; contact < 3; contact++)
            await centre.WriteAsync($"+5989920002{contact}", "Hola", Cancellation);
        var first = await agent.TakeAsync();
        await agent.TakeAsync();
        await Server.Service<Router>().RouteAsync(Cancellation);
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();
        Reasons((await centre.ReadAsync<string>(DecisionsSql, new { queue = centre.Queue }, Cancellation))[^1]).ShouldBe(["queueCapacity"]);

        await agent.CloseAsync(first);
        (await agent.OfferAsync()).Contact.Number.ShouldBe("+59899200022");
    }

    [Fact]
    public async Task Whoever_waits_longest_is_offered_first()
    {
        var centre = await CentreAsync();
        await centre.WriteAsync("+59899200031", "first", Cancellation);
        await centre.WriteAsync("+59899200032", "second", Cancellation);
        await centre.WriteAsync("+59899200031", "first again", Cancellation);
        var agent = await centre.HireAsync(Cancellation);
        var inbox = await Eventually.SeeAsync(agent.InboxAsync, inbox => inbox.Offers.Count == 2, Cancellation);
        inbox.Offers.Select(offer => offer.Contact.Number).ShouldBe(["+59899200031", "+59899200032"]);
        inbox.Offers[0].Preview.ShouldBe("first again");
    }

    [Fact]
    public async Task Why_somebody_waits_is_recorded_when_it_changes_and_only_then()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation, free: false);
        await centre.WriteAsync("+59899200041", "Hola", Cancellation);
        await SettleAsync();
        await SettleAsync();
        await agent.BeAsync(ChosenState.OnBreak);
        await SettleAsync();
        await SettleAsync();
        await agent.BeAsync(ChosenState.Free);
        await agent.OfferAsync();

        var decisions = await centre.ReadAsync<string>(DecisionsSql, new { queue = centre.Queue }, Cancellation);
        decisions.Select(decision => decision.Split(' ')[0]).ShouldBe(["noCandidate", "noCandidate", "offered"]);
        decisions.SelectMany(Reasons).ShouldBe(["disconnected", "onBreak", "chosen"]);
    }

    [Fact]
    public async Task A_closed_queue_offers_nothing_until_it_opens()
    {
        var centre = await CentreAsync(new CentreOptions { Schedule = CentreOptions.ClosedSchedule(Server.Clock.GetUtcNow()) });
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899200051", "Hola", Cancellation);
        await SettleAsync();
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();

        await centre.ExecuteAsync("UPDATE queue SET schedule = '[]' WHERE id = @queue", new { queue = centre.Queue }, Cancellation);
        (await agent.OfferAsync()).Contact.Number.ShouldBe("+59899200051");
    }

    [Fact]
    public async Task A_disabled_queue_keeps_who_waits()
    {
        var centre = await CentreAsync();
        await centre.ExecuteAsync("UPDATE queue SET enabled = false WHERE id = @queue", new { queue = centre.Queue }, Cancellation);
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899200061", "Hola", Cancellation);
        await SettleAsync();
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();
        await centre.ExecuteAsync("UPDATE queue SET enabled = true WHERE id = @queue", new { queue = centre.Queue }, Cancellation);
        await agent.TakeAsync();
    }

    /// <summary>A pass of a router of our own beside the server's: after two, neither has anything left to do.</summary>
    private async Task SettleAsync()
    {
        await Server.Service<Router>().RouteAsync(Cancellation);
        await Server.Service<Router>().RouteAsync(Cancellation);
    }

    private static async Task<TestAgent[]> RowOfThreeAsync(ContactCentre centre) =>
        [await centre.HireAsync(Cancellation), await centre.HireAsync(Cancellation), await centre.HireAsync(Cancellation)];

    private static async Task<(int Agent, Messages.InteractionId Interaction)> AnyTakesAsync(TestAgent[] row)
    {
        var agent = await Eventually.SeeAsync(
            async () =>
            {
                for (var number = 0; number < row.Length; number++)
                {
                    if ((await row[number].InboxAsync()).Offers.Count > 0)
                        return number;
                }

                return -1;
            },
            number => number >= 0, Cancellation);
        return (agent, await row[agent].TakeAsync());
    }

    private static IEnumerable<string> Reasons(string decision) =>
        JsonDocument.Parse(decision[(decision.IndexOf(' ', StringComparison.Ordinal) + 1)..]).RootElement.EnumerateArray()
            .Select(candidate => candidate.GetProperty("reason").GetString()!);
}

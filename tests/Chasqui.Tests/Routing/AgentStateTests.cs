using System.Net;
using Chasqui.Accounts;
using Chasqui.Support;

namespace Chasqui.Routing;

public sealed class AgentStateTests(ServerFixture server) : RoutingTest(server)
{
    private const string ChangesSql =
        "SELECT state || ' ' || coalesce(break_reason, '-') || ' ' || cause FROM agent_state_change WHERE user_id = @user ORDER BY id";

    [Theory]
    [InlineData(false, false, 0, "Disconnected")]
    [InlineData(false, false, 2, "Disconnected")]
    [InlineData(false, true, 0, "Disconnected")]
    [InlineData(false, true, 2, "Disconnected")]
    [InlineData(true, false, 0, "Free")]
    [InlineData(true, false, 1, "Busy")]
    [InlineData(true, true, 0, "FreeOnBreak")]
    [InlineData(true, true, 1, "BusyOnBreak")]
    public void What_is_shown_follows_from_the_facts(bool signedIn, bool onBreak, int load, string shown) =>
        AgentState.Shown(signedIn, onBreak, load).ToString().ShouldBe(shown);

    [Fact]
    public async Task An_agent_goes_to_work_takes_a_break_and_goes_home()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation, free: false);
        (await agent.StateAsync()).State.ShouldBe(ShownState.Disconnected);

        (await agent.BeAsync(ChosenState.Free)).State.ShouldBe(ShownState.Free);
        var onBreak = await agent.BeAsync(ChosenState.OnBreak, "lunch");
        onBreak.State.ShouldBe(ShownState.FreeOnBreak);
        onBreak.BreakReason.ShouldBe("lunch");
        onBreak.ChangedBy.ShouldBe(AgentCause.Agent);
        (await agent.BeAsync(ChosenState.Disconnected)).State.ShouldBe(ShownState.Disconnected);

        (await centre.ReadAsync<string>(ChangesSql, new { user = agent.Id }, Cancellation))
            .ShouldBe(["free - agent", "freeOnBreak lunch agent", "disconnected - agent"]);
    }

    [Fact]
    public async Task A_break_without_a_reason_is_a_break()
    {
        var agent = await (await CentreAsync()).HireAsync(Cancellation, free: false);
        var state = await agent.BeAsync(ChosenState.OnBreak);
        state.State.ShouldBe(ShownState.FreeOnBreak);
        state.BreakReason.ShouldBe("break");
    }

    [Fact]
    public async Task A_break_reason_has_a_length()
    {
        var agent = await (await CentreAsync()).HireAsync(Cancellation, free: false);
        var answer = await agent.Client.PutAsync(
            "/api/v1/agents/me/state", new SetAgentState { State = ChosenState.OnBreak, BreakReason = new string('x', 61) }, Cancellation);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
    }

    [Fact]
    public async Task An_offer_makes_busy_and_answering_it_free_again()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899100001", "Hola", Cancellation);
        var interaction = await agent.TakeAsync();
        (await agent.StateAsync()).State.ShouldBe(ShownState.Busy);
        await agent.CloseAsync(interaction);
        (await agent.StateAsync()).State.ShouldBe(ShownState.Free);

        (await centre.ReadAsync<string>(ChangesSql, new { user = agent.Id }, Cancellation))
            .ShouldBe(["free - agent", "busy - system", "free - agent"]);
    }

    [Fact]
    public async Task A_break_keeps_what_one_has_and_keeps_away_what_is_new()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899100002", "first", Cancellation);
        var interaction = await agent.TakeAsync();
        (await agent.BeAsync(ChosenState.OnBreak, "coffee")).State.ShouldBe(ShownState.BusyOnBreak);

        await centre.WriteAsync("+59899100003", "second", Cancellation);
        await Server.Service<Router>().RouteAsync(Cancellation);
        var inbox = await agent.InboxAsync();
        inbox.Offers.ShouldBeEmpty();
        inbox.Interactions.ShouldHaveSingleItem().Id.ShouldBe(interaction);

        await agent.BeAsync(ChosenState.Free);
        (await agent.OfferAsync()).Contact.Number.ShouldBe("+59899100003");
    }

    [Fact]
    public async Task Only_people_are_agents()
    {
        var key = await Server.ApiClientAsync(Cancellation, ApiScope.Admin);
        var answer = await key.PutAsync("/api/v1/agents/me/state", new SetAgentState { State = ChosenState.Free }, Cancellation);
        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "permissionMissing", Cancellation);
    }

    [Fact]
    public async Task A_supervisor_sees_agents_with_their_state_and_queues()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899100004", "Hola", Cancellation);
        await agent.TakeAsync();

        var supervisor = await Server.ClientAsync(DefaultRoles.Supervisor, Cancellation);
        var page = await supervisor.ReadAsync<Hosting.Page<Agent>>("/api/v1/agents", Cancellation);
        var shown = page.Items.Single(item => item.UserId == agent.Id);
        shown.State.ShouldBe(ShownState.Busy);
        shown.Active.ShouldBe(1);
        shown.Queues.ShouldHaveSingleItem().Id.ShouldBe(centre.Queue);
    }
}

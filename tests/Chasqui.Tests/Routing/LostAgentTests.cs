using System.Net;
using Chasqui.Support;

namespace Chasqui.Routing;

public sealed class LostAgentTests(ServerFixture server) : RoutingTest(server)
{
    // The clock of all tests of this class runs on; only this agent's presence is ended.
    private const string LoseSql = "UPDATE agent SET present_until = @now WHERE user_id = @user";
    private const string CauseSql = "SELECT state_changed_by FROM agent WHERE user_id = @user AND NOT signed_in";
    private const string PresenceSql = "SELECT present_until FROM agent WHERE user_id = @user";

    [Fact]
    public async Task A_lost_agent_s_conversations_wait_again_and_come_back_to_it_first()
    {
        var centre = await CentreAsync();
        var lost = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899400001", "first", Cancellation);
        var active = await lost.TakeAsync();
        await centre.WriteAsync("+59899400002", "second", Cancellation);
        var offer = await lost.OfferAsync();

        await LoseAsync(centre, lost);
        (await centre.ReadAsync<string>(
            "SELECT state || ' ' || (preferred_user_id IS NOT NULL) FROM interaction WHERE id = ANY(@ids) ORDER BY queued_at",
            new { ids = new[] { active.Value, offer.InteractionId.Value } }, Cancellation)).ShouldBe(["waiting true", "waiting false"]);

        // Another agent is next in the row for the second; the first goes to who had it.
        var other = await centre.HireAsync(Cancellation, free: false);
        await lost.BeAsync(ChosenState.Free);
        await other.BeAsync(ChosenState.Free);
        await Eventually.SeeAsync(lost.InboxAsync, inbox => inbox.Offers.Any(again => again.InteractionId == active), Cancellation);
    }

    [Fact]
    public async Task Leaving_gives_everything_back_at_once()
    {
        var centre = await CentreAsync();
        var leaving = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899400003", "Hola", Cancellation);
        var interaction = await leaving.TakeAsync();
        await leaving.BeAsync(ChosenState.Disconnected);

        var inbox = await leaving.InboxAsync();
        inbox.Interactions.ShouldBeEmpty();
        inbox.State.State.ShouldBe(ShownState.Disconnected);
        var other = await centre.HireAsync(Cancellation);
        (await other.TakeAsync()).ShouldBe(interaction);
    }

    [Fact]
    public async Task Signing_out_gives_everything_back_at_once()
    {
        var centre = await CentreAsync();
        var leaving = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899400004", "Hola", Cancellation);
        var interaction = await leaving.TakeAsync();
        await (await leaving.Client.DeleteAsync("/api/v1/session", Cancellation)).ShouldHaveStatusAsync(
            HttpStatusCode.NoContent, Cancellation);

        (await centre.ReadAsync<string>(
            "SELECT state_changed_by FROM agent WHERE user_id = @user AND NOT signed_in", new { user = leaving.Id }, Cancellation))
            .ShouldBe(["agent"]);
        (await (await centre.HireAsync(Cancellation)).TakeAsync()).ShouldBe(interaction);
    }

    [Fact]
    public async Task An_agent_is_lost_by_the_system_and_says_so()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await LoseAsync(centre, agent);
        var state = await agent.StateAsync();
        state.State.ShouldBe(ShownState.Disconnected);
        state.ChangedBy.ShouldBe(AgentCause.System);
    }

    [Fact]
    public async Task A_request_keeps_an_agent_without_a_browser_for_two_minutes()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.ExecuteAsync(LoseSql, new { now = Server.Clock.GetUtcNow().AddSeconds(20), user = agent.Id }, Cancellation);
        await agent.StateAsync();
        (await PresentForAsync(centre, agent)).ShouldBeInRange(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task While_a_browser_beats_requests_vouch_no_longer_than_it_does()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await Server.Service<AgentPresence>().TouchAsync(centre.Unit, agent.Id, Cancellation);
        await agent.StateAsync();
        (await PresentForAsync(centre, agent)).ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_heartbeat_signs_nobody_in()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await agent.BeAsync(ChosenState.Disconnected);
        await Server.Service<AgentPresence>().TouchAsync(centre.Unit, agent.Id, Cancellation);
        (await agent.StateAsync()).State.ShouldBe(ShownState.Disconnected);
    }

    private static async Task LoseAsync(ContactCentre centre, TestAgent agent)
    {
        await centre.ExecuteAsync(LoseSql, new { now = centre.Server.Clock.GetUtcNow(), user = agent.Id }, Cancellation);
        var causes = await Eventually.SeeAsync(
            () => centre.ReadAsync<string>(CauseSql, new { user = agent.Id }, Cancellation), rows => rows.Count > 0, Cancellation);
        causes.ShouldBe(["system"]);
    }

    private static async Task<TimeSpan> PresentForAsync(ContactCentre centre, TestAgent agent) =>
        (await centre.ReadAsync<DateTimeOffset>(PresenceSql, new { user = agent.Id }, Cancellation))[0] - centre.Server.Clock.GetUtcNow();
}

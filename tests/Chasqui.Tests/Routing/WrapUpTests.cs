using System.Net;
using Chasqui.Conversations;
using Chasqui.Support;

namespace Chasqui.Routing;

public sealed class WrapUpTests(ServerFixture server) : RoutingTest(server)
{
    private const string EndSql = "UPDATE job SET due_at = now() WHERE kind = 'wrap-up' AND subject_id = @interaction";
    private static readonly CentreOptions WithWrapUp = new() { WrapUpSeconds = 600 };

    [Fact]
    public async Task Closing_leaves_time_to_finish_and_the_timer_ends_it()
    {
        var centre = await CentreAsync(WithWrapUp);
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899500001", "Hola", Cancellation);
        var interaction = await agent.TakeAsync();
        await ClosedAsync(agent.CloseAsync(interaction));

        var inbox = await agent.InboxAsync();
        inbox.State.State.ShouldBe(ShownState.Busy);
        var item = inbox.Interactions.ShouldHaveSingleItem();
        item.State.ShouldBe(InteractionState.WrapUp);
        item.WrapUpUntil.ShouldNotBeNull();

        await centre.ExecuteAsync(EndSql, new { interaction }, Cancellation);
        (await Eventually.SeeAsync(
            agent.InboxAsync, now => now.Interactions.Count == 0, Cancellation)).State.State.ShouldBe(ShownState.Free);
    }

    [Fact]
    public async Task Closing_again_ends_it_early()
    {
        var centre = await CentreAsync(WithWrapUp);
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899500002", "Hola", Cancellation);
        var interaction = await agent.TakeAsync();
        await ClosedAsync(agent.CloseAsync(interaction));
        await ClosedAsync(agent.CloseAsync(interaction, new CloseRequest { Note = "called back" }));
        (await agent.StateAsync()).State.ShouldBe(ShownState.Free);
        (await centre.ReadAsync<string>(
            "SELECT state || ' ' || note FROM interaction WHERE id = @interaction", new { interaction }, Cancellation))
            .ShouldBe(["closed called back"]);
        await (await agent.CloseAsync(interaction)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "notActive", Cancellation);
    }

    [Fact]
    public async Task A_contact_who_writes_meanwhile_is_back_with_the_agent()
    {
        var centre = await CentreAsync(WithWrapUp);
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899500003", "Hola", Cancellation);
        var interaction = await agent.TakeAsync();
        await ClosedAsync(agent.CloseAsync(interaction));
        await centre.WriteAsync("+59899500003", "One more thing", Cancellation);

        var item = (await agent.InboxAsync()).Interactions.ShouldHaveSingleItem();
        item.Id.ShouldBe(interaction);
        item.State.ShouldBe(InteractionState.Active);
        item.WrapUpUntil.ShouldBeNull();
        item.WaitingFor.ShouldBe(WaitingFor.Agent);
    }

    [Fact]
    public async Task A_contact_who_writes_to_an_agent_gone_home_waits()
    {
        var centre = await CentreAsync(WithWrapUp);
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899500004", "Hola", Cancellation);
        var interaction = await agent.TakeAsync();
        await ClosedAsync(agent.CloseAsync(interaction));
        await agent.BeAsync(ChosenState.Disconnected);
        await centre.WriteAsync("+59899500004", "One more thing", Cancellation);
        var other = await centre.HireAsync(Cancellation);
        (await other.TakeAsync()).ShouldBe(interaction);
    }

    private static async Task ClosedAsync(Task<HttpResponseMessage> answer) =>
        await (await answer).ShouldHaveStatusAsync(HttpStatusCode.NoContent, Cancellation);
}

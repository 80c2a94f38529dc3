using System.Net;
using Chasqui.Conversations;
using Chasqui.Support;

namespace Chasqui.Routing;

public sealed class OfferTests(ServerFixture server) : RoutingTest(server)
{
    private const string EndTimeSql = "UPDATE job SET due_at = now() WHERE kind = 'offer-timeout' AND subject_id = @offer";
    private const string EndPauseSql = "UPDATE offer SET answered_at = answered_at - @pause WHERE interaction_id = @interaction";

    private const string LastDecisionSql =
        "SELECT candidates::text FROM routing_decision WHERE interaction_id = @interaction ORDER BY id DESC LIMIT 1";

    private const string OfferStateSql = "SELECT state FROM offer WHERE id = @offer";

    [Fact]
    public async Task Accepting_makes_the_agent_the_owner()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300001", "Hola", Cancellation);
        var offer = await agent.OfferAsync();
        var interaction = await agent.AcceptAsync(offer);
        interaction.ShouldBe(offer.InteractionId);

        var inbox = await agent.InboxAsync();
        inbox.Offers.ShouldBeEmpty();
        var item = inbox.Interactions.ShouldHaveSingleItem();
        item.State.ShouldBe(InteractionState.Active);
        item.LastMessage.ShouldNotBeNull().Text.ShouldBe("Hola");
        item.Unread.ShouldBe(1);
    }

    [Fact]
    public async Task Accepting_twice_answers_the_same()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300002", "Hola", Cancellation);
        var offer = await agent.OfferAsync();
        (await agent.AcceptAsync(offer)).ShouldBe(await agent.AcceptAsync(offer));
    }

    [Fact]
    public async Task Another_agent_s_offer_is_not_mine_to_answer()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300003", "Hola", Cancellation);
        var offer = await agent.OfferAsync();
        var other = await centre.HireAsync(Cancellation);
        await GoneAsync(other, offer, "accept");
        await GoneAsync(other, offer, "refuse");
        await agent.AcceptAsync(offer);
    }

    [Fact]
    public async Task A_refused_offer_goes_to_another_agent()
    {
        var centre = await CentreAsync();
        var first = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300004", "Hola", Cancellation);
        var offer = await first.OfferAsync();
        var second = await centre.HireAsync(Cancellation);
        await first.RefuseAsync(offer);
        (await second.OfferAsync()).InteractionId.ShouldBe(offer.InteractionId);
        (await first.InboxAsync()).Offers.ShouldBeEmpty();
        await GoneAsync(first, offer, "accept");
    }

    [Fact]
    public async Task A_refused_offer_comes_back_after_a_pause_when_nobody_else_is_there()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300005", "Hola", Cancellation);
        var offer = await agent.OfferAsync();
        await agent.RefuseAsync(offer);
        for (var pass = 0; pass < 2; pass++)
            await Server.Service<Router>().RouteAsync(Cancellation);
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();
        (await centre.ReadAsync<string>(LastDecisionSql, new { interaction = offer.InteractionId }, Cancellation))
            .ShouldHaveSingleItem().ShouldContain("\"refusedJustNow\"");

        // No one wakes the router: it looks each second.
        await EndPauseAsync(centre, offer);
        var again = await agent.OfferAsync();
        again.InteractionId.ShouldBe(offer.InteractionId);
        again.Id.ShouldNotBe(offer.Id);
    }

    [Fact]
    public async Task A_missed_offer_pauses_too_and_others_go_to_another_agent_at_once()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300010", "Hola", Cancellation);
        var missed = await agent.OfferAsync();
        await EndTimeAsync(centre, missed);
        for (var pass = 0; pass < 2; pass++)
            await Server.Service<Router>().RouteAsync(Cancellation);
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();
        (await (await centre.HireAsync(Cancellation)).OfferAsync()).InteractionId.ShouldBe(missed.InteractionId);
    }

    [Fact]
    public async Task A_pause_does_not_hold_up_who_waits_behind()
    {
        var centre = await CentreAsync(new CentreOptions { MaxInteractions = 1 });
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300011", "First", Cancellation);
        await centre.WriteAsync("+59899300012", "Second", Cancellation);
        var first = await agent.OfferAsync();
        first.Contact.Number.ShouldBe("+59899300011");
        await agent.RefuseAsync(first);
        var second = await agent.OfferAsync();
        second.Contact.Number.ShouldBe("+59899300012");

        // Both pause now, and each says so.
        await agent.RefuseAsync(second);
        for (var pass = 0; pass < 2; pass++)
            await Server.Service<Router>().RouteAsync(Cancellation);
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();
        foreach (var offer in (Offer[])[first, second])
        {
            (await centre.ReadAsync<string>(LastDecisionSql, new { interaction = offer.InteractionId }, Cancellation))
                .ShouldHaveSingleItem().ShouldContain("\"refusedJustNow\"");
        }
    }

    [Fact]
    public async Task An_offer_not_answered_in_time_goes_to_another_agent()
    {
        var centre = await CentreAsync();
        var first = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300006", "Hola", Cancellation);
        var offer = await first.OfferAsync();
        var second = await centre.HireAsync(Cancellation);
        await EndTimeAsync(centre, offer);

        (await second.OfferAsync()).InteractionId.ShouldBe(offer.InteractionId);
        (await centre.ReadAsync<string>(OfferStateSql, new { offer = offer.Id }, Cancellation)).ShouldBe(["expired"]);
        await GoneAsync(first, offer, "accept");
    }

    [Fact]
    public async Task Past_its_time_an_offer_cannot_be_accepted_even_if_nobody_has_noticed_yet()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300007", "Hola", Cancellation);
        var offer = await agent.OfferAsync();
        await centre.ExecuteAsync("UPDATE offer SET expires_at = created_at WHERE id = @offer", new { offer = offer.Id }, Cancellation);
        await GoneAsync(agent, offer, "accept");
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();
        await EndTimeAsync(centre, offer);
    }

    [Fact]
    public async Task Who_misses_three_offers_in_a_row_gets_no_more_until_free_again()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300008", "Hola", Cancellation);
        for (var missed = 1; missed <= Offers.MissedBeforeNotResponding; missed++)
        {
            var offer = await agent.OfferAsync();
            await EndTimeAsync(centre, offer);
            await EndPauseAsync(centre, offer);
        }

        (await Eventually.SeeAsync(agent.StateAsync, state => state.NotResponding, Cancellation)).State.ShouldBe(ShownState.Free);
        await Server.Service<Router>().RouteAsync(Cancellation);
        (await agent.InboxAsync()).Offers.ShouldBeEmpty();

        (await agent.BeAsync(ChosenState.Free)).NotResponding.ShouldBeFalse();
        await agent.TakeAsync();
    }

    [Fact]
    public async Task Refusing_is_an_answer()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899300009", "Hola", Cancellation);
        for (var round = 0; round < 2; round++)
        {
            var offer = await agent.OfferAsync();
            await EndTimeAsync(centre, offer);
            await EndPauseAsync(centre, offer);
            await agent.RefuseAsync(await agent.OfferAsync());
            await EndPauseAsync(centre, offer);
        }

        await agent.TakeAsync();
        (await agent.StateAsync()).NotResponding.ShouldBeFalse();
    }

    private static async Task EndTimeAsync(ContactCentre centre, Offer offer)
    {
        await centre.ExecuteAsync(EndTimeSql, new { offer = offer.Id }, Cancellation);
        await Eventually.SeeAsync(
            async () => (await centre.ReadAsync<string>(
                OfferStateSql, new { offer = offer.Id }, Cancellation))[0], state => state != "live", Cancellation);
    }

    private static Task EndPauseAsync(ContactCentre centre, Offer offer) => centre.ExecuteAsync(
        EndPauseSql, new { interaction = offer.InteractionId, pause = Offers.RefusalPause }, Cancellation);

    private static async Task GoneAsync(TestAgent agent, Offer offer, string answer) =>
        await (await agent.Client.PostAsync($"/api/v1/offers/{offer.Id.Value}/{answer}", null, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "offerGone", Cancellation);
}

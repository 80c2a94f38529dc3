using System.Net;
using Chasqui.Accounts;
using Chasqui.Messages;
using Chasqui.Senders;
using Chasqui.Support;

namespace Chasqui.Outbound;

/// <summary>What a message's page shows: its parts, its history, and what went over the wire.</summary>
public sealed class MessageWayTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_tells_its_way_and_the_wire_tells_no_secret_of_it()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var provider = await server.Seed.ProviderAsync(CancellationToken);
        var sender = await server.Seed.SenderAsync(CancellationToken, provider, "+59829004444");
        var sent = await client.PostAsync(
            "/api/v1/messages", new SendMessage { SenderId = sender, To = "+59899123457", Text = "A private word" }, CancellationToken)
            .ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, CancellationToken);

        var details = await Poll.UntilAsync(
            () => client.ReadAsync<MessageDetails>($"/api/v1/messages/{sent.Id.Value}", CancellationToken),
            seen => seen.Message.State == MessageState.Delivered, Patience, CancellationToken);
        details.ShouldSatisfyAllConditions(
            () => details.SenderAddress.ShouldBe("+59829004444"),
            () => details.ProviderName.ShouldStartWith("Provider"),
            () => details.Attempts.ShouldBe(1),
            () => details.PartDetails.ShouldHaveSingleItem().State.ShouldBe(MessageState.Delivered),
            () => details.History.Select(change => change.State).ShouldBe([MessageState.Queued, MessageState.Accepted, MessageState.Delivered]));

        var wire = await Poll.UntilAsync(
            () => client.ReadAsync<MessageWire>($"/api/v1/messages/{sent.Id.Value}/wire", CancellationToken), seen => seen.Items.Count == 2, Patience,
            CancellationToken);
        wire.RetainedDays.ShouldBe(7);
        wire.Items.Select(entry => entry.Outgoing).ShouldBe([true, false]);
        wire.Items[1].Body.ShouldBe(details.PartDetails[0].ProviderMessageId);
        wire.Items.ShouldAllBe(entry => !entry.Body.Contains("private") && !entry.Body.Contains("99123457"));

        var test = await client.PostAsync($"/api/v1/providers/{provider.Value}/test", null, CancellationToken)
            .ShouldBeAsync<ProviderTest>(HttpStatusCode.OK, CancellationToken);
        test.Works.ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_failed_ends_its_history_with_why()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var sender = await server.Seed.SenderAsync(CancellationToken);
        var id = Id.New<MessageId>(server.Clock);
        await server.Seed.ExecuteAsync(
            """
            INSERT INTO message (business_unit_id, id, direction, number, sender_id, author_kind, text, encoding, parts, state, failure_code, attempts,
                                 created_at, state_changed_at)
            VALUES (@unit, @id, 'out', '+59899000001', @sender, 'api', '', 'gsm7', 1, 'rejected', 'x:1', 1, @now, @later)
            """,
            new { unit = server.BusinessUnit, id, sender, now = server.Clock.GetUtcNow(), later = server.Clock.GetUtcNow().AddSeconds(1) }, CancellationToken);
        var details = await client.ReadAsync<MessageDetails>($"/api/v1/messages/{id.Value}", CancellationToken);
        details.History.Select(change => (change.State, change.Code)).ShouldBe([(MessageState.Queued, null), (MessageState.Rejected, "x:1")]);
        (await client.ReadAsync<MessageWire>($"/api/v1/messages/{id.Value}/wire", CancellationToken)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_wire_is_for_those_who_manage_providers()
    {
        var agent = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        await agent.GetAsync($"/api/v1/messages/{Guid.CreateVersion7()}/wire", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "permissionMissing", CancellationToken);
    }
}

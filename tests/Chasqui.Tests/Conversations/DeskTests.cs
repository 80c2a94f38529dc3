using System.Net;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Routing;
using Chasqui.Support;

namespace Chasqui.Conversations;

public sealed class DeskTests(ServerFixture server) : RoutingTest(server)
{
    [Fact]
    public async Task The_owner_sees_the_interaction_and_its_whole_thread()
    {
        var (centre, agent, interaction) = await TalkAsync("+59899800001");
        await ReplyAsync(agent, interaction, "How can I help?");
        await centre.WriteAsync("+59899800001", "My order", Cancellation);

        var shown = await agent.Client.ReadAsync<Interaction>(Address(interaction), Cancellation);
        shown.State.ShouldBe(InteractionState.Active);
        shown.OwnerId.ShouldBe(agent.Id);
        shown.Queue.Id.ShouldBe(centre.Queue);
        shown.Contact.Number.ShouldBe("+59899800001");
        shown.Sender.Address.ShouldBe(centre.Address);
        shown.FirstReplyAt.ShouldNotBeNull();
        shown.WaitingFor.ShouldBe(WaitingFor.Agent);
        shown.MaxCharacters.ShouldBe(1530);

        var thread = await ThreadAsync(agent, interaction);
        thread.Items.Select(message => message.Text).ShouldBe(["My order", "How can I help?", "Hola"]);
        thread.Items[1].Author.Kind.ShouldBe(AuthorKind.Agent);
        thread.Items[1].Author.Name.ShouldBe(agent.User.Name);
        thread.Items[2].Author.Kind.ShouldBe(AuthorKind.Contact);
        thread.Items[2].State.ShouldBe(MessageState.Received);
    }

    [Fact]
    public async Task The_thread_is_read_page_by_page_and_holds_earlier_interactions()
    {
        var (centre, agent, first) = await TalkAsync("+59899800002");
        for (var message = 1; message <= 4; message++)
            await centre.WriteAsync("+59899800002", $"message {message}", Cancellation);
        await ClosedAsync(agent.CloseAsync(first));
        await centre.WriteAsync("+59899800002", "I am back", Cancellation);
        var second = await agent.TakeAsync();

        var texts = new List<string>();
        var next = $"{Address(second)}/messages?limit=2";
        while (next is not null)
        {
            var page = await agent.Client.ReadAsync<Page<Message>>(next, Cancellation);
            page.Items.Count.ShouldBe(2);
            texts.AddRange(page.Items.Select(message => message.Text));
            next = page.Next is null ? null : $"{Address(second)}/messages?limit=2&before={page.Next}";
        }

        texts.ShouldBe(["I am back", "message 4", "message 3", "message 2", "message 1", "Hola"]);
    }

    [Fact]
    public async Task A_reply_asked_for_twice_is_one_message_with_one_answer()
    {
        var (_, agent, interaction) = await TalkAsync("+59899800003");
        var reply = new NewReply { Text = "Hola", ClientId = NewId() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            await (await agent.Client.PostAsync($"{Address(interaction)}/messages", reply, Cancellation))
                .ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancellation)));
        answers.Distinct().ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Allowed);
        (await ThreadAsync(agent, interaction)).Items.Count(message => message.Direction == MessageDirection.Out).ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_owner_writes_and_a_stranger_sees_nothing()
    {
        var (centre, _, interaction) = await TalkAsync("+59899800004");
        var stranger = await centre.HireAsync(Cancellation);
        await (await stranger.Client.GetAsync(Address(interaction), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
        await (await stranger.Client.GetAsync($"{Address(interaction)}/messages", Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
        var reply = new NewReply { Text = "Hola", ClientId = NewId() };
        await (await stranger.Client.PostAsync($"{Address(interaction)}/messages", reply, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
        await (await stranger.CloseAsync(interaction)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
        await (await stranger.Client.PostAsync($"{Address(interaction)}/read", null, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
    }

    [Fact]
    public async Task A_supervisor_reads_and_does_not_write()
    {
        var (_, _, interaction) = await TalkAsync("+59899800005");
        var supervisor = await Server.ClientAsync(DefaultRoles.Supervisor, Cancellation);
        (await supervisor.ReadAsync<Interaction>(Address(interaction), Cancellation)).Id.ShouldBe(interaction);
        (await supervisor.ReadAsync<Page<Message>>($"{Address(interaction)}/messages", Cancellation)).Items.Count.ShouldBe(1);
        var reply = new NewReply { Text = "Hola", ClientId = NewId() };
        await (await supervisor.PostAsync($"{Address(interaction)}/messages", reply, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "notOwner", Cancellation);
    }

    [Fact]
    public async Task Another_business_unit_s_supervisor_sees_nothing()
    {
        var (_, _, interaction) = await TalkAsync("+59899800006");
        var stranger = await Server.ClientAsync(
            await Server.CreateUserAsync(DefaultRoles.Administrator, Server.OtherUnit, password: null, Cancellation), Cancellation);
        await (await stranger.GetAsync(Address(interaction), Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
    }

    [Fact]
    public async Task Reading_clears_what_was_unread()
    {
        var (centre, agent, interaction) = await TalkAsync("+59899800007");
        await centre.WriteAsync("+59899800007", "two", Cancellation);
        (await agent.InboxAsync()).Interactions[0].Unread.ShouldBe(2);
        await (await agent.Client.PostAsync($"{Address(interaction)}/read", null, Cancellation))
            .ShouldHaveStatusAsync(HttpStatusCode.NoContent, Cancellation);
        (await agent.InboxAsync()).Interactions[0].Unread.ShouldBe(0);
    }

    [Fact]
    public async Task A_queue_may_ask_how_it_ended()
    {
        var (centre, agent, interaction) = await TalkAsync("+59899800008", new CentreOptions { DispositionRequired = true });
        var admin = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var dispositions = await (await admin.PutAsync(
                $"/api/v1/queues/{centre.Queue.Value}/dispositions", new SetDispositions { Names = ["Resolved"] }, Cancellation))
            .ShouldBeAsync<IReadOnlyList<Disposition>>(HttpStatusCode.OK, Cancellation);

        await (await agent.CloseAsync(interaction))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "dispositionRequired", Cancellation);
        await (await agent.CloseAsync(interaction, new CloseRequest { DispositionId = new DispositionId(NewId()) }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
        await ClosedAsync(agent.CloseAsync(interaction, new CloseRequest { DispositionId = dispositions[0].Id, Note = "refunded" }));

        var closed = await agent.Client.ReadAsync<Interaction>(Address(interaction), Cancellation);
        closed.State.ShouldBe(InteractionState.Closed);
        closed.CloseReason.ShouldBe(CloseReason.Handled);
        closed.DispositionId.ShouldBe(dispositions[0].Id);
        closed.Note.ShouldBe("refunded");
        closed.ClosedAt.ShouldNotBeNull();
        (await agent.InboxAsync()).Interactions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_closed_conversation_takes_no_reply_but_answers_for_one_it_took()
    {
        var (_, agent, interaction) = await TalkAsync("+59899800009");
        var reply = new NewReply { Text = "Bye", ClientId = NewId() };
        var first = await SendAsync(agent, interaction, reply);
        await ClosedAsync(agent.CloseAsync(interaction));
        (await SendAsync(agent, interaction, reply)).ShouldBe(first);
        await (await agent.Client.PostAsync($"{Address(interaction)}/messages", reply with { ClientId = NewId() }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "notActive", Cancellation);
    }

    [Fact]
    public async Task A_failed_reply_is_sent_again_once()
    {
        var (centre, agent, interaction) = await TalkAsync("+59899800010");
        var sent = await ReplyAsync(agent, interaction, "Hola");
        var retry = $"{Address(interaction)}/retry/{sent.Id.Value}";
        await FailAsync(centre, sent.Id);

        var again = await (await agent.Client.PostAsync(retry, null, Cancellation))
            .ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancellation);
        again.Id.ShouldNotBe(sent.Id);
        (await (await agent.Client.PostAsync(retry, null, Cancellation)).ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancellation))
            .ShouldBe(again);
        (await ThreadAsync(agent, interaction)).Items.Count(
            message => message.Text == "Hola" && message.Direction == MessageDirection.Out).ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_that_may_have_arrived_is_not_sent_again()
    {
        var (centre, agent, interaction) = await TalkAsync("+59899800011");
        var sent = await ReplyAsync(agent, interaction, "Hola");
        await centre.ExecuteAsync("UPDATE message SET state = 'unknown' WHERE id = @id", new { id = sent.Id }, Cancellation);
        await (await agent.Client.PostAsync($"{Address(interaction)}/retry/{sent.Id.Value}", null, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "notFailed", Cancellation);
        await (await agent.Client.PostAsync($"{Address(interaction)}/retry/{NewId()}", null, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
    }

    [Fact]
    public async Task A_short_code_cannot_be_answered()
    {
        var (_, agent, interaction) = await TalkAsync("1515");
        var reply = new NewReply { Text = "Hola", ClientId = NewId() };
        await (await agent.Client.PostAsync($"{Address(interaction)}/messages", reply, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "cannotBeAnswered", Cancellation);
    }

    [Fact]
    public async Task The_contact_s_messages_over_every_sender_are_for_who_has_it()
    {
        var (_, agent, interaction) = await TalkAsync("+59899800012");
        var elsewhere = await CentreAsync();
        await elsewhere.WriteAsync("+59899800012", "on another number", Cancellation);
        var contact = (await agent.Client.ReadAsync<Interaction>(Address(interaction), Cancellation)).Contact;
        var messages = await agent.Client.ReadAsync<Page<Message>>($"/api/v1/contacts/{contact.Id.Value}/messages", Cancellation);
        messages.Items.Select(message => message.Text).ShouldBe(["on another number", "Hola"]);

        await ClosedAsync(agent.CloseAsync(interaction));
        await (await agent.Client.GetAsync($"/api/v1/contacts/{contact.Id.Value}/messages", Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
    }

    [Fact]
    public async Task A_contact_gets_a_name_and_loses_it()
    {
        var (_, agent, interaction) = await TalkAsync("+59899800013");
        var contact = (await agent.Client.ReadAsync<Interaction>(Address(interaction), Cancellation)).Contact;
        var address = $"/api/v1/contacts/{contact.Id.Value}";
        (await (await agent.Client.PatchAsync(address, new UpdateContact { Name = " María " }, Cancellation))
            .ShouldBeAsync<Contact>(HttpStatusCode.OK, Cancellation)).Name.ShouldBe("María");
        (await agent.InboxAsync()).Interactions[0].Contact.Name.ShouldBe("María");
        (await ThreadAsync(agent, interaction)).Items[0].Author.Name.ShouldBe("María");
        (await (await agent.Client.PatchAsync(address, new UpdateContact { Name = "" }, Cancellation))
            .ShouldBeAsync<Contact>(HttpStatusCode.OK, Cancellation)).Name.ShouldBeNull();
        await (await agent.Client.PatchAsync(address, new UpdateContact { Name = new string('x', 101) }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
    }

    private async Task<(
        ContactCentre Centre, TestAgent Agent, InteractionId Interaction)> TalkAsync(string number, CentreOptions? options = null)
    {
        var centre = await CentreAsync(options);
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync(number, "Hola", Cancellation);
        return (centre, agent, await agent.TakeAsync());
    }

    private Guid NewId() => Guid.CreateVersion7(Server.Clock.GetUtcNow());

    private Task<SentMessage> ReplyAsync(TestAgent agent, InteractionId interaction, string text) =>
        SendAsync(agent, interaction, new NewReply { Text = text, ClientId = NewId() });

    private static async Task<SentMessage> SendAsync(TestAgent agent, InteractionId interaction, NewReply reply) =>
        await (await agent.Client.PostAsync($"{Address(interaction)}/messages", reply, Cancellation))
            .ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancellation);

    private static Task<Page<Message>> ThreadAsync(TestAgent agent, InteractionId interaction) =>
        agent.Client.ReadAsync<Page<Message>>($"{Address(interaction)}/messages", Cancellation);

    private static Task FailAsync(ContactCentre centre, MessageId id) =>
        centre.ExecuteAsync(
            "WITH gone AS (DELETE FROM outbox WHERE message_id = @id) UPDATE message SET state = 'failed' WHERE id = @id",
            new { id }, Cancellation);

    private static string Address(InteractionId interaction) => $"/api/v1/interactions/{interaction.Value}";

    private static async Task ClosedAsync(Task<HttpResponseMessage> answer) =>
        await (await answer).ShouldHaveStatusAsync(HttpStatusCode.NoContent, Cancellation);
}

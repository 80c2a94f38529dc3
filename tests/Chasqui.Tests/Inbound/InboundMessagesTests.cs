using Chasqui.Inbound;
using Chasqui.Providers;
using Chasqui.Routing;
using Chasqui.Support;

namespace Chasqui.Inbound;

public sealed class InboundMessagesTests(ServerFixture server) : RoutingTest(server)
{
    private const string MessagesSql = """
        SELECT number || ' ' || text || ' ' || encoding || ' ' || parts || ' ' || state
        FROM message WHERE sender_id = @sender AND direction = 'in' ORDER BY id
        """;

    private const string InteractionsSql = """
        SELECT interaction.state || ' ' || unread FROM interaction
        JOIN conversation ON conversation.id = interaction.conversation_id
        WHERE conversation.sender_id = @sender ORDER BY interaction.id
        """;

    private const string SystemMessagesSql =
        "SELECT text FROM message WHERE sender_id = @sender AND direction = 'out' AND author_kind = 'system' ORDER BY id";

    [Fact]
    public async Task A_message_makes_contact_thread_and_interaction()
    {
        var centre = await CentreAsync();
        (await centre.WriteAsync("+59899600001", "Hola, ¿qué tal?", Cancellation)).ShouldBeTrue();
        (await MessagesAsync(centre)).ShouldBe(["+59899600001 Hola, ¿qué tal? gsm7 1 received"]);
        (await InteractionsAsync(centre)).ShouldBe(["waiting 1"]);
        (await centre.ReadAsync<int>(
            "SELECT count(interaction_id)::int FROM message WHERE sender_id = @sender",
            new { sender = centre.Sender }, Cancellation)).ShouldBe([1]);
    }

    [Fact]
    public async Task More_messages_of_the_contact_join_the_open_interaction()
    {
        var centre = await CentreAsync();
        await centre.WriteAsync("+59899600002", "one", Cancellation);
        await centre.WriteAsync("+59899600002", "two", Cancellation);
        (await InteractionsAsync(centre)).ShouldBe(["waiting 2"]);
    }

    [Fact]
    public async Task Duplicate_webhook_is_stored_once()
    {
        var centre = await CentreAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            () => centre.DeliverAsync("+59899600003", "Hola", $"{centre.Address}-same", Cancellation), Cancellation)));
        answers.Count(stored => stored).ShouldBe(1);
        (await MessagesAsync(centre)).Count.ShouldBe(1);
        (await InteractionsAsync(centre)).ShouldBe(["waiting 1"]);
    }

    [Fact]
    public async Task Two_messages_of_a_new_contact_at_the_same_moment_make_one_interaction()
    {
        var centre = await CentreAsync();
        for (var round = 0; round < 10; round++)
        {
            var number = $"+598996010{round:D2}";
            using var start = new Barrier(2);
            await Task.WhenAll(Enumerable.Range(0, 2).Select(message => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Cancellation);
                    return centre.WriteAsync(number, $"message {message}", Cancellation);
                },
                Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        }

        (await MessagesAsync(centre)).Count.ShouldBe(20);
        (await InteractionsAsync(centre)).ShouldBe(Enumerable.Repeat("waiting 2", 10));
    }

    [Fact]
    public async Task After_closing_the_next_message_begins_another_interaction()
    {
        var centre = await CentreAsync();
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync("+59899600004", "one", Cancellation);
        await agent.CloseAsync(await agent.TakeAsync());
        await centre.WriteAsync("+59899600004", "two", Cancellation);
        await agent.TakeAsync();
        (await InteractionsAsync(centre)).ShouldBe(["closed 1", "active 1"]);
    }

    [Fact]
    public async Task Without_an_entry_point_it_is_kept_in_the_thread()
    {
        var centre = await CentreAsync(new CentreOptions { EntryPoint = false });
        (await centre.WriteAsync("+59899600005", "Hola", Cancellation)).ShouldBeTrue();
        (await MessagesAsync(centre)).Count.ShouldBe(1);
        (await InteractionsAsync(centre)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_that_is_not_ours_stores_nothing()
    {
        var centre = await CentreAsync();
        var message = new InboundMessage { ProviderMessageId = "lost-1", From = "+59899600006", To = "+59829999999", Text = "Hola" };
        (await Server.Service<InboundMessages>().AcceptAsync(centre.Unit, centre.Provider, message, Cancellation)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1515", "1515")]
    [InlineData("ANTEL", "ANTEL")]
    [InlineData("59899600007", "+59899600007")]
    [InlineData("099 600 008", "+59899600008")]
    [InlineData("5491123456789", "+5491123456789")]
    [InlineData("no \u0000 number", "no  number")]
    [InlineData("", "unknown")]
    public void Who_wrote_is_a_number_where_it_is_one_and_else_what_the_network_said(string from, string stored) =>
        InboundAddress.Read(from, "UY").ShouldBe(stored);

    [Fact]
    public async Task A_short_code_s_text_reaches_an_agent_as_well()
    {
        var centre = await CentreAsync();
        (await centre.WriteAsync("1515", "Your code is 1234", Cancellation)).ShouldBeTrue();
        var agent = await centre.HireAsync(Cancellation);
        (await agent.OfferAsync()).Contact.Number.ShouldBe("1515");
    }

    [Fact]
    public async Task What_no_screen_can_show_is_not_stored()
    {
        var centre = await CentreAsync();
        await centre.WriteAsync("+59899600009", "a\0b\r\nc\ud83d", Cancellation);
        (await MessagesAsync(centre)).ShouldBe(["+59899600009 ab\nc\ufffd ucs2 1 received"]);
    }

    [Fact]
    public async Task Media_are_kept_as_references()
    {
        var centre = await CentreAsync();
        var message = new InboundMessage
        {
            ProviderMessageId = $"{centre.Address}-media",
            From = "+59899600010",
            To = centre.Address,
            Text = "",
            Media = [new InboundMedia("https://media.example.invalid/1.jpg", "image/jpeg"), new InboundMedia("12345"), new InboundMedia(" ")],
        };
        (await Server.Service<InboundMessages>().AcceptAsync(centre.Unit, centre.Provider, message, Cancellation)).ShouldBeTrue();
        (await centre.ReadAsync<string>(
            "SELECT reference FROM media JOIN message ON message.id = message_id WHERE sender_id = @sender",
            new { sender = centre.Sender }, Cancellation)).ShouldBe(["https://media.example.invalid/1.jpg", "12345"], ignoreOrder: true);
        (await centre.ReadAsync<string>(
            "SELECT media->0->>'contentType' FROM message WHERE sender_id = @sender", new { sender = centre.Sender }, Cancellation)).ShouldBe(["image/jpeg"]);
    }

    [Fact]
    public async Task Out_of_hours_the_contact_is_told_once_and_waits()
    {
        var centre = await CentreAsync(new CentreOptions
        {
            Schedule = CentreOptions.ClosedSchedule(Server.Clock.GetUtcNow()),
            OutOfHoursMessage = "We open on Monday.",
        });
        await centre.WriteAsync("+59899600011", "Hola", Cancellation);
        await centre.WriteAsync("+59899600011", "Is anybody there?", Cancellation);
        (await SystemMessagesAsync(centre)).ShouldBe(["We open on Monday."]);
        (await InteractionsAsync(centre)).ShouldBe(["waiting 2"]);
    }

    [Fact]
    public async Task A_disabled_queue_is_out_of_hours()
    {
        var centre = await CentreAsync(new CentreOptions { OutOfHoursMessage = "Closed." });
        await centre.ExecuteAsync("UPDATE queue SET enabled = false WHERE id = @queue", new { queue = centre.Queue }, Cancellation);
        await centre.WriteAsync("+59899600012", "Hola", Cancellation);
        (await SystemMessagesAsync(centre)).ShouldBe(["Closed."]);
    }

    [Fact]
    public async Task A_short_code_is_not_told_that_we_are_closed()
    {
        var centre = await CentreAsync(new CentreOptions { OutOfHoursMessage = "Closed." });
        await centre.ExecuteAsync("UPDATE queue SET enabled = false WHERE id = @queue", new { queue = centre.Queue }, Cancellation);
        await centre.WriteAsync("1515", "Hola", Cancellation);
        (await SystemMessagesAsync(centre)).ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<string>> MessagesAsync(ContactCentre centre) =>
        centre.ReadAsync<string>(MessagesSql, new { sender = centre.Sender }, Cancellation);

    private static Task<IReadOnlyList<string>> InteractionsAsync(ContactCentre centre) =>
        centre.ReadAsync<string>(InteractionsSql, new { sender = centre.Sender }, Cancellation);

    private static Task<IReadOnlyList<string>> SystemMessagesAsync(ContactCentre centre) =>
        centre.ReadAsync<string>(SystemMessagesSql, new { sender = centre.Sender }, Cancellation);
}

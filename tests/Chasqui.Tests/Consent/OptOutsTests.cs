using Chasqui.Conversations;
using Chasqui.Hosting;
using Chasqui.Outbound;
using Chasqui.Routing;
using Chasqui.Support;

namespace Chasqui.Consent;

public sealed class OptOutsTests(ServerFixture server) : RoutingTest(server)
{
    private const string EntriesSql = "SELECT source FROM dnc_entry WHERE number = @number ORDER BY list_id";
    private const string EventsSql = "SELECT kind FROM consent_event WHERE number = @number ORDER BY id";
    private const string AnswersSql = "SELECT text || ' ' || verdict FROM message WHERE number = @number AND direction = 'out' ORDER BY id";

    private const string InteractionsSql = """
        SELECT count(*)::int FROM interaction JOIN conversation ON conversation.id = interaction.conversation_id
        JOIN contact ON contact.id = conversation.contact_id WHERE contact.number = @number
        """;

    private const string GroupSql = """
        WITH made AS (INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @list, 'group', 'Offers') RETURNING id)
        UPDATE sender SET dnc_list_id = made.id FROM made WHERE sender.id = @sender
        """;

    [Theory]
    [InlineData("en", "STOP", "START", "Main: you are unsubscribed")]
    [InlineData("es", "¡Baja!", "alta", "Main: ya no recibe")]
    [InlineData("pt", "sair", "Voltar", "Main: nada mais enviaremos")]
    [InlineData("fr", "Arrêt", "démarrer", "Main: vous ne recevrez plus")]
    [InlineData("it", "ferma", "INIZIA", "Main: non riceverà più")]
    [InlineData("de", "Stopp", "Start", "Main: Sie erhalten keine")]
    [InlineData("ar", "إيقاف", "ابدأ", "Main: لن تصلك")]
    public async Task The_contact_s_word_counts_in_its_language(string language, string stop, string start, string confirmation)
    {
        var centre = await CentreAsync();
        var number = $"+5989970{(int)language[0] % 100:D2}{(int)language[1] % 100:D2}";
        await centre.WriteAsync(number, stop, Cancellation);
        (await ReadAsync(centre, EntriesSql, number)).ShouldBe(["optOut"]);
        (await ReadAsync(centre, AnswersSql, number)).ShouldHaveSingleItem().ShouldStartWith(confirmation);

        await centre.WriteAsync(number, start, Cancellation);
        (await ReadAsync(centre, EntriesSql, number)).ShouldBeEmpty();
        (await ReadAsync(centre, EventsSql, number)).ShouldBe(["optedOut", "optedIn"]);
        (await ReadAsync(centre, AnswersSql, number)).Count.ShouldBe(2);
        (await centre.ReadAsync<int>(InteractionsSql, new { number }, Cancellation)).ShouldBe([0]);
    }

    [Fact]
    public async Task One_confirmation_is_sent_however_often_it_is_said()
    {
        var centre = await CentreAsync();
        const string number = "+59899701001";
        for (var time = 0; time < 3; time++)
            await centre.WriteAsync(number, "STOP", Cancellation);
        (await ReadAsync(centre, AnswersSql, number)).ShouldHaveSingleItem().ShouldEndWith("allowed");
        (await ReadAsync(centre, EventsSql, number)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task It_counts_for_the_group_its_sender_names()
    {
        var centre = await CentreAsync();
        const string number = "+59899701002";
        var list = Guid.CreateVersion7(Server.Clock.GetUtcNow());
        await centre.ExecuteAsync(GroupSql, new { unit = centre.Unit, list, sender = centre.Sender }, Cancellation);
        await centre.WriteAsync(number, "STOP", Cancellation);
        (await centre.ReadAsync<Guid>(
            "SELECT list_id FROM dnc_entry WHERE number = @number", new { number }, Cancellation)).ShouldBe([list]);
    }

    [Theory]
    [InlineData("YES")]
    [InlineData("Sí")]
    public async Task Yes_is_an_answer_until_one_has_opted_out(string yes)
    {
        var centre = await CentreAsync();
        var number = $"+598997020{yes.Length:D2}";
        await centre.WriteAsync(number, yes, Cancellation);
        (await centre.ReadAsync<int>(InteractionsSql, new { number }, Cancellation)).ShouldBe([1]);
        (await ReadAsync(centre, EventsSql, number)).ShouldBeEmpty();

        await centre.WriteAsync(number, "STOP", Cancellation);
        await centre.WriteAsync(number, yes, Cancellation);
        (await ReadAsync(centre, EntriesSql, number)).ShouldBeEmpty();
        (await ReadAsync(centre, EventsSql, number)).ShouldBe(["optedOut", "optedIn"]);
    }

    [Fact]
    public async Task Help_is_answered_even_to_who_has_opted_out()
    {
        var centre = await CentreAsync();
        const string number = "+59899701003";
        await centre.WriteAsync(number, "STOP", Cancellation);
        await centre.WriteAsync(number, "help", Cancellation);
        var answer = (await ReadAsync(centre, AnswersSql, number))[^1];
        answer.ShouldContain(centre.Address);
        answer.ShouldEndWith("allowed");
    }

    [Fact]
    public async Task A_toll_free_network_confirms_by_itself()
    {
        var centre = await CentreAsync(new CentreOptions { SenderKind = "tollFree" });
        const string number = "+59899701004";
        await centre.WriteAsync(number, "STOP", Cancellation);
        (await ReadAsync(centre, EntriesSql, number)).ShouldBe(["optOut"]);
        (await ReadAsync(centre, AnswersSql, number)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agent_at_work_sees_the_word_and_can_write_no_more()
    {
        var centre = await CentreAsync();
        const string number = "+59899701005";
        var agent = await centre.HireAsync(Cancellation);
        await centre.WriteAsync(number, "Hola", Cancellation);
        var interaction = await agent.TakeAsync();
        await centre.WriteAsync(number, "Cancelar", Cancellation);

        (await agent.InboxAsync()).Interactions.ShouldHaveSingleItem().Unread.ShouldBe(2);
        var thread = await agent.Client.ReadAsync<Page<Message>>($"/api/v1/interactions/{interaction.Value}/messages", Cancellation);
        thread.Items.Select(message => message.Text).ShouldContain("Cancelar");
        var reply = await agent.Client.PostAsync(
            $"/api/v1/interactions/{interaction.Value}/messages",
            new NewReply { Text = "One moment", ClientId = Guid.CreateVersion7(Server.Clock.GetUtcNow()) }, Cancellation);
        (await reply.ShouldBeAsync<SentMessage>(System.Net.HttpStatusCode.Accepted, Cancellation)).Verdict.ShouldBe(Verdict.DoNotContact);
    }

    [Fact]
    public async Task A_number_from_a_file_is_from_now_on_there_by_its_own_wish()
    {
        var centre = await CentreAsync();
        const string number = "+59899701006";
        await centre.ExecuteAsync(
            """
            INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at)
            SELECT business_unit_id, @number, id, 'import', now() FROM dnc_list WHERE business_unit_id = @unit AND kind = 'businessUnit'
            """,
            new { number, unit = centre.Unit }, Cancellation);
        await centre.WriteAsync(number, "BAJA", Cancellation);
        (await ReadAsync(centre, EntriesSql, number)).ShouldBe(["optOut"]);
    }

    [Fact]
    public async Task A_sentence_with_the_word_in_it_is_conversation()
    {
        var centre = await CentreAsync();
        const string number = "+59899701007";
        await centre.WriteAsync(number, "Can you stop the delivery?", Cancellation);
        (await ReadAsync(centre, EntriesSql, number)).ShouldBeEmpty();
        (await centre.ReadAsync<int>(InteractionsSql, new { number }, Cancellation)).ShouldBe([1]);
    }

    private static Task<IReadOnlyList<string>> ReadAsync(ContactCentre centre, string sql, string number) =>
        centre.ReadAsync<string>(sql, new { number }, Cancellation);
}

using System.Net;
using Chasqui.Accounts;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class SendMessageTests(PostgresFixture postgres) : IAsyncLifetime
{
    private OutboundWorld _world = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await OutboundWorld.StartAsync(postgres, Cancellation);
        _client = await _world.Node.ApiClientAsync(_world.Unit, [ApiScope.Send, ApiScope.Read], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_stored_sent_and_shown()
    {
        var response = await _client.PostAsync("/api/v1/messages", new { to = "098 344 484", text = "Hola" }, Cancellation);
        var sent = await response.ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancellation);
        sent.Verdict.ShouldBe(Verdict.Allowed);
        response.Headers.Location.ShouldBe(new Uri($"/api/v1/messages/{sent.Id.Value}", UriKind.Relative));

        await _world.UntilAsync(sent.Id, DeliveryState.Accepted, Cancellation);
        var message = (await _client.ReadAsync<MessageDetails>($"/api/v1/messages/{sent.Id.Value}", Cancellation)).Message;
        message.Number.ShouldBe("+59898344484");
        message.State.ShouldBe(MessageState.Accepted);
        message.SenderId.ShouldBe(_world.Sender);
        message.Author.Kind.ShouldBe(AuthorKind.Api);
        message.Author.Name.ShouldBe("Test");
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_by_field()
    {
        var response = await _client.PostAsync(
            "/api/v1/messages", new { to = "12", text = " ", senderId = Guid.CreateVersion7(), dialerId = Guid.CreateVersion7() }, Cancellation);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order().ShouldBe(["dialerId", "senderId", "text", "to"]);
    }

    [Fact]
    public async Task A_message_with_a_dialer_waits_for_it_and_uses_its_sender()
    {
        var sender = await _world.AddSenderAsync(100, Cancellation);
        var dialer = await _world.AddDialerAsync(sender, running: false, gap: 0, schedule: "[]", Cancellation);

        var sent = await SendAsync(new { to = "+59898344484", text = "Hola", dialerId = dialer }, null);

        var message = (await _client.ReadAsync<MessageDetails>($"/api/v1/messages/{sent.Id.Value}", Cancellation)).Message;
        (message.State, message.SenderId, message.DialerId).ShouldBe((MessageState.Queued, sender, (DialerId?)dialer));
        await _world.ExecuteAsync("UPDATE dialer SET running = true WHERE id = @dialer", new { dialer }, Cancellation);
        await _world.UntilAsync(sent.Id, DeliveryState.Accepted, Cancellation);
    }

    [Fact]
    public async Task A_listed_number_is_answered_with_its_verdict()
    {
        var number = _world.NewNumber();
        await _world.AddToDncAsync(number, _world.DncList, "api", Cancellation);

        (await SendAsync(new { to = number.Value, text = "Hola" }, null)).Verdict.ShouldBe(Verdict.DoNotContact);

        _world.Carrier.Ledger.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_key_gets_the_same_answer_and_sends_nothing_more()
    {
        var body = new { to = "+59898344484", text = "Hola" };

        var first = await SendAsync(body, "order-17");
        var again = await SendAsync(body, "order-17");
        var other = await SendAsync(body, "order-18");

        again.ShouldBe(first);
        other.Id.ShouldNotBe(first.Id);
        await _world.UntilCountAsync(DeliveryState.Accepted, 2, Cancellation);
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await SendAsync(new { to = "+59898344484", text = "Hola" }, "order-17");

        var response = await PostAsync(new { to = "+59898344484", text = "Adiós" }, "order-17");

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotencyKeyReused", Cancellation);
    }

    [Fact]
    public async Task Fifty_at_once_with_one_key_are_one_message()
    {
        var body = new { to = "+59898344484", text = "Hola" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(body, "order-17")));

        answers.Distinct().Count().ShouldBe(1);
        await _world.UntilAsync(answers[0].Id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.Ledger.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        await (await PostAsync(new { to = "12", text = "Hola" }, "order-17")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);

        (await SendAsync(new { to = "+59898344484", text = "Hola" }, "order-17")).Verdict.ShouldBe(Verdict.Allowed);
    }

    [Fact]
    public async Task The_same_key_of_another_caller_is_another_key()
    {
        var body = new { to = "+59898344484", text = "Hola" };
        var mine = await SendAsync(body, "order-17");

        _client = await _world.Node.ApiClientAsync(_world.Unit, [ApiScope.Send], Cancellation);

        (await SendAsync(body, "order-17")).Id.ShouldNotBe(mine.Id);
    }

    [Fact]
    public async Task A_check_answers_with_a_sentence_and_stores_nothing()
    {
        var number = _world.NewNumber();
        await _world.AddToDncAsync(number, _world.DncList, "api", Cancellation);

        var listed = await CheckAsync(new { to = number.Value, text = "" });
        var free = await CheckAsync(new { to = _world.NewNumber().Value, text = "Hola", senderId = _world.Sender });

        listed.Verdict.ShouldBe(Verdict.DoNotContact);
        listed.Sentence.ShouldContain("do-not-contact");
        free.Verdict.ShouldBe(Verdict.Allowed);
        (await _world.QueryAsync<long>("SELECT count(*) FROM message", null, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Messages_are_listed_newest_first_by_dialer_and_state()
    {
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation);
        var ids = new List<MessageId>();
        for (var i = 0; i < 5; i++)
            ids.Add((await _world.EnqueueAsync(_world.NewMessage(dialer), Cancellation)).Id);
        await SendAsync(new { to = "+59898344484", text = "Hola" }, null);

        var first = await _client.ReadAsync<Hosting.Page<Message>>($"/api/v1/messages?dialerId={dialer.Value}&state=queued&limit=3", Cancellation);
        var second = await _client.ReadAsync<Hosting.Page<Message>>($"/api/v1/messages?dialerId={dialer.Value}&state=queued&limit=3&after={first.Next}", Cancellation);

        first.Items.Concat(second.Items).Select(message => message.Id.Value).ShouldBe(ids.Select(id => id.Value).OrderDescending());
        second.Next.ShouldBeNull();
        await (await _client.GetAsync("/api/v1/messages?state=flying", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
    }

    [Fact]
    public async Task The_accounting_adds_up_to_all_that_was_taken_in()
    {
        await _world.EnqueueManyAsync(3, null, Cancellation);
        await _world.EnqueueAsync(_world.NewMessage() with { Text = "" }, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 3, Cancellation);

        var accounting = await _client.ReadAsync<Accounting>("/api/v1/accounting", Cancellation);

        accounting.ByState.ShouldBe(new Dictionary<string, long> { ["accepted"] = 3, ["blocked"] = 1 });
        accounting.Total.ShouldBe(4);
    }

    [Fact]
    public async Task Another_business_unit_sees_none_of_it()
    {
        BusinessUnitId other;
        await using (var tx = await _world.Database.BeginAcrossUnitsAsync(Cancellation))
        {
            other = await _world.Node.Service<BusinessUnits>().CreateAsync(tx, "Other", "AR", "America/Argentina/Buenos_Aires", "es", Cancellation);
            await tx.CommitAsync(Cancellation);
        }

        var id = await _world.SendAsync(Cancellation);
        var stranger = await _world.Node.ApiClientAsync(other, [ApiScope.Send, ApiScope.Read], Cancellation);

        await (await stranger.GetAsync($"/api/v1/messages/{id.Value}", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
        (await stranger.ReadAsync<Hosting.Page<Message>>("/api/v1/messages", Cancellation)).Items.ShouldBeEmpty();
        (await stranger.ReadAsync<Accounting>("/api/v1/accounting", Cancellation)).Total.ShouldBe(0);
        await (await stranger.PostAsync("/api/v1/messages", new { to = "+59898344484", text = "Hola", senderId = _world.Sender }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
    }

    private async Task<HttpResponseMessage> PostAsync(object body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/messages");
        request.Content = System.Net.Http.Json.JsonContent.Create(body, body.GetType(), options: Hosting.Json.Options);
        if (key is not null)
            request.Headers.Add(Idempotency.Header, key);
        return await _client.SendAsync(request, Cancellation);
    }

    private async Task<SentMessage> SendAsync(object body, string? key) =>
        await (await PostAsync(body, key)).ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancellation);

    private async Task<MessageVerdict> CheckAsync(object body) =>
        await (await _client.PostAsync("/api/v1/messages/check", body, Cancellation)).ShouldBeAsync<MessageVerdict>(HttpStatusCode.OK, Cancellation);
}

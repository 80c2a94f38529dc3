using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Dialers;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chasqui.Integra;

public sealed class SendSmsTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private const string Address = "/Integra/resources/SMS/SendSMS";

    private const string MessageSql =
        """
        SELECT number, text, state, author_kind, author_id, dialer_id FROM message
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_sends_one_message_through_the_dialer_it_names()
    {
        var client = await ClientAsync(key => new AuthenticationHeaderValue("Bearer", key), ApiScope.Send);
        var message = await StoredAsync(
            await PostAsync(client, ("destination", "098344384"), ("message", "Hola & adiós = ñ"), ("campaign", "CAMPSMS")));
        (message.Number, message.Text, message.DialerId, message.AuthorKind, message.State)
            .ShouldBe(("+59898344384", "Hola & adiós = ñ", dialers.Campsms, "api", "queued"));
    }

    [Fact]
    public async Task Without_a_campaign_it_goes_out_directly()
    {
        var client = await ClientAsync(key =>
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{key}"))), ApiScope.Send);
        var message = await StoredAsync(await PostAsync(client, ("destination", "+59898344384"), ("message", "Direct")));
        (message.DialerId, message.Text).ShouldBe((null, "Direct"));
    }

    [Fact]
    public async Task The_agent_named_is_the_author_when_there_is_one()
    {
        var client = await ClientAsync(key => new AuthenticationHeaderValue("Bearer", key), ApiScope.Send);
        var agent = await dialers.Server.CreateUserAsync(DefaultRoles.Agent, Cancel);
        var known = await StoredAsync(await PostAsync(
            client, ("destination", "098344384"), ("message", "x"), ("campaign", "campsms"), ("agent", agent.Email.ToUpperInvariant())));
        (known.AuthorKind, known.AuthorId).ShouldBe(("agent", agent.Id.Value));
        var unknown = await StoredAsync(
            await PostAsync(client, ("destination", "098344384"), ("message", "x"), ("campaign", "campsms"), ("agent", "nobody")));
        unknown.AuthorKind.ShouldBe("api");
    }

    [Theory]
    [InlineData("Hola")]
    [InlineData("a&b=c&campaign=test1")]
    [InlineData("¿50% + 1/2? #ñ 👍")]
    [InlineData("line\nbreak")]
    public async Task The_address_carries_everything_percent_encoded(string text)
    {
        var key = await KeyAsync(ApiScope.Send);
        var answer = await dialers.Server.Client().GetAsync(
            $"{Address}/destination=098344384&message={Uri.EscapeDataString(text)}&campaign=campsms&api={Uri.EscapeDataString(key)}",
            Cancel);
        var message = await StoredAsync(answer);
        (message.Text, message.DialerId).ShouldBe((text, dialers.Campsms));
    }

    [Fact]
    public async Task A_slash_or_question_mark_nobody_encoded_is_taken_as_written()
    {
        var key = await KeyAsync(ApiScope.Send);
        var answer = await dialers.Server.Client()
            .GetAsync($"{Address}/destination=098344384&message=24/7?&campaign=campsms&api={key}", Cancel);
        (await StoredAsync(answer)).Text.ShouldBe("24/7?");
    }

    [Fact]
    public async Task Only_an_API_key_that_may_send_gets_in()
    {
        var anonymous = dialers.Server.Client();
        await (await anonymous.GetAsync($"{Address}/destination=098344384&message=x&api=wrong", Cancel))
            .ShouldHaveStatusAsync(HttpStatusCode.Unauthorized, Cancel);
        await (await anonymous.GetAsync($"{Address}/destination=098344384&message=x", Cancel))
            .ShouldHaveStatusAsync(HttpStatusCode.Unauthorized, Cancel);
        await (await PostAsync(anonymous, ("destination", "098344384"), ("message", "x")))
            .ShouldHaveStatusAsync(HttpStatusCode.Unauthorized, Cancel);
        var reader = await KeyAsync(ApiScope.Read);
        await (await anonymous.GetAsync($"{Address}/destination=098344384&message=x&api={reader}", Cancel))
            .ShouldHaveStatusAsync(HttpStatusCode.Forbidden, Cancel);
        // A page that a signed-in person looks at could fetch this address.
        await (await dialers.Admin.GetAsync($"{Address}/destination=098344384&message=x", Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "apiKeyRequired", Cancel);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var client = await ClientAsync(key => new AuthenticationHeaderValue("Bearer", key), ApiScope.Send);
        var problem = await (await PostAsync(client, ("destination", "12"), ("message", " "), ("campaign", "nosuch")))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        problem.GetProperty("errors")
            .EnumerateObject().Select(error => error.Name).ShouldBe(["destination", "message", "campaign"], ignoreOrder: true);
        await (await client.PostAsync(Address, new { destination = "098344384" }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType", Cancel);
    }

    [Fact]
    public async Task A_number_on_the_list_is_blocked_and_the_answer_says_so()
    {
        var client = await ClientAsync(key => new AuthenticationHeaderValue("Bearer", key), ApiScope.Send);
        await dialers.Admin.PostAsync("/api/v1/dnc", new { number = "098999888" }, Cancel);
        var answer = await (await PostAsync(client, ("destination", "098999888"), ("message", "x"), ("campaign", "campsms")))
            .ShouldBeAsync<SentSms>(HttpStatusCode.OK, Cancel);
        answer.State.ShouldBe(DeliveryState.Blocked);
    }

    [Fact]
    public async Task The_key_in_the_address_reaches_no_log_whatever_the_level()
    {
        var log = new Lines();
        await using var server = await TestServer.StartAsync(
            dialers.Server.Server.ConnectionString,
            new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Information",
            },
            clock: null, builder => builder.Services.AddSingleton<ILoggerProvider>(log), Cancel);
        var key = await KeyAsync(ApiScope.Send);
        await StoredAsync(await server.Client()
            .GetAsync($"{Address}/destination=098344384&message=Secreto&campaign=campsms&api={key}", Cancel));
        log.All.ShouldNotBeEmpty();
        log.All.ShouldAllBe(line => !line.Contains(key) && !line.Contains("Secreto") && !line.Contains("98344384"));
    }

    private async Task<string> KeyAsync(params ApiScope[] scopes)
    {
        var key = ApiKeys.NewKey();
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        await dialers.Server.Service<ApiKeys>().AddAsync(tx, dialers.Server.BusinessUnit, "Test", key, scopes, expiresAt: null, Cancel);
        await tx.CommitAsync(Cancel);
        return key;
    }

    private async Task<HttpClient> ClientAsync(Func<string, AuthenticationHeaderValue> header, params ApiScope[] scopes)
    {
        var client = dialers.Server.Client();
        client.DefaultRequestHeaders.Authorization = header(await KeyAsync(scopes));
        return client;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return await client.PostAsync(Address, form, Cancel);
    }

    private async Task<SingleMessage> StoredAsync(HttpResponseMessage answer)
    {
        var sent = await answer.ShouldBeAsync<SentSms>(HttpStatusCode.OK, Cancel);
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        return await tx.QuerySingleAsync<SingleMessage>(
            MessageSql, new { business_unit_id = dialers.Server.BusinessUnit, id = sent.Id }, Cancel);
    }

    private sealed record SingleMessage
    {
        public required string Number { get; init; }

        public required string Text { get; init; }

        public required string State { get; init; }

        public required string AuthorKind { get; init; }

        public required Guid? AuthorId { get; init; }

        public required DialerId? DialerId { get; init; }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            // Scopes are printed too when an operator asks for them, and the host's own would hold the address.
            All.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

using System.Collections.Frozen;
using System.Net;
using System.Text;
using Chasqui.Lab.GenericHttp;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

public sealed class GenericHttpTests : IDisposable
{
    private readonly ProviderBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Form", "a%26b%3D%22%3C%3E%C3%B1%0Ax")]
    [InlineData("Json", "a\\u0026b=\\u0022\\u003C\\u003E\\u00F1\\nx")]
    [InlineData("Xml", "a&amp;b=&quot;&lt;&gt;ñ\nx")]
    [InlineData("Plain", "a&b=\"<>ñ\nx")]
    [InlineData("Header", "a&b=\"<>ñx")]
    public void No_text_breaks_out_of_its_place(string place, string written) =>
        Template("a&b=\"<>ñ\nx").Fill("${message}", Enum.Parse<TemplatePlace>(place)).ShouldBe(written);

    [Fact]
    public void Variables_have_their_values()
    {
        var template = Template("Ñ", new { country = "UY", user = "me", password = "p&w", hookKey = "k" });

        template.Fill("${phone} ${phoneDigits} ${phoneNational} ${messageHexUtf16} ${sender} ${user} ${password} ${now} ${nothing} $ {x}", TemplatePlace.Plain)
            .ShouldBe("+59898344484 59898344484 098344484 00D1 +15550001111 me p&w 2026-01-02T03:04:05Z ${nothing} $ {x}");
        template.Fill("${dlrUrl}", TemplatePlace.Plain).ShouldEndWith($"/status?key=k&m={template.Fill("${id}", TemplatePlace.Plain)}");
    }

    [Fact]
    public void Texts_are_written_in_the_carriers_charset() => new HttpTemplate(
        _bench.Message("año€"), Account(new { }), CodePagesEncodingProvider.Instance.GetEncoding(1252)!, default).Fill("${message}", TemplatePlace.Form).ShouldBe("a%F1o%80");

    [Fact]
    public async Task Text_the_charset_lacks_is_refused_here()
    {
        await using var connection = Open(new { endpoint = "http://127.0.0.1:1/", charset = "iso-8859-1", body = "${message}" });

        var result = await connection.SendAsync(_bench.Message("Привет"), TestContext.Current.CancellationToken);

        result.ShouldBeOfType<SendResult.Failed>().Failure.Code.ShouldBe("http:charset");
        _bench.Wire.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("successPattern", "(")]
    [InlineData("idPattern", "(?=x)")]
    [InlineData("successStatus", "200-")]
    [InlineData("receiptStates", "DELIVRD=arrived")]
    [InlineData("endpoint", "https://${phone}.example/")]
    public async Task Setting_that_cannot_be_used_is_told_and_nothing_is_sent(string setting, string value)
    {
        await using var connection = Open(new Dictionary<string, string> { ["endpoint"] = "http://127.0.0.1:1/", [setting] = value });

        var failure = (await connection.SendAsync(_bench.Message("Hola"), TestContext.Current.CancellationToken)).ShouldBeOfType<SendResult.Failed>().Failure;

        failure.Code.ShouldBe("http:settings");
        failure.Class.ShouldBe(SendFailureClass.AccountStop);
    }

    [Theory]
    [InlineData(200, "PERM TEMP OUT STOP SLOW 3", "http:permanent")]
    [InlineData(200, "TEMP OUT STOP SLOW 3", "http:temporary")]
    [InlineData(500, "OUT STOP SLOW 3", "http:optOut")]
    [InlineData(500, "STOP SLOW 3", "http:accountStop")]
    [InlineData(500, "SLOW 3", "http:throttled")]
    [InlineData(500, "OK id=7", "http:500")]
    [InlineData(201, "OK id=7", "http:notUnderstood")]
    [InlineData(200, "OK", "http:notUnderstood")]
    [InlineData(200, "fine id=7", "http:notUnderstood")]
    [InlineData(200, "OK id=7", null)]
    public void Patterns_are_asked_in_their_order(int status, string body, string? code)
    {
        var rules = new HttpRules("http", Account(new
        {
            permanentPattern = "perm",
            temporaryPattern = "temp",
            optOutPattern = "out",
            stopPattern = "stop",
            throttlePattern = @"slow (\d+)",
            successStatus = "200,202-204",
            successPattern = "^OK",
            idPattern = @"id=(\d+)",
        }).Settings);

        var result = rules.Read(new HttpOutcome.Answered(status, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>(), null), "own");

        (result as SendResult.Failed)?.Failure.Code.ShouldBe(code);
        (result as SendResult.Accepted)?.PartIds.ShouldBe(["7"]);
        (result is SendResult.Accepted).ShouldBe(code is null);
        if (code == "http:throttled")
            ((SendResult.Failed)result).Failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Pattern_that_would_take_for_ever_does_not()
    {
        var pattern = HttpPattern.Read(Account(new { successPattern = "^(a+)+$" }).Settings, "successPattern");

        pattern.Matches(new string('a', 100_000) + "b").ShouldBeFalse();
    }

    [Fact]
    public async Task Idempotent_carrier_may_be_asked_again()
    {
        await using var carrier = await HttpCarrierSimulator.StartAsync(0, TestContext.Current.CancellationToken);
        carrier.Script.Next(new Lab.Behaviour.Reset());
        await using var connection = Open(SettingsOf.Both(GenericHttpCompliance.SettingsOf(carrier.Address, TimeSpan.FromSeconds(5)), new { idempotent = true }));

        (await connection.SendAsync(_bench.Message("Hola"), TestContext.Current.CancellationToken))
            .ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.Transient);
    }

    [Fact]
    public void Several_receipts_in_one_call_are_all_read()
    {
        var account = Account(new { hookKey = "k", receiptItems = "results", receiptId = "id", receiptState = "status.name", receiptCode = "status.code" });

        var answer = Receive(account, "status?key=k", """{"results":[{"id":"1","status":{"name":"delivrd"}},{"id":2,"status":{"name":"EXPIRED","code":9}},{"id":"3","status":{"name":"?"}}]}""");

        answer.ShouldBeOfType<WebhookAnswer.Taken>().Reports.Select(report => (report.ProviderMessageId, report.State, report.Code))
            .ShouldBe([("1", DeliveryState.Delivered, null), ("2", DeliveryState.Expired, "9")]);
    }

    [Fact]
    public void Receipt_without_an_id_and_broken_json_are_not_understood()
    {
        var account = Account(new { hookKey = "k" });

        Receive(account, "status?key=k", """{"status":"DELIVRD"}""").ShouldBeOfType<WebhookAnswer.NotUnderstood>();
        Receive(account, "status?key=k", "{").ShouldBeOfType<WebhookAnswer.NotUnderstood>();
        Receive(account, "inbound?key=k", """{"text":"x"}""").ShouldBeOfType<WebhookAnswer.NotUnderstood>();
    }

    [Fact]
    public void Account_without_key_and_secret_takes_no_calls() =>
        Receive(Account(new { }), "status?key=", """{"id":"1","status":"DELIVRD"}""").ShouldBeOfType<WebhookAnswer.BadSignature>();

    [Fact]
    public void Key_may_stand_in_the_path() =>
        Receive(Account(new { hookKey = "k" }), "status/k", """{"id":"1","status":"DELIVRD"}""").ShouldBeOfType<WebhookAnswer.Taken>().Reports.ShouldHaveSingleItem();

    [Fact]
    public void Opt_out_word_of_a_receipt_is_told()
    {
        var account = Account(new { hookKey = "k", receiptStates = "STOPPED = optOut" });

        var report = Receive(account, "status?key=k", """{"id":"1","status":"stopped"}""").ShouldBeOfType<WebhookAnswer.Taken>().Reports.ShouldHaveSingleItem();

        report.OptedOut.ShouldBeTrue();
        report.State.ShouldBe(DeliveryState.Rejected);
    }

    [Fact]
    public async Task Wire_log_hides_the_text_in_every_charset_and_spelling()
    {
        await using var connection = Open(new
        {
            endpoint = "http://127.0.0.1:1/?t=${message}&h=${messageHexUtf16}&n=${phoneNational}&p=${password}",
            charset = "windows-1252",
            contentType = "xml",
            body = "<t>${message}</t><h>${messageHexUtf16}</h>",
            country = "UY",
            password = "s3cret&x",
        });

        await connection.SendAsync(_bench.Message("<Zanahoria> año secreta & más"), TestContext.Current.CancellationToken);

        var log = string.Join('\n', _bench.Wire.Entries.Select(entry => $"{entry.Summary}\n{entry.Body}"));
        foreach (var hidden in (string[])["Zanahoria", "secreta", "005A0061006E", "098344484", "s3cret"])
            log.ShouldNotContain(hidden);
    }

    private WebhookAnswer Receive(ProviderAccount account, string tail, string body) => new GenericHttpKind(_bench.Http, _bench.Time).Receive(
        new WebhookRequest
        {
            Method = "POST",
            Url = new Uri($"{account.HookAddress}/{tail}"),
            Topic = tail.Split('?')[0],
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            Body = Encoding.UTF8.GetBytes(body),
            From = IPAddress.Loopback,
        },
        account, _bench.Time.GetUtcNow());

    private HttpTemplate Template(string text, object? settings = null) =>
        new(_bench.Message(text), Account(settings ?? new { }), Encoding.UTF8, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private IProviderConnection Open(object settings) => new GenericHttpKind(_bench.Http, _bench.Time).Open(Account(settings));

    private ProviderAccount Account(object settings) => _bench.Account(new GenericHttpKind(_bench.Http, _bench.Time), settings);
}

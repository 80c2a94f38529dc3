using System.Text.Json;
using System.Text.Json.Nodes;
using Chasqui.Lab;
using Chasqui.Lab.Vonage;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;
using Microsoft.AspNetCore.WebUtilities;

namespace Chasqui.Providers.Vonage;

/// <summary>What is Vonage's own, beyond what every kind must do.</summary>
public sealed class VonageTests : IAsyncLifetime
{
    private readonly ProviderBench _bench = new();
    private VonageSimulator _simulator = null!;
    private VonageKind _kind = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await VonageSimulator.StartAsync(0, messages: true, Stop);
        _kind = new VonageKind(_bench.Http, _bench.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _bench.Dispose();
    }

    internal static object Settings(Uri address, TimeSpan patience, string api, string privateKey, bool signRequests = false) => new
    {
        api,
        apiKey = VonageSimulator.ApiKey,
        apiSecret = VonageSimulator.ApiSecret,
        signatureSecret = VonageSimulator.SignatureSecret,
        signatureMethod = "sha256",
        applicationId = VonageSimulator.ApplicationId,
        privateKey,
        signRequests,
        smsAddress = address,
        apiAddress = address,
        answerTimeoutSeconds = patience.TotalSeconds,
    };

    [Fact]
    public async Task Request_is_signed_instead_of_carrying_the_secret()
    {
        await using var connection = _kind.Open(_bench.Account(
            _kind, Settings(_simulator.Address, TimeSpan.FromSeconds(30), "sms", "", signRequests: true)));

        (await connection.SendAsync(_bench.Message("Total = $5 & tax"), Stop)).ShouldBeOfType<SendResult.Accepted>();

        var form = QueryHelpers.ParseQuery(_simulator.Ledger.Messages.ShouldHaveSingleItem().Raw);
        form.ContainsKey("api_secret").ShouldBeFalse();
        form["text"].ToString().ShouldBe("Total = $5 & tax");
    }

    [Fact]
    public async Task Text_of_which_some_parts_were_refused_is_not_sent_again()
    {
        // Two parts taken and one refused is not a thing the simulator does by itself: its answer is played.
        await using var server = await PlayedServer.StartAsync(
            """{"message-count":2,"messages":[{"status":"0","message-id":"A1"},{"status":"1","error-text":"please wait [ 250 ]"}]}""", Stop);
        await using var connection = _kind.Open(_bench.Account(_kind, Settings(server.Address, TimeSpan.FromSeconds(30), "sms", "")));

        var failure = (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Failed>().Failure;

        failure.Code.ShouldBe("vonage:partial");
        failure.Class.ShouldBe(SendFailureClass.PermanentMessage);
    }

    [Theory]
    [InlineData(nameof(VonageTransport.Query))]
    [InlineData(nameof(VonageTransport.Form))]
    [InlineData(nameof(VonageTransport.Json))]
    public async Task Callbacks_are_understood_by_every_transport(string transport)
    {
        await using var simulator = await VonageSimulator.StartAsync(0, messages: false, Stop);
        simulator.Transport = Enum.Parse<VonageTransport>(transport);
        var account = _bench.Account(_kind, Settings(simulator.Address, TimeSpan.FromSeconds(30), "sms", ""));
        simulator.Hook = account.HookAddress!;
        await using var connection = _kind.Open(account);
        var message = _bench.Message("Hola");
        await connection.SendAsync(message, Stop);

        var receipt = Taken((await simulator.TellAsync(simulator.Ledger.Messages[0], "failed", "9", Stop))[0], account).Reports.ShouldHaveSingleItem();
        var inbound = Taken((await simulator.BringAsync(new LabText("+59898344484", "+15550001111", "ñandú & más=1 😀"), Stop))[0], account);

        receipt.State.ShouldBe(DeliveryState.Undelivered);
        receipt.Code.ShouldBe("vonage:receipt9");
        receipt.OptedOut.ShouldBeTrue();
        receipt.Reference.ShouldBe(message.Id);
        receipt.At.ShouldBe(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        inbound.Messages.ShouldHaveSingleItem().Text.ShouldBe("ñandú & más=1 😀");
        inbound.ReplayKey.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Parts_of_a_contacts_message_are_told_as_parts()
    {
        await using var simulator = await VonageSimulator.StartAsync(0, messages: false, Stop);
        var account = _bench.Account(_kind, Settings(simulator.Address, TimeSpan.FromSeconds(30), "sms", ""));
        simulator.Hook = account.HookAddress!;
        var text = string.Concat(Enumerable.Repeat("Un texto largo de verdad. ", 12));

        var calls = await simulator.BringAsync(new LabText("+59898344484", "+15550001111", text), Stop);
        var parts = calls.Select(call => Taken(call, account).Messages.ShouldHaveSingleItem()).ToArray();

        parts.Length.ShouldBe(3);
        parts.Select(part => part.Part!.Number).ShouldBe([1, 2, 3]);
        parts.ShouldAllBe(part => part.Part!.Total == 3 && part.Part.Reference == parts[0].Part!.Reference);
        string.Concat(parts.Select(part => part.Text)).ShouldBe(text);
    }

    [Fact]
    public async Task Callback_signed_long_ago_is_refused()
    {
        foreach (var messages in (bool[])[false, true])
        {
            await using var simulator = await VonageSimulator.StartAsync(0, messages, Stop);
            var account = _bench.Account(_kind, Settings(simulator.Address, TimeSpan.FromSeconds(30), "sms", ""));
            simulator.Hook = account.HookAddress!;
            var call = (await simulator.BringAsync(new LabText("+59898344484", "+15550001111", "Hola"), Stop)).ShouldHaveSingleItem();
            var request = ProviderBench.Request(call, account);

            _kind.Receive(request, account, _bench.Time.GetUtcNow().AddMinutes(4)).ShouldBeOfType<WebhookAnswer.Taken>();
            _kind.Receive(request, account, _bench.Time.GetUtcNow().AddMinutes(6)).ShouldBeOfType<WebhookAnswer.BadSignature>();
        }
    }

    [Fact]
    public void Callback_of_another_account_is_refused()
    {
        var account = Account();
        var call = _simulator.SmsCall(account.HookAddress!, [new("api-key", "another1"), new("messageId", "A1"), new("text", "Hola")]);

        _kind.Receive(ProviderBench.Request(call, account), account, _bench.Time.GetUtcNow()).ShouldBeOfType<WebhookAnswer.BadSignature>();
    }

    [Fact]
    public void Without_a_signature_secret_no_callback_is_believed()
    {
        var account = _bench.Account(_kind, new { apiKey = VonageSimulator.ApiKey, apiSecret = VonageSimulator.ApiSecret, signatureMethod = "sha256" });
        foreach (var call in (LabCall[])
            [_simulator.SmsCall(account.HookAddress!, [new("messageId", "A1"), new("text", "Hola")]), _simulator.MessagesCall(account.HookAddress!, [])])
            _kind.Receive(ProviderBench.Request(call, account), account, _bench.Time.GetUtcNow()).ShouldBeOfType<WebhookAnswer.BadSignature>();
    }

    [Fact]
    public async Task Media_template_and_choices_have_their_channels()
    {
        await using var connection = _kind.Open(Account());
        var picture = new OutboundMedia(new Uri("https://files.example/a.jpg"), "image/jpeg");
        var paper = new OutboundMedia(new Uri("https://files.example/b.pdf"), "application/pdf", "b.pdf");
        OutboundMessage[] messages =
        [
            _bench.Message("Mire") with { Media = [picture] },
            _bench.Message("Mire") with { Media = [picture, paper] },
            _bench.Message("Mire") with { Medium = Medium.WhatsApp, Media = [paper] },
            _bench.Message("") with { Medium = Medium.WhatsApp, Template = new ApprovedTemplate("ns:hello", "es", ["Ana"]) },
            _bench.Message("¿Sí?") with { Medium = Medium.WhatsApp, Interactive = new InteractiveContent(null, [new InteractiveChoice("y", "Sí")]) },
        ];
        foreach (var message in messages)
            (await connection.SendAsync(message, Stop)).ShouldBeOfType<SendResult.Accepted>();

        var bodies = _simulator.Ledger.Messages.Select(taken => JsonNode.Parse(taken.Raw)!).ToArray();
        bodies.Select(body => $"{body["channel"]} {body["message_type"]}")
            .ShouldBe(["mms image", "mms content", "whatsapp file", "whatsapp template", "whatsapp custom"]);
        bodies[0]["image"]!["caption"]!.GetValue<string>().ShouldBe("Mire");
        bodies[1]["content"]!.AsArray().Select(file => file!["type"]!.GetValue<string>()).ShouldBe(["image", "file"]);
        bodies[2]["file"]!["name"]!.GetValue<string>().ShouldBe("b.pdf");
        bodies[3]["template"]!.ToJsonString().ShouldBe("""{"name":"ns:hello","parameters":["Ana"]}""");
        bodies[4]["custom"]!["interactive"]!["type"]!.GetValue<string>().ShouldBe("button");
    }

    [Fact]
    public async Task Media_of_a_contact_is_fetched_with_the_token()
    {
        var account = Account();
        _simulator.Hook = account.HookAddress!;
        await using var connection = _kind.Open(account);
        byte[] picture = [1, 2, 3, 0, 255];
        var call = (await _simulator.BringAsync(
            new LabText("+59898344484", "+15550001111", "Mire") { Media = [new LabFile("image/png", picture, "a.png")] }, Stop)).ShouldHaveSingleItem();
        var message = Taken(call, account).Messages.ShouldHaveSingleItem();

        message.Text.ShouldBe("Mire");
        message.ProfileName.ShouldBe("Ana");
        var file = await ((IMediaSource)connection).FetchAsync(message.Media.ShouldHaveSingleItem(), 1000, Stop);
        file.ShouldNotBeNull().Content.ShouldBe(picture);
    }

    [Theory]
    [InlineData("rejected", "1360", nameof(DeliveryState.Expired), false)]
    [InlineData("rejected", "1240", nameof(DeliveryState.Rejected), true)]
    [InlineData("undeliverable", "1190", nameof(DeliveryState.Undelivered), false)]
    public async Task Failed_status_has_its_reason(string status, string code, string state, bool optedOut)
    {
        var account = Account();
        await using var connection = _kind.Open(account);
        var message = _bench.Message("Hola");
        await connection.SendAsync(message, Stop);

        var report = Taken((await _simulator.TellAsync(_simulator.Ledger.Messages[0], status, code, Stop))[0], account).Reports.ShouldHaveSingleItem();

        report.State.ToString().ShouldBe(state);
        report.Code.ShouldBe($"vonage:{code}");
        report.OptedOut.ShouldBe(optedOut);
        report.Reference.ShouldBe(message.Id);
        report.At.ShouldBe(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Check_tells_balance_and_bad_keys()
    {
        await using var good = _kind.Open(Account());
        await using var unreadable = _kind.Open(_bench.Account(_kind, Settings(_simulator.Address, TimeSpan.FromSeconds(30), "messages", "no key")));
        await using var wrong = _kind.Open(_bench.Account(_kind, new { apiKey = "x", apiSecret = "wrong", smsAddress = _simulator.Address }));

        (await ((IAccountCheck)good).CheckAsync(Stop)).ShouldBe(new AccountCheck(true, "Vonage accepts the API key and secret.", "3.14 EUR"));
        (await ((IAccountCheck)unreadable).CheckAsync(Stop)).Works.ShouldBeFalse();
        (await ((IAccountCheck)wrong).CheckAsync(Stop)).Works.ShouldBeFalse();
        (await unreadable.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.AccountStop);
    }

    private ProviderAccount Account() =>
        _bench.Account(_kind, Settings(_simulator.Address, TimeSpan.FromSeconds(30), "messages", _simulator.PrivateKey));

    private WebhookAnswer.Taken Taken(LabCall call, ProviderAccount account) =>
        _kind.Receive(ProviderBench.Request(call, account), account, _bench.Time.GetUtcNow()).ShouldBeOfType<WebhookAnswer.Taken>();
}

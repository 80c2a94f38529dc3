using System.Text;
using System.Text.Json.Nodes;
using Chasqui.Lab;
using Chasqui.Lab.WhatsApp;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.WhatsApp;

/// <summary>What is WhatsApp's own, beyond what every kind must do.</summary>
public sealed class WhatsAppTests : IAsyncLifetime
{
    private readonly ProviderBench _bench = new();
    private WhatsAppSimulator _simulator = null!;
    private WhatsAppKind _kind = null!;
    private ProviderAccount _account = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await WhatsAppSimulator.StartAsync(0, Stop);
        _kind = new WhatsAppKind(_bench.Http);
        _account = _bench.Account(_kind, Settings(_simulator.Address, TimeSpan.FromSeconds(30)));
        _simulator.Hook = _account.HookAddress!;
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _bench.Dispose();
    }

    internal static object Settings(Uri address, TimeSpan patience) => new
    {
        phoneNumberId = WhatsAppSimulator.PhoneNumberId,
        accessToken = WhatsAppSimulator.AccessToken,
        appSecret = WhatsAppSimulator.AppSecret,
        verifyToken = WhatsAppSimulator.VerifyToken,
        apiAddress = address,
        answerTimeoutSeconds = patience.TotalSeconds,
    };

    [Fact]
    public void Signature_covers_the_octets_as_they_came()
    {
        var vector = Vectors.Section("meta_signature");
        var account = _bench.Account(_kind, new { appSecret = vector.GetProperty("app_secret").GetString() });
        foreach (var known in vector.GetProperty("cases").EnumerateArray())
        {
            var answer = Receive(new LabCall
            {
                Method = "POST",
                Url = account.HookAddress!,
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Hub-Signature-256"] = known.GetProperty("header").GetString()! },
                Body = Encoding.UTF8.GetBytes(known.GetProperty("raw_body").GetString()!),
            }, account);

            if (known.GetProperty("valid").GetBoolean())
                answer.ShouldBeOfType<WebhookAnswer.Taken>().Messages.ShouldHaveSingleItem().Text.ShouldBe("Hola ñandú");
            else
                answer.ShouldBeOfType<WebhookAnswer.BadSignature>();
        }
    }

    [Fact]
    public void Handshake_returns_the_challenge_to_who_knows_the_token()
    {
        var answer = Receive(_simulator.Handshake(WhatsAppSimulator.VerifyToken, "1158201444"), _account).ShouldBeOfType<WebhookAnswer.Taken>();

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe("1158201444");
        Receive(_simulator.Handshake("wrong", "1158201444"), _account).ShouldBeOfType<WebhookAnswer.BadSignature>();
        var unset = _bench.Account(_kind, new { appSecret = WhatsAppSimulator.AppSecret });
        Receive(_simulator.Handshake("", "1"), _account with { Settings = unset.Settings }).ShouldBeOfType<WebhookAnswer.BadSignature>();
    }

    [Fact]
    public async Task Text_template_media_and_choices_have_their_objects()
    {
        OutboundMessage[] messages =
        [
            Message("Hola"),
            Message("") with { Template = new ApprovedTemplate("hello", "es_UY", ["Ana", "7"]) },
            Message("Mire") with { Media = [new OutboundMedia(new Uri("https://files.example/a.jpg"), "image/jpeg")] },
            Message("Lea") with { Media = [new OutboundMedia(new Uri("https://files.example/b.pdf"), "application/pdf", "b.pdf")] },
            Message("¿Sí?") with { Interactive = new InteractiveContent(null, [new InteractiveChoice("y", "Sí"), new InteractiveChoice("n", "No")]) },
            Message("¿Cuál?") with { Interactive = new InteractiveContent("Elegir", [new InteractiveChoice("1", "Uno", "el primero")]) },
        ];
        await using var connection = _kind.Open(_account);
        foreach (var message in messages)
            (await connection.SendAsync(message, Stop)).ShouldBeOfType<SendResult.Accepted>();

        var bodies = _simulator.Ledger.Messages.Select(taken => JsonNode.Parse(taken.Raw)!).ToArray();
        bodies.Select(body => body["type"]!.GetValue<string>()).ShouldBe(["text", "template", "image", "document", "interactive", "interactive"]);
        bodies.Select(body => body["biz_opaque_callback_data"]!.GetValue<string>()).ShouldBe(messages.Select(message => message.Id.Value.ToString()));
        bodies[1]["template"]!.ToJsonString().ShouldBe(
            """{"name":"hello","language":{"code":"es_UY"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"7"}]}]}""");
        bodies[2]["image"]!.ToJsonString().ShouldBe("""{"link":"https://files.example/a.jpg","caption":"Mire"}""");
        bodies[3]["document"]!["filename"]!.GetValue<string>().ShouldBe("b.pdf");
        bodies[4]["interactive"]!["action"]!["buttons"]!.AsArray().Count.ShouldBe(2);
        bodies[5]["interactive"]!["action"]!.ToJsonString().ShouldBe(
            """{"button":"Elegir","sections":[{"rows":[{"id":"1","title":"Uno","description":"el primero"}]}]}""");
    }

    [Fact]
    public async Task What_cannot_go_is_refused_before_it_is_sent()
    {
        var sound = new OutboundMedia(new Uri("https://files.example/a.ogg"), "audio/ogg; codecs=opus");
        OutboundMessage[] messages =
            [Message(new string('a', 4097)), Message("") with { Media = [sound, sound] }, Message("Oiga") with { Media = [sound] }];
        await using var connection = _kind.Open(_account);
        var codes = new List<string>();
        foreach (var message in messages)
            codes.Add((await connection.SendAsync(message, Stop)).ShouldBeOfType<SendResult.Failed>().Failure.Code);

        codes.ShouldBe(["whatsApp:tooLong", "whatsApp:oneFile", "whatsApp:noCaption"]);
        _bench.Wire.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Media_is_fetched_by_its_id_and_asked_for_again_when_stale()
    {
        byte[] picture = [1, 2, 3, 0, 255];
        var call = (await _simulator.BringAsync(
            new LabText("+59898344484", "+15550001111", "Mire") { Media = [new LabFile("application/pdf", picture, "b.pdf")] }, Stop)).ShouldHaveSingleItem();
        var message = Receive(call, _account).ShouldBeOfType<WebhookAnswer.Taken>().Messages.ShouldHaveSingleItem();
        await using var connection = _kind.Open(_account);
        var source = (IMediaSource)connection;

        _simulator.StaleAddresses = 1;
        var file = await source.FetchAsync(message.Media.ShouldHaveSingleItem(), 1000, Stop);

        message.Text.ShouldBe("Mire");
        file.ShouldNotBeNull().Content.ShouldBe(picture);
        file.FileName.ShouldBe("b.pdf");
        _simulator.StaleAddresses = 2;
        (await source.FetchAsync(message.Media[0], 1000, Stop)).ShouldBeNull();
        (await source.FetchAsync(message.Media[0], 3, Stop)).ShouldBeNull();
        (await source.FetchAsync(new InboundMedia("999"), 1000, Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData("131026", nameof(DeliveryState.Undelivered), false)]
    [InlineData("131047", nameof(DeliveryState.Rejected), false)]
    [InlineData("131050", nameof(DeliveryState.Rejected), true)]
    [InlineData("131000", nameof(DeliveryState.Failed), false)]
    [InlineData(null, nameof(DeliveryState.Failed), false)]
    public async Task Failed_status_has_its_reason(string? code, string state, bool optedOut)
    {
        await using var connection = _kind.Open(_account);
        var message = Message("Hola");
        await connection.SendAsync(message, Stop);
        var call = (await _simulator.TellAsync(_simulator.Ledger.Messages[0], "failed", code, Stop)).ShouldHaveSingleItem();

        var report = Receive(call, _account).ShouldBeOfType<WebhookAnswer.Taken>().Reports.ShouldHaveSingleItem();

        report.State.ToString().ShouldBe(state);
        report.Code.ShouldBe(code is null ? null : $"whatsApp:{code}");
        report.OptedOut.ShouldBe(optedOut);
        report.Reference.ShouldBe(message.Id);
        report.At.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1767268800));
    }

    [Theory]
    [InlineData("""{"type":"button","button":{"payload":"p","text":"Sí"}}""", "Sí")]
    [InlineData("""{"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"y","title":"Sí"}}}""", "Sí")]
    [InlineData("""{"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"1","title":"Uno","description":"d"}}}""", "Uno")]
    [InlineData("""{"type":"location","location":{"latitude":-34.9,"longitude":-56.1,"name":"Casa"}}""", "Casa -34.9,-56.1")]
    [InlineData("""{"type":"contacts","contacts":[{"name":{"formatted_name":"Ana"},"phones":[{"phone":"+598 9"}]}]}""", "Ana +598 9")]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.1","emoji":"👍"}}""", "👍")]
    [InlineData("""{"type":"unsupported","errors":[{"code":131051}]}""", "[unsupported]")]
    [InlineData("""{"type":"order","order":{}}""", "[order]")]
    public void Every_type_of_message_has_a_text(string json, string text)
    {
        var message = JsonNode.Parse(json)!.AsObject();
        (message["from"], message["id"]) = ("59898344484", "wamid.X9");

        var heard = Receive(_simulator.Bring(message, "59898344484", "15550001111"), _account)
            .ShouldBeOfType<WebhookAnswer.Taken>().Messages.ShouldHaveSingleItem();

        heard.Text.ShouldBe(text);
        heard.ProfileName.ShouldBe("Ana");
        heard.Media.ShouldBeEmpty();
    }

    [Fact]
    public void One_call_may_hold_many_events()
    {
        var value = new JsonObject
        {
            ["messages"] = new JsonArray(Text("wamid.1"), Text("wamid.2")),
            ["statuses"] = new JsonArray(Status("wamid.3", "read"), Status("wamid.4", "warning")),
        };

        var taken = Receive(_simulator.Call(value), _account).ShouldBeOfType<WebhookAnswer.Taken>();

        taken.Messages.Select(message => message.ProviderMessageId).ShouldBe(["wamid.1", "wamid.2"]);
        taken.Reports.Select(report => report.ProviderMessageId).ShouldBe(["wamid.3"]);

        static JsonObject Text(string id) =>
            new() { ["from"] = "59898344484", ["id"] = id, ["type"] = "text", ["text"] = new JsonObject { ["body"] = "Hola" } };
        static JsonObject Status(string id, string status) => new() { ["id"] = id, ["status"] = status, ["timestamp"] = "1767268800" };
    }

    [Fact]
    public async Task Check_tells_the_number_and_a_bad_token()
    {
        await using var good = _kind.Open(_account);
        await using var bad = _kind.Open(_bench.Account(
            _kind, new { phoneNumberId = WhatsAppSimulator.PhoneNumberId, accessToken = "wrong", apiAddress = _simulator.Address }));

        (await ((IAccountCheck)good).CheckAsync(Stop)).ShouldBe(new AccountCheck(true, "WhatsApp accepts the token; messages come from +1 555-000-1111."));
        (await ((IAccountCheck)bad).CheckAsync(Stop)).Works.ShouldBeFalse();
    }

    private OutboundMessage Message(string text) => _bench.Message(text) with { Medium = Medium.WhatsApp };

    private WebhookAnswer Receive(LabCall call, ProviderAccount account) =>
        _kind.Receive(ProviderBench.Request(call, account), account, _bench.Time.GetUtcNow());
}

using System.Net;
using System.Text.Json;
using Chasqui.Demo;
using Chasqui.Lab;
using Chasqui.Lab.Twilio;
using Chasqui.Lab.Vonage;
using Chasqui.Lab.WhatsApp;
using Chasqui.Support;

namespace Chasqui.EndToEnd;

/// <summary>Through the whole server to a simulated carrier and back: configured, tested, received, sent, delivered.</summary>
public sealed class CarriersTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string PublicUrl = "https://chasqui.example";

    private const string Handset = "+59898344484";

    private readonly LabCaller _caller = new();
    private TestServer _server = null!;
    private HttpClient _admin = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Chasqui:Demo"] = "true",
            ["Chasqui:PublicUrl"] = PublicUrl,
            ["Chasqui:Egress:Allow:0"] = "127.0.0.0/8",
        };
        _server = await TestServer.StartAsync(await TemplateDatabase.CopyAsync(postgres, Stop), settings, clock: null, configure: null, Stop);
        _admin = _server.Client();
        var signedIn = await _admin.PostAsync("/api/v1/session", new { email = "admin@demo.example", password = DemoSeed.Password }, Stop);
        await signedIn.ShouldHaveStatusAsync(HttpStatusCode.OK, Stop);
        _admin.DefaultRequestHeaders.Add("Cookie", string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
    }

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Twilio_takes_and_brings_messages()
    {
        await using var carrier = await TwilioSimulator.StartAsync(0, Stop);
        await TalkAsync(carrier, "longCode", new
        {
            accountSid = TwilioSimulator.AccountSid,
            authToken = TwilioSimulator.AuthToken,
            apiAddress = carrier.Address,
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Vonage_takes_and_brings_messages(bool messages)
    {
        await using var carrier = await VonageSimulator.StartAsync(0, messages, Stop);
        await TalkAsync(carrier, "longCode", new
        {
            api = messages ? "messages" : "sms",
            apiKey = VonageSimulator.ApiKey,
            apiSecret = VonageSimulator.ApiSecret,
            signatureSecret = VonageSimulator.SignatureSecret,
            signatureMethod = "sha256",
            applicationId = VonageSimulator.ApplicationId,
            privateKey = carrier.PrivateKey,
            smsAddress = carrier.Address,
            apiAddress = carrier.Address,
        });
    }

    [Fact]
    public async Task WhatsApp_takes_and_brings_messages()
    {
        await using var carrier = await WhatsAppSimulator.StartAsync(0, Stop);
        var hook = await TalkAsync(carrier, "whatsApp", new
        {
            phoneNumberId = WhatsAppSimulator.PhoneNumberId,
            accessToken = WhatsAppSimulator.AccessToken,
            appSecret = WhatsAppSimulator.AppSecret,
            verifyToken = WhatsAppSimulator.VerifyToken,
            apiAddress = carrier.Address,
        });

        var challenge = await _admin.GetAsync(
            new Uri($"{hook.AbsolutePath}?hub.mode=subscribe&hub.verify_token={WhatsAppSimulator.VerifyToken}&hub.challenge=1158201444", UriKind.Relative), Stop);
        (await challenge.Content.ReadAsStringAsync(Stop)).ShouldBe("1158201444");
    }

    private async Task<Uri> TalkAsync(ISimulator carrier, string senderKind, object settings)
    {
        // Configured as a person does it, and tested.
        var provider = await PostAsync("/api/v1/providers", new { name = "Carrier", kind = carrier.Kind, settings }, HttpStatusCode.Created);
        var providerId = provider.GetProperty("id").GetGuid();
        carrier.Hook = new Uri(provider.GetProperty("hookAddress").GetString()!);
        carrier.Hook.ToString().ShouldStartWith($"{PublicUrl}/hooks/{carrier.Kind}/");
        (await PostAsync($"/api/v1/providers/{providerId}/test", new { }, HttpStatusCode.OK)).GetProperty("works").GetBoolean().ShouldBeTrue();
        var sender = await PostAsync("/api/v1/senders", new { providerId, kind = senderKind, address = "+12025550123", country = "US" }, HttpStatusCode.Created);

        // A contact writes, twice told; a forged call is refused.
        foreach (var call in await carrier.BringAsync(new LabText(Handset, "+12025550123", "¿Dónde está mi pedido? 📦"), Stop))
        {
            (await CallAsync(call)).ShouldBe(200);
            (await CallAsync(call)).ShouldBe(200);
            (await CallAsync(call with { Body = [.. call.Body, (byte)'1'] })).ShouldBe(401);
        }

        await Poll.UntilAsync(
            MessagesAsync, all => all.Count(message => message.GetProperty("direction").GetString() == "in") == 1, TimeSpan.FromSeconds(20), Stop);

        // We answer, and the receipts come out of order.
        var sent = await PostAsync(
            "/api/v1/messages", new { to = Handset, text = "En camino ñandú 🚚", senderId = sender.GetProperty("id").GetGuid() }, HttpStatusCode.Accepted);
        var taken = (await carrier.Ledger.WaitAsync(1, Stop))[0];
        taken.Text.ShouldBe("En camino ñandú 🚚");
        foreach (var state in (string[])["delivered", "sent", "delivered"])
        {
            foreach (var call in await carrier.TellAsync(taken, state, null, Stop))
                (await CallAsync(call)).ShouldBe(200);
        }

        var id = sent.GetProperty("id").GetGuid();
        await Poll.UntilAsync(
            MessagesAsync, all => all.Any(message => message.GetProperty("id").GetGuid() == id && message.GetProperty("state").GetString() == "delivered"),
            TimeSpan.FromSeconds(20), Stop);
        return carrier.Hook;
    }

    private async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected) =>
        await (await _admin.PostAsync(path, body, Stop)).ShouldBeAsync<JsonElement>(expected, Stop);

    private async Task<JsonElement[]> MessagesAsync() =>
        [.. (await _admin.ReadAsync<JsonElement>("/api/v1/messages?limit=100", Stop)).GetProperty("items").EnumerateArray()];

    // Signed for the public address, which a proxy would lead here.
    private Task<int> CallAsync(LabCall call) => _caller.CallAsync(call with { Url = new Uri(_server.Address, call.Url.PathAndQuery) }, Stop);
}

using System.Text;
using Chasqui.Lab;
using Chasqui.Lab.Twilio;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;
using Microsoft.AspNetCore.WebUtilities;

namespace Chasqui.Providers.Twilio;

/// <summary>What is Twilio's own, beyond what every kind must do.</summary>
public sealed class TwilioTests : IAsyncLifetime
{
    private readonly ProviderBench _bench = new();
    private TwilioSimulator _simulator = null!;
    private TwilioKind _kind = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TwilioSimulator.StartAsync(0, Stop);
        _kind = new TwilioKind(_bench.Http, _bench.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _bench.Dispose();
    }

    internal static object Settings(Uri address, TimeSpan patience) => new
    {
        accountSid = TwilioSimulator.AccountSid,
        authToken = TwilioSimulator.AuthToken,
        apiAddress = address,
        answerTimeoutSeconds = patience.TotalSeconds,
    };

    [Fact]
    public async Task Media_template_and_service_travel_in_their_fields()
    {
        var account = _bench.Account(_kind, new
        {
            accountSid = TwilioSimulator.AccountSid,
            authToken = TwilioSimulator.AuthToken,
            apiAddress = _simulator.Address,
            messagingServiceSid = "MG00000000000000000000000000000001",
            validitySeconds = 600,
            smartEncoded = true,
        });
        await using var connection = _kind.Open(account);
        var message = _bench.Message("Hola") with
        {
            Media =
            [
                new OutboundMedia(new Uri("https://files.example/a.jpg"), "image/jpeg"),
                new OutboundMedia(new Uri("https://files.example/b.jpg"), "image/jpeg"),
            ],
        };
        var template = _bench.Message("") with { Medium = Medium.WhatsApp, Template = new ApprovedTemplate("HX01", "es", ["Ana", "7"]) };

        await connection.SendAsync(message, Stop);
        await connection.SendAsync(template, Stop);

        var forms = _simulator.Ledger.Messages.Select(taken => QueryHelpers.ParseQuery(taken.Raw)).ToArray();
        forms[0]["MediaUrl"].ShouldBe(["https://files.example/a.jpg", "https://files.example/b.jpg"]);
        forms[0]["MessagingServiceSid"].ToString().ShouldBe("MG00000000000000000000000000000001");
        forms[0]["From"].ToString().ShouldBe("+15550001111");
        forms[0]["ValidityPeriod"].ToString().ShouldBe("600");
        forms[0]["SmartEncoded"].ToString().ShouldBe("true");
        forms[0]["StatusCallback"].ToString().ShouldBe($"{account.HookAddress}/status?m={message.Id.Value}#rc=3&rp=ct,rt,5xx");
        forms[1]["To"].ToString().ShouldBe("whatsapp:+59898344484");
        forms[1]["From"].ToString().ShouldBe("whatsapp:+15550001111");
        forms[1]["ContentSid"].ToString().ShouldBe("HX01");
        forms[1]["ContentVariables"].ToString().ShouldBe("""{"1":"Ana","2":"7"}""");
        forms[1].ContainsKey("Body").ShouldBeFalse();
    }

    [Fact]
    public async Task Service_may_choose_the_number()
    {
        await using var connection = _kind.Open(_bench.Account(_kind, new
        {
            accountSid = TwilioSimulator.AccountSid,
            authToken = TwilioSimulator.AuthToken,
            apiAddress = _simulator.Address,
            messagingServiceSid = "MG00000000000000000000000000000001",
            serviceChoosesSender = true,
        }));

        await connection.SendAsync(_bench.Message("Hola"), Stop);

        QueryHelpers.ParseQuery(_simulator.Ledger.Messages.ShouldHaveSingleItem().Raw).ContainsKey("From").ShouldBeFalse();
    }

    [Fact]
    public async Task Too_long_a_text_is_refused_before_it_is_sent()
    {
        await using var connection = Open();

        var failure = (await connection.SendAsync(_bench.Message(new string('a', 1601)), Stop)).ShouldBeOfType<SendResult.Failed>().Failure;

        failure.Code.ShouldBe("twilio:21617");
        _bench.Wire.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_token_stops_the_account_and_fails_the_check()
    {
        var account = _bench.Account(_kind, new { accountSid = TwilioSimulator.AccountSid, authToken = "wrong", apiAddress = _simulator.Address });
        await using var connection = _kind.Open(account);

        (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.AccountStop);
        (await ((IAccountCheck)connection).CheckAsync(Stop)).Works.ShouldBeFalse();
    }

    [Fact]
    public async Task Check_tells_the_balance()
    {
        await using var connection = Open();

        (await ((IAccountCheck)connection).CheckAsync(Stop)).ShouldBe(new AccountCheck(true, "Twilio accepts the account.", "12.34 USD"));
    }

    [Fact]
    public async Task Message_whose_answer_was_lost_is_found_in_the_list()
    {
        await using var connection = Open();
        var message = _bench.Message("Hola, ¿sigue ahí?");
        _simulator.Script.Next(new Behaviour.Reset());
        var sentAt = _bench.Time.GetUtcNow();
        (await connection.SendAsync(message, Stop)).ShouldBeOfType<SendResult.Failed>();

        var found = (await ((ILookUp)connection).LookUpAsync(message, sentAt, Stop)).ShouldBeOfType<LookUpResult.Found>();

        found.PartIds.ShouldBe(_simulator.Ledger.Messages.ShouldHaveSingleItem().Ids);
    }

    [Fact]
    public async Task Look_up_tells_what_it_cannot_know()
    {
        await using var connection = Open();
        var message = _bench.Message("Hola");
        var now = _bench.Time.GetUtcNow();

        (await ((ILookUp)connection).LookUpAsync(message, now, Stop)).ShouldBeOfType<LookUpResult.CannotTell>();
        (await ((ILookUp)connection).LookUpAsync(message, now.AddMinutes(-10), Stop)).ShouldBeOfType<LookUpResult.NotThere>();

        await connection.SendAsync(message, Stop);
        await connection.SendAsync(_bench.Message("Hola"), Stop);
        (await ((ILookUp)connection).LookUpAsync(message, now, Stop)).ShouldBeOfType<LookUpResult.CannotTell>();
    }

    [Fact]
    public async Task Media_is_fetched_and_its_storage_sees_no_credentials()
    {
        var account = Account();
        await using var connection = _kind.Open(account);
        _simulator.Hook = account.HookAddress!;
        byte[] picture = [0x89, 0x50, 0x4e, 0x47, 0, 255];
        var call = (await _simulator.BringAsync(
            new LabText("+59898344484", "+15550001111", "Mire") { Media = [new LabFile("image/png", picture)] }, Stop)).ShouldHaveSingleItem();
        var message = Taken(call, account).Messages.ShouldHaveSingleItem();

        var file = await ((IMediaSource)connection).FetchAsync(message.Media.ShouldHaveSingleItem(), 1000, Stop);

        file.ShouldNotBeNull().Content.ShouldBe(picture);
        file.ContentType.ShouldBe("image/png");
        (await ((IMediaSource)connection).FetchAsync(message.Media[0], 5, Stop)).ShouldBeNull();
        (await ((IMediaSource)connection).FetchAsync(new InboundMedia(new Uri(_simulator.Address, "/gone").ToString()), 1000, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Word_that_twilio_obeyed_is_told_apart()
    {
        var account = Account();
        _simulator.Hook = account.HookAddress!;
        foreach (var (word, expected) in new[] { ("STOP", CarrierOptOut.Stop), ("START", CarrierOptOut.Start), ("HELP", CarrierOptOut.Help) })
        {
            var call = await _simulator.BringAsync(new LabText("+59898344484", "+15550001111", word) { ObeyedWord = word }, Stop);

            var taken = Taken(call.ShouldHaveSingleItem(), account);

            taken.Messages.ShouldHaveSingleItem().OptOut.ShouldBe(expected);
            taken.Body.ShouldBe("<Response/>");
            taken.ContentType.ShouldBe("text/xml");
        }
    }

    [Theory]
    [InlineData("undelivered", "30003", nameof(DeliveryState.Undelivered), false)]
    [InlineData("undelivered", "30036", nameof(DeliveryState.Expired), false)]
    [InlineData("undelivered", "21610", nameof(DeliveryState.Rejected), true)]
    [InlineData("failed", "63033", nameof(DeliveryState.Failed), true)]
    [InlineData("failed", "21408", nameof(DeliveryState.Rejected), false)]
    [InlineData("failed", "30034", nameof(DeliveryState.Rejected), false)]
    [InlineData("failed", "30008", nameof(DeliveryState.Failed), false)]
    [InlineData("canceled", null, nameof(DeliveryState.Cancelled), false)]
    public async Task Failed_receipt_has_its_reason(string status, string? error, string state, bool optedOut)
    {
        var account = Account();
        await using var connection = _kind.Open(account);
        var message = _bench.Message("Hola");
        await connection.SendAsync(message, Stop);
        var calls = await _simulator.TellAsync(_simulator.Ledger.Messages[0], status, error, Stop);

        var report = Taken(calls.ShouldHaveSingleItem(), account).Reports.ShouldHaveSingleItem();

        report.State.ToString().ShouldBe(state);
        report.Code.ShouldBe(error is null ? null : $"twilio:{error}");
        report.OptedOut.ShouldBe(optedOut);
        report.Reference.ShouldBe(message.Id);
    }

    [Fact]
    public void Call_events_are_believed_and_bring_no_messages()
    {
        var account = Account();
        var call = TwilioSimulator.Call(new Uri($"{account.HookAddress}/voice"),
            [new("CallSid", "CA01"), new("CallStatus", "in-progress"), new("From", "+59898344484"), new("To", "+15550001111")]);

        var taken = Taken(call, account);

        taken.Messages.ShouldBeEmpty();
        taken.Reports.ShouldBeEmpty();
        _kind.Receive(ProviderBench.Request(call with { Body = [.. call.Body, (byte)'x'] }, account), account, _bench.Time.GetUtcNow())
            .ShouldBeOfType<WebhookAnswer.BadSignature>();
    }

    [Fact]
    public void Event_stream_is_believed_by_the_hash_of_its_body()
    {
        var account = Account();
        var body = Encoding.UTF8.GetBytes("""[{"specversion":"1.0","type":"com.twilio.messaging.message.delivered"}]""");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body));
        var url = new Uri($"{account.HookAddress}?bodySHA256={hash}");
        var call = new LabCall
        {
            Method = "POST",
            Url = url,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Content-Type"] = "application/json",
                ["X-Twilio-Signature"] = TwilioSimulator.Sign(url, []),
            },
            Body = body,
        };

        Taken(call, account).Messages.ShouldBeEmpty();
        _kind.Receive(ProviderBench.Request(call with { Body = [.. body, (byte)' '] }, account), account, _bench.Time.GetUtcNow())
            .ShouldBeOfType<WebhookAnswer.BadSignature>();
    }

    private IProviderConnection Open() => _kind.Open(Account());

    private ProviderAccount Account() => _bench.Account(_kind, Settings(_simulator.Address, TimeSpan.FromSeconds(30)));

    private WebhookAnswer.Taken Taken(LabCall call, ProviderAccount account) =>
        _kind.Receive(ProviderBench.Request(call, account), account, _bench.Time.GetUtcNow()).ShouldBeOfType<WebhookAnswer.Taken>();
}

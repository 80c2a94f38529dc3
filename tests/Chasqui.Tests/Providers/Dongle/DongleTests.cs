using Chasqui.Lab;
using Chasqui.Lab.Dongle;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Dongle;

public sealed class DongleTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ProviderBench _bench = new();
    private AsteriskSimulator _asterisk = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _asterisk = (AsteriskSimulator)await AsteriskSimulator.StartAsync(0, Stop);

    public async ValueTask DisposeAsync()
    {
        await _asterisk.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task No_text_becomes_a_header()
    {
        const string text = "Hola\r\nPayload: forged\n\nAction: Logoff\r\n\\n \t \"x\"";
        await using var connection = Open();

        (await connection.SendAsync(_bench.Message(text), Stop)).ShouldBeOfType<SendResult.Accepted>();

        var taken = _asterisk.Ledger.Messages.ShouldHaveSingleItem();
        taken.Text.ShouldBe(text);
        taken.Raw.ShouldContain(@"Message: Hola\r\nPayload: forged\n\nAction: Logoff\r\n\\n \t ""x""");
        taken.Ids[0].ShouldNotBe("forged");
    }

    [Fact]
    public async Task Text_longer_than_a_line_of_asterisk_is_refused_here()
    {
        await using var connection = Open();

        (await connection.SendAsync(_bench.Message(new string('a', 900)), Stop)).ShouldBeOfType<SendResult.Accepted>();
        Failure(await connection.SendAsync(_bench.Message(new string('\\', 451)), Stop)).Code.ShouldBe("dongle:length");
        Failure(await connection.SendAsync(_bench.Message("\u0001"), Stop)).Code.ShouldBe("dongle:length");
    }

    [Fact]
    public async Task Devices_take_turns()
    {
        await using var connection = Open(new { devices = "(0.2)" });

        for (var i = 0; i < 3; i++)
            (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();

        _asterisk.Devices.ShouldBe(["dongle0", "dongle1", "dongle2"]);
    }

    [Fact]
    public async Task Dial_string_goes_before_the_accounts_devices()
    {
        await using var connection = Open(new { devices = "gsm-a, gsm-b", devicePrefix = "modem" });

        await connection.SendAsync(_bench.Message("Hola"), Stop);
        await connection.SendAsync(_bench.Message("Hola") with { DialString = "(7)" }, Stop);
        Failure(await connection.SendAsync(_bench.Message("Hola") with { DialString = "(x)" }, Stop)).Code.ShouldBe("dongle:dialString");

        _asterisk.Devices.ShouldBe(["gsm-a", "modem7"]);
    }

    [Fact]
    public async Task Each_device_has_its_pace()
    {
        await using var connection = Open(new { devices = "(0.1)", perMinute = 1 });
        (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();
        (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();

        var failure = Failure(await connection.SendAsync(_bench.Message("Hola"), Stop));

        failure.Class.ShouldBe(SendFailureClass.Throttle);
        failure.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        _asterisk.Ledger.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Device_that_is_away_rests()
    {
        _asterisk.Script.Next(new Behaviour.Reject("deviceDisconnected"));
        await using var connection = Open(new { devices = "(0.1)", perMinute = 600 });

        Failure(await connection.SendAsync(_bench.Message("Hola"), Stop)).Class.ShouldBe(SendFailureClass.Transient);
        (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();
        Failure(await connection.SendAsync(_bench.Message("Hola") with { DialString = "(0)" }, Stop)).Class.ShouldBe(SendFailureClass.Throttle);

        _asterisk.Devices.ShouldBe(["dongle0", "dongle1"]);
    }

    [Fact]
    public async Task One_login_serves_many_messages_and_a_broken_session_is_renewed()
    {
        await using var connection = Open(new { devices = "(0.9)" });
        for (var i = 0; i < 3; i++)
            (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();
        _asterisk.Logins.ShouldBe(1);
        _asterisk.Script.Next(new Behaviour.Reset(Taken: false));
        Failure(await connection.SendAsync(_bench.Message("Hola"), Stop)).Class.ShouldBe(SendFailureClass.UnknownOutcome);

        (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();

        _asterisk.Logins.ShouldBe(2);
    }

    [Fact]
    public async Task Wrong_secret_stops_the_account()
    {
        await using var connection = Open(new { secret = "wrong" });

        var failure = Failure(await connection.SendAsync(_bench.Message("Hola"), Stop));

        (failure.Code, failure.Class).ShouldBe(("dongle:authentication", SendFailureClass.AccountStop));
        (await ((IAccountCheck)connection).CheckAsync(Stop)).Works.ShouldBeFalse();
    }

    [Fact]
    public async Task Address_the_server_must_not_reach_is_refused()
    {
        await using var connection = Open(new { host = "10.1.2.3" });

        Failure(await connection.SendAsync(_bench.Message("Hola"), Stop)).Code.ShouldBe("dongle:egressRefused");
    }

    [Fact]
    public async Task Check_names_the_devices()
    {
        await using var connection = Open();

        var check = await ((IAccountCheck)connection).CheckAsync(Stop);

        check.Works.ShouldBeTrue();
        check.Sentence.ShouldContain("dongle0 Registered, home network");
    }

    [Fact]
    public async Task Listening_mends_its_session()
    {
        await using var connection = Open();
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = connection.ListenAsync(events, until.Token);
        await events.LinkAsync(LinkState.Connected, Stop);

        _asterisk.Restart();

        await events.LinkAsync(LinkState.Disconnected, Stop);
        await events.LinkAsync(LinkState.Connected, Stop);
        await _asterisk.BringAsync(new LabText("+59898344484", "+15550001111", "línea 1\n\nlínea 3"), Stop);
        (await events.Messages.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).Text.ShouldBe("línea 1\n\nlínea 3");
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    [Fact]
    public async Task Message_told_again_within_a_minute_has_the_same_id()
    {
        await using var connection = Open();
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = connection.ListenAsync(events, until.Token);
        await events.LinkAsync(LinkState.Connected, Stop);
        foreach (var text in (string[])["si", "si", "no"])
            await _asterisk.BringAsync(new LabText("+59898344484", "+15550001111", text), Stop);

        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add((await events.Messages.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).ProviderMessageId);

        ids[1].ShouldBe(ids[0]);
        ids[2].ShouldNotBe(ids[0]);
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    [Fact]
    public async Task Message_that_could_not_be_stored_is_brought_again()
    {
        await using var connection = Open();
        var events = new FailingOnce();
        var listening = connection.ListenAsync(events, Stop);
        await events.Inner.LinkAsync(LinkState.Connected, Stop);
        await _asterisk.BringAsync(new LabText("+59898344484", "+15550001111", "Hola"), Stop);
        await Should.ThrowAsync<IOException>(listening);

        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        listening = connection.ListenAsync(events, until.Token);

        (await events.Inner.Messages.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).Text.ShouldBe("Hola");
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    [Theory]
    [InlineData("0", "1", "", "sent", null)]
    [InlineData("0", "0", "", "failed", "dongle:modem")]
    [InlineData("1", "1", "000,000,", "delivered", null)]
    [InlineData("1", "1", "000,048,", "sent", null)]
    [InlineData("1", "0", "000,070,", "undelivered", "dongle:70")]
    [InlineData("1", "0", "070,", "expired", "dongle:70")]
    [InlineData("2", "0", "", "unknown", null)]
    public void Reports_are_read_by_the_networks_words(string type, string success, string parts, string state, string? code)
    {
        var report = DongleListener.Report(Told("01900000000070008000000000000001\0", type, success, parts)).ShouldNotBeNull();

        report.State.Wire().ShouldBe(state);
        report.Code.ShouldBe(code);
        report.ProviderMessageId.ShouldBe("01900000000070008000000000000001");
    }

    [Fact]
    public void Reports_of_others_and_of_a_driver_to_come_say_nothing()
    {
        DongleListener.Report(Told("", "1", "1", "000,")).ShouldBeNull();
        DongleListener.Report(Told("somebody else's", "1", "1", "000,")).ShouldBeNull();
        DongleListener.Report(Told("01900000000070008000000000000001", "9", "1", "")).ShouldBeNull();
    }

    private static AmiMessage Told(string payload, string type, string success, string parts)
    {
        var told = new AmiMessage();
        foreach (var line in (string[])["Event: DongleReport", $"Payload: {payload}", $"Type: {type}", $"Success: {success}", $"Report: {parts}"])
            told.Add(line);
        return told;
    }

    private static SendFailure Failure(SendResult result) => result.ShouldBeOfType<SendResult.Failed>().Failure;

    private IListeningConnection Open(object? settings = null)
    {
        var kind = new DongleKind(_bench.Guard, _bench.Wire, _bench.Time);
        var ordinary = DongleCompliance.SettingsOf(_asterisk.Address, Patience);
        return (IListeningConnection)kind.Open(_bench.Account(kind, SettingsOf.Both(SettingsOf.Both(ordinary, new { devices = "(0.9)" }), settings ?? new { })));
    }

    private sealed class FailingOnce : IProviderEvents
    {
        private bool _failed;

        public RecordedEvents Inner { get; } = new();

        public Task InboundAsync(InboundMessage message, CancellationToken cancellationToken)
        {
            if (_failed)
                return Inner.InboundAsync(message, cancellationToken);
            _failed = true;
            throw new IOException("The database is away.");
        }

        public Task ReportsAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken) => Inner.ReportsAsync(reports, cancellationToken);

        public void Link(LinkState state, string? sentence) => Inner.Link(state, sentence);
    }
}

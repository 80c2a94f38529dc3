using System.Text.Json;
using Chasqui.Lab;
using Chasqui.Lab.Dinstar;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Dinstar;

public sealed class DinstarTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ProviderBench _bench = new();
    private DinstarSimulator _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await DinstarSimulator.StartAsync(0, Stop);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task One_challenge_serves_many_requests()
    {
        await using var connection = Open();

        for (var i = 0; i < 5; i++)
            await AcceptedAsync(connection);

        _gateway.Challenges.ShouldBe(1);
    }

    [Fact]
    public async Task Worn_out_nonce_is_exchanged_without_losing_the_message()
    {
        await using var connection = Open();
        await AcceptedAsync(connection);
        _gateway.WearOutNonces();

        await AcceptedAsync(connection);

        _gateway.Ledger.Messages.Count.ShouldBe(2);
        _gateway.Challenges.ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_password_stops_the_account()
    {
        await using var connection = Open(new { password = "wrong" });

        var failure = Failure(await connection.SendAsync(_bench.Message("Hola"), Stop));

        failure.Class.ShouldBe(SendFailureClass.AccountStop);
        failure.Code.ShouldBe("dinstar:401");
    }

    [Fact]
    public async Task Ports_take_turns_and_one_without_network_has_none()
    {
        await using var connection = Open(new { ports = "(0.3)" });

        for (var i = 0; i < 6; i++)
            await AcceptedAsync(connection);

        _gateway.Ports.Distinct().Order().ShouldBe([0, 1, 2]);
        _gateway.Ports.Count(port => port == 1).ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Dial_string_goes_before_the_accounts_ports()
    {
        await using var connection = Open(new { ports = "(0)" });

        await connection.SendAsync(_bench.Message("Hola") with { DialString = "(1,2)" }, Stop);
        await connection.SendAsync(_bench.Message("Hola") with { DialString = "(1,2)" }, Stop);

        _gateway.Ports.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Without_a_port_that_has_network_the_message_waits()
    {
        await using var connection = Open(new { ports = "(3)" });

        var failure = Failure(await connection.SendAsync(_bench.Message("Hola"), Stop));

        failure.Code.ShouldBe("dinstar:noPort");
        failure.Class.ShouldBe(SendFailureClass.Transient);
        _gateway.Ports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_ports_the_gateway_chooses()
    {
        await using var connection = Open();

        await AcceptedAsync(connection);

        _gateway.Ports.ShouldBe([-1]);
    }

    [Fact]
    public async Task Refused_port_rests()
    {
        _gateway.Script.Next(new Behaviour.Reject("486"));
        await using var connection = Open(new { ports = "(0.1)" });

        Failure(await connection.SendAsync(_bench.Message("Hola"), Stop)).Class.ShouldBe(SendFailureClass.Transient);
        for (var i = 0; i < 3; i++)
            await AcceptedAsync(connection);

        _gateway.Ports.ShouldBe([0, 1, 1, 1]);
    }

    [Fact]
    public async Task Numbers_are_dialled_as_in_the_country()
    {
        await using var connection = Open(new { numberForm = "national", country = "UY" });

        await AcceptedAsync(connection);

        _gateway.Ledger.Messages.ShouldHaveSingleItem().To.ShouldBe("098344484");
        string.Join('\n', _bench.Wire.Entries.Select(entry => entry.Body)).ShouldNotContain("98344484");
    }

    [Fact]
    public async Task Placeholder_of_the_gateway_in_a_text_arrives_as_text()
    {
        await using var connection = Open();

        (await connection.SendAsync(_bench.Message("Use #param# here"), Stop)).ShouldBeOfType<SendResult.Accepted>();

        _gateway.Ledger.Messages.ShouldHaveSingleItem().Text.ShouldBe("Use #param# here");
    }

    [Fact]
    public async Task Full_queue_is_given_time()
    {
        _gateway.Queued = 500;
        await using var connection = Open();
        await AcceptedAsync(connection);

        var failure = Failure(await connection.SendAsync(_bench.Message("Hola"), Stop));

        failure.Class.ShouldBe(SendFailureClass.Throttle);
        failure.RetryAfter.ShouldNotBeNull();
        _gateway.Ledger.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Lost_answer_is_looked_up_by_our_number()
    {
        var message = _bench.Message("Hola");
        _gateway.Script.Next(new Behaviour.Reset());
        await using var connection = (DinstarConnection)Open();
        Failure(await connection.SendAsync(message, Stop)).Class.ShouldBe(SendFailureClass.UnknownOutcome);

        var found = (await connection.LookUpAsync(message, _bench.Time.GetUtcNow(), Stop)).ShouldBeOfType<LookUpResult.Found>();

        found.PartIds.ShouldBe(_gateway.Ledger.Messages.ShouldHaveSingleItem().Ids);
    }

    [Fact]
    public async Task Message_nobody_took_is_not_there()
    {
        var message = _bench.Message("Hola");
        _gateway.Script.Next(new Behaviour.Reset(Taken: false));
        await using var connection = (DinstarConnection)Open();
        await connection.SendAsync(message, Stop);

        (await connection.LookUpAsync(message, _bench.Time.GetUtcNow(), Stop)).ShouldBeOfType<LookUpResult.NotThere>();
    }

    [Fact]
    public async Task Polling_brings_messages_once_and_results_as_they_change()
    {
        await using var connection = (DinstarConnection)Open();
        await AcceptedAsync(connection);
        var message = _gateway.Ledger.Messages[0];
        await _gateway.BringAsync(new LabText("+59898344484", "+15550001111", "مرحبا 😀"), Stop);
        await _gateway.TellAsync(message, "sent", null, Stop);
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = connection.ListenAsync(events, until.Token);

        var heard = await events.Messages.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        (heard.From, heard.To, heard.Text).ShouldBe(("+59898344484", "+15550001111", "مرحبا 😀"));
        var sent = await events.Reports.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        (sent.State, sent.ProviderMessageId).ShouldBe((DeliveryState.Sent, message.Ids[0]));

        _gateway.Receipt(message, 0);
        var delivered = await events.Reports.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        (delivered.State, delivered.ProviderMessageId).ShouldBe((DeliveryState.Delivered, message.Ids[0]));

        await _gateway.BringAsync(new LabText("+59898344484", "+15550001111", "otra"), Stop);
        (await events.Messages.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).Text.ShouldBe("otra"); // and not the first one again
        events.Reports.TryRead(out _).ShouldBeFalse();
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    [Theory]
    [InlineData(48, "sent")]
    [InlineData(70, "expired")]
    [InlineData(64, "undelivered")]
    public async Task Receipt_has_the_networks_status(int status, string state)
    {
        await using var connection = (DinstarConnection)Open();
        await AcceptedAsync(connection);
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = connection.ListenAsync(events, until.Token);
        (await events.Reports.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop)).State.ShouldBe(DeliveryState.Accepted);

        _gateway.Receipt(_gateway.Ledger.Messages[0], status);

        var report = await events.Reports.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        report.State.Wire().ShouldBe(state);
        report.Code.ShouldBe(state == "sent" ? null : $"dinstar:{status}");
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    [Fact]
    public async Task Message_on_a_port_without_number_stays_at_the_gateway_and_is_told()
    {
        await using var connection = (DinstarConnection)Open(new { portNumbers = "2 = +15550002222" });
        await _gateway.BringAsync(new LabText("+59898344484", "+15550001111", "Hola"), Stop);
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = connection.ListenAsync(events, until.Token);

        (await events.LinkAsync(LinkState.Connected, Stop)).ShouldNotBeNull();

        events.Messages.TryRead(out _).ShouldBeFalse();
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    [Fact]
    public async Task Incoming_texts_are_not_in_the_wire_log()
    {
        await using var connection = (DinstarConnection)Open();
        await _gateway.BringAsync(new LabText("+59898344484", "+15550001111", "Zanahoria"), Stop);
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var listening = connection.ListenAsync(events, until.Token);
        await events.Messages.ReadAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);

        var log = string.Join('\n', _bench.Wire.Entries.Select(entry => $"{entry.Summary}\n{entry.Body}"));
        log.ShouldNotContain("Zanahoria");
        log.ShouldNotContain("98344484");
    }

    [Fact]
    public async Task Check_counts_the_ports_with_network()
    {
        await using var good = (DinstarConnection)Open();
        await using var bad = (DinstarConnection)Open(new { password = "wrong" });

        (await good.CheckAsync(Stop)).ShouldSatisfyAllConditions(check => check.Works.ShouldBeTrue(), check => check.Sentence.ShouldContain("3 of 4"));
        (await bad.CheckAsync(Stop)).Works.ShouldBeFalse();
    }

    [Fact]
    public void Our_number_for_a_message_is_a_positive_integer_and_always_the_same()
    {
        var id = MessageId.From(Guid.Parse("01900000-0000-7000-8000-0000ffffffff"));

        DinstarReader.UserId(id).ShouldBe(int.MaxValue);
        DinstarReader.UserId(MessageId.From(Guid.Parse("01900000-0000-7000-8000-000080000000"))).ShouldBe(1);
        DinstarReader.PartId(7, "+59898344484").ShouldBe(DinstarReader.PartId(7, "098344484"));
        DinstarReader.PartId(7, "+59898344484").ShouldNotBe(DinstarReader.PartId(7, "+59898344485"));
    }

    [Fact]
    public void Times_of_the_gateway_are_in_its_zone()
    {
        var reader = new DinstarReader(Account(new { timeZone = "America/Montevideo" }).Settings);
        var answer = JsonSerializer.SerializeToElement(new
        {
            result = new[] { new { port = 0, user_id = 5, number = "098344484", time = "2026-01-01 12:00:05", status = "FAILED", count = 1 } },
        });

        var report = reader.Results(answer, "result").ShouldHaveSingleItem().Report;

        report.At.ShouldBe(new DateTimeOffset(2026, 1, 1, 15, 0, 5, TimeSpan.Zero));
        report.Code.ShouldBe("dinstar:FAILED");
        reader.Write(report.At!.Value).ShouldBe("2026-01-01 12:00:05");
    }

    private static SendFailure Failure(SendResult result) => result.ShouldBeOfType<SendResult.Failed>().Failure;

    private async Task AcceptedAsync(IProviderConnection connection) =>
        (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();

    private IProviderConnection Open(object? settings = null) => new DinstarKind(_bench.Http, _bench.Time).Open(Account(settings ?? new { }));

    private ProviderAccount Account(object settings) => _bench.Account(
        new DinstarKind(_bench.Http, _bench.Time), SettingsOf.Both(DinstarCompliance.SettingsOf(_gateway.Address, Patience), settings));
}

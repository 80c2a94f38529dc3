using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class SendingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private OutboundWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await OutboundWorld.StartAsync(postgres, Cancellation, ("MaxAttempts", "3"), ("ProviderTimeout", "00:00:01"));

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_queued_message_is_handed_over_once_and_accepted()
    {
        var message = _world.NewMessage();
        var id = (await _world.EnqueueAsync(message, Cancellation)).Id;

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);

        var handed = _world.Carrier.Ledger.ShouldHaveSingleItem();
        handed.Id.ShouldBe(id);
        handed.To.ShouldBe(message.To);
        handed.Text.ShouldBe("Hello");
        handed.Sender.ShouldStartWith("+598290");
        (await AttemptsAsync(id)).ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_is_on_record_before_the_first_byte_leaves()
    {
        var seen = new TaskCompletionSource<long>();
        _world.Carrier.Script = async (message, _) =>
        {
            seen.TrySetResult(await _world.QueryAsync<long>(
                "SELECT count(*) FROM attempt JOIN message ON message.id = attempt.message_id WHERE message.id = @id AND message.state = 'sending'",
                new { id = message.Id }, CancellationToken.None));
            return _world.Carrier.Accept();
        };

        var id = await _world.SendAsync(Cancellation);

        (await seen.Task.WaitAsync(OutboundWorld.Patience, Cancellation)).ShouldBe(1);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
    }

    [Theory]
    [InlineData(SendFailureClass.PermanentRecipient)]
    [InlineData(SendFailureClass.PermanentMessage)]
    [InlineData(SendFailureClass.PermanentSender)]
    [InlineData(SendFailureClass.NeedsTemplate)]
    [InlineData(SendFailureClass.OptOut)]
    internal async Task A_permanent_failure_rejects_the_message_and_is_not_repeated(SendFailureClass failure)
    {
        _world.Carrier.Answer(ScriptedCarrier.Fail(failure));

        var id = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(id, DeliveryState.Rejected, Cancellation);
        await _world.SendAsync(Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 1, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(1);
        (await _world.QueryAsync<string>("SELECT failure_code FROM message WHERE id = @id", new { id }, Cancellation)).ShouldBe("scripted:1");
    }

    [Fact]
    public async Task A_carrier_that_says_opted_out_puts_the_number_on_the_list()
    {
        _world.Carrier.Answer(ScriptedCarrier.Fail(SendFailureClass.OptOut));
        var message = _world.NewMessage();

        var id = (await _world.EnqueueAsync(message, Cancellation)).Id;
        await _world.UntilAsync(id, DeliveryState.Rejected, Cancellation);

        (await _world.EnqueueAsync(_world.NewMessage(to: message.To), Cancellation)).Verdict.ShouldBe(Verdict.DoNotContact);
        (await _world.QueryAsync<long>("SELECT count(*) FROM consent_event WHERE message_id = @id AND kind = 'optedOut'", new { id }, Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_transient_failure_is_tried_again_with_a_growing_count()
    {
        _world.Carrier.Answer(ScriptedCarrier.Fail(SendFailureClass.Transient), ScriptedCarrier.Fail(SendFailureClass.Transient));

        var id = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(3);
        (await AttemptsAsync(id)).ShouldBe(3);
    }

    [Fact]
    public async Task A_transient_failure_fails_the_message_when_its_attempts_are_used_up()
    {
        _world.Carrier.Script = (_, _) => Task.FromResult(ScriptedCarrier.Fail(SendFailureClass.Transient));

        var id = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(id, DeliveryState.Failed, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(3);
    }

    [Fact]
    public async Task A_throttled_message_waits_and_uses_up_no_attempt()
    {
        var throttled = ScriptedCarrier.Fail(SendFailureClass.Throttle, TimeSpan.FromMilliseconds(50));
        _world.Carrier.Answer(throttled, throttled, throttled, throttled);

        var id = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(5);
        (await AttemptsAsync(id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_stopped_account_burns_no_message_and_goes_on_after_a_rest()
    {
        var stopped = true;
        _world.Carrier.Script = (_, _) => Task.FromResult(stopped ? ScriptedCarrier.Fail(SendFailureClass.AccountStop) : _world.Carrier.Accept());

        var ids = await _world.EnqueueManyAsync(20, null, Cancellation);
        // It was tried again after the first rest, and refused again.
        await Poll.UntilAsync(
            () => _world.QueryAsync<int>("SELECT pause_count FROM provider", null, Cancellation), count => count >= 2, OutboundWorld.Patience, Cancellation);
        stopped = false;

        await _world.UntilCountAsync(DeliveryState.Accepted, ids.Count, Cancellation);
    }

    [Fact]
    public async Task An_unknown_outcome_is_told_and_never_sent_again()
    {
        _world.Carrier.Answer(ScriptedCarrier.Fail(SendFailureClass.UnknownOutcome));

        var id = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        await _world.EnqueueManyAsync(50, null, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 50, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_never_comes_makes_the_message_unknown()
    {
        _world.Carrier.Script = (_, _) => new TaskCompletionSource<SendResult>().Task;

        var id = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_throws_leaves_the_outcome_unknown_and_the_pump_running()
    {
        var first = true;
        _world.Carrier.Script = (_, _) =>
        {
            var faulty = first;
            first = false;
            return faulty ? throw new InvalidOperationException("A bug in an adapter") : Task.FromResult<SendResult>(_world.Carrier.Accept());
        };

        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        var next = await _world.SendAsync(Cancellation);

        await _world.UntilAsync(next, DeliveryState.Accepted, Cancellation);
    }

    [Fact]
    public async Task An_unstorable_answer_does_not_hold_up_the_others()
    {
        _world.Carrier.Script = (message, _) => Task.FromResult<SendResult>(
            message.Text == "Odd" ? new SendResult.Accepted(["odd\0id"]) : _world.Carrier.Accept());

        var odd = (await _world.EnqueueAsync(_world.NewMessage() with { Text = "Odd" }, Cancellation)).Id;
        await _world.EnqueueManyAsync(20, null, Cancellation);

        await _world.UntilCountAsync(DeliveryState.Accepted, 21, Cancellation);
        (await _world.StateAsync(odd, Cancellation)).ShouldBe(DeliveryState.Accepted);
    }

    [Fact]
    public async Task A_message_put_on_a_list_after_the_gate_is_blocked_at_the_claim()
    {
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation);
        var message = _world.NewMessage(dialer);
        var id = (await _world.EnqueueAsync(message, Cancellation)).Id;

        await _world.AddToDncAsync(message.To, _world.DncList, "optOut", Cancellation);
        await _world.ExecuteAsync("UPDATE dialer SET running = true WHERE id = @dialer", new { dialer }, Cancellation);

        await _world.UntilAsync(id, DeliveryState.Blocked, Cancellation);
        _world.Carrier.Ledger.ShouldBeEmpty();
        (await _world.QueryAsync<string>("SELECT verdict FROM message WHERE id = @id", new { id }, Cancellation)).ShouldBe("doNotContact");
    }

    [Fact]
    public async Task The_confirmation_of_an_opt_out_is_sent_although_the_number_is_listed()
    {
        var message = _world.NewMessage() with { ExemptFromDnc = true };
        await _world.AddToDncAsync(message.To, _world.DncList, "optOut", Cancellation);

        var id = (await _world.EnqueueAsync(message, Cancellation)).Id;

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
    }

    [Fact]
    public async Task Within_a_lane_priority_goes_first_and_then_the_order_of_entry()
    {
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 5, schedule: "[]", Cancellation);
        int[] priorities = [9999, 5, 1, 5, 9999, 1];
        foreach (var priority in priorities)
            await _world.EnqueueAsync(_world.NewMessage(dialer) with { Priority = priority, Text = $"P{priority}" }, Cancellation);

        await _world.ExecuteAsync("UPDATE dialer SET running = true WHERE id = @dialer", new { dialer }, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, priorities.Length, Cancellation);

        _world.Carrier.Ledger.Select(message => message.Text).ShouldBe(["P1", "P1", "P5", "P5", "P9999", "P9999"]);
        _world.Carrier.Ledger.Where(message => message.Text == "P5").Select(message => message.Id.Value).ShouldBeInOrder();
    }

    [Fact]
    public async Task What_agents_write_goes_before_what_dialers_have_waiting()
    {
        var dialer = await _world.AddDialerAsync(Cancellation);
        var outbox = _world.Node.Service<Outbox>();
        MessageId reply;
        // All at once, so that how fast the machine is says nothing about who goes first.
        await using (var tx = await _world.Database.BeginAsync(_world.Unit, Cancellation))
        {
            for (var i = 0; i < 60; i++)
                await outbox.EnqueueAsync(tx, _world.NewMessage(dialer), Cancellation);
            reply = (await outbox.EnqueueAsync(tx, _world.NewMessage(), Cancellation)).Id;
            await tx.CommitAsync(Cancellation);
        }

        await _world.UntilCountAsync(DeliveryState.Accepted, 61, Cancellation);
        _world.Carrier.Ledger.First().Id.ShouldBe(reply);
    }

    [Fact]
    public async Task A_dialer_sends_only_while_enabled_running_and_on_schedule()
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString().ToLowerInvariant();
        var stopped = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation);
        var closed = await _world.AddDialerAsync(
            _world.Sender, running: true, gap: 0, schedule: $$"""[{"days":["{{day}}"],"from":"09:00","to":"10:00"}]""", Cancellation);
        var open = await _world.AddDialerAsync(Cancellation);
        foreach (var dialer in (DialerId[])[stopped, closed, open])
            await _world.EnqueueManyAsync(3, dialer, Cancellation);

        await _world.UntilCountAsync(DeliveryState.Accepted, 3, Cancellation);
        await _world.SendAsync(Cancellation); // a later message passes them by
        await _world.UntilCountAsync(DeliveryState.Accepted, 4, Cancellation);
        (await _world.CountAsync(DeliveryState.Queued, Cancellation)).ShouldBe(6);

        await _world.ExecuteAsync("UPDATE dialer SET schedule = '[]' WHERE id = @closed", new { closed }, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 7, Cancellation);
    }

    [Fact]
    public async Task A_sender_that_is_switched_off_keeps_its_messages_until_it_is_on_again()
    {
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation);
        await _world.EnqueueManyAsync(3, dialer, Cancellation);
        await _world.ExecuteAsync("UPDATE sender SET enabled = false WHERE id = @id", new { id = _world.Sender }, Cancellation);
        await _world.ExecuteAsync("UPDATE dialer SET running = true WHERE id = @dialer", new { dialer }, Cancellation);

        var other = await _world.AddSenderAsync(1000, Cancellation);
        await _world.EnqueueAsync(_world.NewMessage() with { SenderId = other }, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 1, Cancellation);
        (await _world.CountAsync(DeliveryState.Queued, Cancellation)).ShouldBe(3);

        await _world.ExecuteAsync("UPDATE sender SET enabled = true WHERE id = @id", new { id = _world.Sender }, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 4, Cancellation);
    }

    private Task<int> AttemptsAsync(MessageId id) =>
        _world.QueryAsync<int>("SELECT attempts::int FROM message WHERE id = @id", new { id }, Cancellation);
}

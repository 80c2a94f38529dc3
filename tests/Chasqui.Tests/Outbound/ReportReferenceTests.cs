using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class ReportReferenceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private OutboundWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeliveryReports Reports => _world.Node.Service<DeliveryReports>();

    public async ValueTask InitializeAsync()
    {
        _world = await OutboundWorld.StartAsync(postgres, Cancellation);
        _world.Carrier.Script = (_, _) => Task.FromResult(ScriptedCarrier.Fail(SendFailureClass.UnknownOutcome));
    }

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_report_that_gives_our_id_back_finds_the_message_whose_answer_was_lost()
    {
        var id = await LostAsync();

        await TellAsync(Report(id, "theirs", DeliveryState.Sent));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Sent);
        await TellAsync(Report(id, "theirs", DeliveryState.Delivered));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);

        (await _world.QueryAsync<string>("SELECT number || ' ' || provider_message_id FROM message_part", null, Cancellation)).ShouldBe("1 theirs");
        (await _world.QueryAsync<bool>("SELECT accepted_at IS NOT NULL FROM message", null, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Told_five_times_at_once_it_is_one_part()
    {
        var id = await LostAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => TellAsync(Report(id, "theirs", DeliveryState.Delivered)), Cancellation)));

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
        (await _world.QueryAsync<long>("SELECT count(*) FROM message_part", null, Cancellation)).ShouldBe(1);
        (await _world.QueryAsync<long>("SELECT count(*) FROM delivery_event WHERE message_id IS NULL", null, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_came_while_the_answer_was_awaited_is_found_once_that_is_given_up()
    {
        var held = _world.Carrier.Hold();
        var id = await _world.SendAsync(Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(held.Waiting), count => count == 1, OutboundWorld.Patience, Cancellation);
        await TellAsync(Report(id, "theirs", DeliveryState.Delivered));
        held.Release(ScriptedCarrier.Fail(SendFailureClass.UnknownOutcome));
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);

        (await Reports.FoldStragglersAsync(Cancellation)).ShouldBe(1);

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_part_learned_late_takes_nothing_back()
    {
        var message = _world.NewMessage() with { Text = new string('x', 300) };
        var id = (await _world.EnqueueAsync(message, Cancellation)).Id;
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);

        await TellAsync(Report(id, "first", DeliveryState.Delivered));
        await TellAsync(Report(id, "second", DeliveryState.Sent));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
        await TellAsync(Report(id, "third of two", DeliveryState.Failed));

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
        (await _world.QueryAsync<long>("SELECT count(*) FROM message_part", null, Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task Where_the_provider_has_no_id_ours_is_the_part_s()
    {
        var id = await LostAsync();

        await TellAsync(Report(id, "", DeliveryState.Delivered));

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task Another_provider_cannot_speak_for_the_message()
    {
        var id = await LostAsync();

        await Reports.AcceptAsync(
            _world.Unit, Id.New<ProviderId>(TimeProvider.System), [Report(id, "theirs", DeliveryState.Delivered)], Cancellation);

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Unknown);
    }

    [Fact]
    public async Task Who_told_the_carrier_to_stop_is_on_the_list_once_however_often_it_is_told()
    {
        var id = await LostAsync();
        var report = Report(id, "theirs", DeliveryState.Undelivered) with { OptedOut = true };

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => TellAsync(report), Cancellation)));

        (await _world.QueryAsync<string>(
            "SELECT dnc_entry.source || ' ' || consent_event.kind || ' ' || consent_event.source FROM dnc_entry JOIN consent_event USING (number, list_id)",
            null, Cancellation)).ShouldBe("optOut optedOut provider");
        (await _world.QueryAsync<bool>("SELECT message.number = dnc_entry.number FROM message, dnc_entry", null, Cancellation)).ShouldBeTrue();
    }

    private static DeliveryReport Report(MessageId id, string theirs, DeliveryState state) =>
        new() { ProviderMessageId = theirs, State = state, Reference = id };

    private async Task<MessageId> LostAsync()
    {
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        return id;
    }

    private Task TellAsync(params DeliveryReport[] reports) => Reports.AcceptAsync(_world.Unit, _world.Provider, reports, Cancellation);
}

using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class LookUpTests(PostgresFixture postgres) : IAsyncLifetime
{
    private OutboundWorld _world = null!;
    private int _asked;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await OutboundWorld.StartAsync(postgres, Cancellation);
        _world.Carrier.Answer(ScriptedCarrier.Fail(SendFailureClass.UnknownOutcome));
    }

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task What_the_provider_has_is_accepted_and_its_receipts_count()
    {
        _world.Carrier.LookUp = _ => new LookUpResult.Found(["theirs"]);
        var id = await LostAsync();
        await _world.Node.Service<DeliveryReports>().AcceptAsync(
            _world.Unit, _world.Provider, [new DeliveryReport { ProviderMessageId = "theirs", State = DeliveryState.Delivered }], Cancellation);

        await AskNowAsync();

        await _world.UntilAsync(id, DeliveryState.Delivered, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task What_it_certainly_does_not_have_told_twice_is_sent_again()
    {
        Answer(new LookUpResult.NotThere());
        var id = await LostAsync();

        await AskNowAsync();
        await UntilAskedAsync(1);
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Unknown);
        await AskNowAsync();

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(2);
        (await JobsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_can_tell_stays_unknown_and_is_asked_about_a_few_times_only()
    {
        Answer(new LookUpResult.CannotTell());
        var id = await LostAsync();

        for (var time = 1; time <= 5; time++)
        {
            await AskNowAsync();
            await UntilAskedAsync(time);
        }

        await Poll.UntilAsync(JobsAsync, jobs => jobs == 0, OutboundWorld.Patience, Cancellation);
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Unknown);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_doubt_between_two_denials_sends_nothing_again()
    {
        Answer(new LookUpResult.NotThere(), new LookUpResult.CannotTell(), new LookUpResult.NotThere());
        var id = await LostAsync();

        for (var time = 1; time <= 3; time++)
        {
            await AskNowAsync();
            await UntilAskedAsync(time);
        }

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Unknown);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    private void Answer(params LookUpResult[] results) => _world.Carrier.LookUp = _ =>
        results[Math.Min(Interlocked.Increment(ref _asked), results.Length) - 1];

    private async Task<MessageId> LostAsync()
    {
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        return id;
    }

    // The pauses pass: jobs go by the database's clock.
    private async Task AskNowAsync()
    {
        await Poll.UntilAsync(JobsAsync, jobs => jobs == 1, OutboundWorld.Patience, Cancellation);
        await _world.ExecuteAsync("UPDATE job SET due_at = now() WHERE kind = 'lookUp'", null, Cancellation);
    }

    // Asked, and the next question is set or none is left.
    private Task<(int Asked, long Due)> UntilAskedAsync(int times) => Poll.UntilAsync(
        async () => (Volatile.Read(ref _asked), await _world.QueryAsync<long>(
            "SELECT count(*) FROM job WHERE kind = 'lookUp' AND due_at <= now()", null, Cancellation)),
        seen => seen == (times, 0), OutboundWorld.Patience, Cancellation);

    private Task<long> JobsAsync() => _world.QueryAsync<long>("SELECT count(*) FROM job WHERE kind = 'lookUp'", null, Cancellation);
}

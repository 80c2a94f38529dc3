using System.Collections.Concurrent;
using System.Globalization;
using Chasqui.Accounts;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Outbound;

/// <summary>One sender with two providers, and another sender with a third to fall back to: over the scripted carrier's books.</summary>
public sealed class FallingOverTests(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const string OtherProviderSql = "UPDATE sender SET fallback_provider_id = @other WHERE id = @sender";
    private const string StandInSql = "UPDATE sender SET fallback_sender_id = @standIn WHERE id = @sender";
    private const string PauseSql = "UPDATE provider SET pause_code = 'byHand', pause_detail = 'A test did.' WHERE id = @provider";
    private const string ResumeSql = "UPDATE provider SET pause_code = NULL, pause_detail = NULL, paused_until = NULL WHERE id = @provider";

    private OutboundWorld _world = null!;
    private ProviderId _other;
    private ProviderId _third;
    private SenderId _standIn;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await OutboundWorld.StartAsync(postgres, Cancellation, ("MaxAttempts", "2"), ("ProviderTimeout", "00:00:01"));
        _other = await _world.AddProviderAsync(Cancellation);
        _third = await _world.AddProviderAsync(Cancellation);
        _standIn = await _world.AddSenderAsync(10_000, Cancellation);
        await _world.ExecuteAsync("UPDATE sender SET provider_id = @third WHERE id = @standIn", new { third = _third, standIn = _standIn }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task What_one_provider_refuses_goes_by_the_sender_s_other_one()
    {
        await HaveOtherProviderAsync();
        Refuse(_world.Provider, SendFailureClass.PermanentSender);
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.Ledger.Count.ShouldBe(2);
        var message = await ReadAsync(id);
        (message.SenderId, message.IntendedSenderId, message.ProviderId).ShouldBe((_world.Sender, null, (ProviderId?)_other));
        message.FailureCode.ShouldBeNull();
    }

    [Fact]
    public async Task Then_it_goes_with_the_fallback_sender_and_the_message_says_so()
    {
        await HaveOtherProviderAsync();
        await HaveStandInAsync();
        _world.Carrier.AccountScript = (account, _) => Task.FromResult(
            account == _third ? _world.Carrier.Accept() : ScriptedCarrier.Fail(SendFailureClass.PermanentSender));
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.Ledger.Count.ShouldBe(3);
        var message = await ReadAsync(id);
        (message.SenderId, message.IntendedSenderId, message.ProviderId).ShouldBe((_standIn, (SenderId?)_world.Sender, (ProviderId?)_third));
    }

    [Fact]
    public async Task When_nobody_takes_it_the_last_refusal_stands()
    {
        await HaveStandInAsync();
        _world.Carrier.AccountScript = (_, _) => Task.FromResult(ScriptedCarrier.Fail(SendFailureClass.PermanentSender));
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Rejected, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(2);
    }

    [Fact]
    public async Task A_passing_failure_falls_over_when_its_attempts_are_used_up_and_begins_anew()
    {
        await HaveStandInAsync();
        Refuse(_world.Provider, SendFailureClass.Transient);
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.Ledger.Select(message => message.Attempt).ShouldBe([1, 2, 1]);
    }

    [Theory]
    [InlineData("UnknownOutcome", "unknown")]
    [InlineData("PermanentRecipient", "rejected")]
    [InlineData("PermanentMessage", "rejected")]
    public async Task What_may_have_been_sent_or_cannot_be_sent_by_anyone_stays(string failure, string state)
    {
        await HaveOtherProviderAsync();
        await HaveStandInAsync();
        Refuse(_world.Provider, Enum.Parse<SendFailureClass>(failure));
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryStates.Parse(state), Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_stopped_account_is_paused_for_all_and_the_first_message_it_takes_again_ends_that()
    {
        await HaveStandInAsync();
        var stopped = true;
        _world.Carrier.AccountScript = (account, _) => Task.FromResult(
            stopped && account == _world.Provider ? ScriptedCarrier.Fail(SendFailureClass.AccountStop) : _world.Carrier.Accept());
        var ids = await _world.EnqueueManyAsync(20, null, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, ids.Count, Cancellation);
        (await PauseAsync(_world.Provider)).ShouldBe("scripted:1");
        (await ReadAsync(ids[0])).SenderId.ShouldBe(_standIn);

        stopped = false;
        await Poll.UntilAsync(
            async () =>
            {
                await _world.SendAsync(Cancellation);
                return await PauseAsync(_world.Provider);
            },
            code => code is null, OutboundWorld.Patience, Cancellation);
        var later = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(later, DeliveryState.Accepted, Cancellation);
        (await ReadAsync(later)).SenderId.ShouldBe(_world.Sender);
    }

    [Fact]
    public async Task While_its_provider_is_paused_what_waits_goes_by_the_other_provider()
    {
        await HaveOtherProviderAsync();
        await _world.ExecuteAsync(PauseSql, new { provider = _world.Provider }, Cancellation);
        var dialer = await _world.AddDialerAsync(Cancellation);
        var ids = await _world.EnqueueManyAsync(30, dialer, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, ids.Count, Cancellation);
        var message = await ReadAsync(ids[0]);
        (message.SenderId, message.ProviderId, message.IntendedSenderId).ShouldBe((_world.Sender, (ProviderId?)_other, null));
    }

    [Fact]
    public async Task While_its_provider_is_paused_what_waits_goes_with_the_other_sender()
    {
        await HaveStandInAsync();
        await _world.ExecuteAsync(PauseSql, new { provider = _world.Provider }, Cancellation);
        var ids = await _world.EnqueueManyAsync(200, null, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, ids.Count, Cancellation);
        var message = await ReadAsync(ids[^1]);
        (message.SenderId, message.IntendedSenderId).ShouldBe((_standIn, (SenderId?)_world.Sender));
        _world.Carrier.Ledger.Count.ShouldBe(ids.Count);
    }

    [Fact]
    public async Task Without_a_fallback_it_waits_until_somebody_resumes_the_provider()
    {
        await _world.ExecuteAsync(PauseSql, new { provider = _world.Provider }, Cancellation);
        var waiting = await _world.SendAsync(Cancellation);
        var free = (await _world.EnqueueAsync(_world.NewMessage() with { SenderId = _standIn }, Cancellation)).Id;
        await _world.UntilAsync(free, DeliveryState.Accepted, Cancellation);
        (await _world.StateAsync(waiting, Cancellation)).ShouldBe(DeliveryState.Queued);
        await _world.ExecuteAsync(ResumeSql, new { provider = _world.Provider }, Cancellation);
        await _world.UntilAsync(waiting, DeliveryState.Accepted, Cancellation);
    }

    /// <summary>Whatever three accounts answer or lose, and whoever holds the leases: no message is taken twice.</summary>
    [Fact]
    public async Task Nobody_gets_the_same_text_twice()
    {
        const int Count = 600;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CHASQUI_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"CHASQUI_SEED={seed}");
        await HaveOtherProviderAsync();
        await HaveStandInAsync();
        await _world.AddNodeAsync(Cancellation);
        var carrier = _world.Carrier;
        var tries = new ConcurrentDictionary<(ProviderId, MessageId), int>();
        carrier.AccountScript = async (account, message) =>
        {
            var handed = tries.AddOrUpdate((account, message.Id), 1, (_, before) => before + 1);
            var fate = new Random(HashCode.Combine(seed, account.Value.GetHashCode(), message.Id.Value.GetHashCode(), handed)).Next(100);
            await Task.Delay(fate % 7, CancellationToken.None);
            if (fate < 60)
            {
                carrier.Taken.Enqueue((account, message));
                return fate < 55 ? carrier.Accept() : ScriptedCarrier.Fail(SendFailureClass.UnknownOutcome);
            }

            return ScriptedCarrier.Fail(fate switch
            {
                < 75 => SendFailureClass.PermanentSender,
                < 90 => SendFailureClass.Transient,
                < 93 => SendFailureClass.UnknownOutcome,
                < 96 => SendFailureClass.Throttle,
                < 98 => SendFailureClass.PermanentRecipient,
                _ => SendFailureClass.AccountStop,
            });
        };

        var ids = await _world.EnqueueManyAsync(Count, null, Cancellation);
        for (var takeOver = 0; takeOver < 4; takeOver++)
        {
            var handed = carrier.Ledger.Count;
            await Poll.UntilAsync(
                () => Task.FromResult(carrier.Ledger.Count), seen => seen > handed + 40 || takeOver > 2, OutboundWorld.Patience, Cancellation);
            await _world.ExpireLeasesAsync(Cancellation);
        }

        await Poll.UntilAsync(
            async () => await _world.CountAsync(DeliveryState.Queued, Cancellation) + await _world.CountAsync(DeliveryState.Sending, Cancellation),
            left => left == 0, OutboundWorld.Patience, Cancellation);

        var taken = carrier.Taken.CountBy(entry => entry.Message.Id).ToDictionary();
        taken.Where(entry => entry.Value > 1).ShouldBeEmpty();
        taken.Keys.Except(ids).ShouldBeEmpty();
        (await _world.CountAsync(DeliveryState.Accepted, Cancellation)).ShouldBeGreaterThan(Count / 3);
        carrier.Taken.Select(entry => entry.Account).Distinct().Count().ShouldBe(3);
        carrier.Ledger.Count.ShouldBeGreaterThan(Count);
    }

    private Task HaveOtherProviderAsync() => _world.ExecuteAsync(OtherProviderSql, new { sender = _world.Sender, other = _other }, Cancellation);

    private Task HaveStandInAsync() => _world.ExecuteAsync(StandInSql, new { sender = _world.Sender, standIn = _standIn }, Cancellation);

    private void Refuse(ProviderId refusing, SendFailureClass failure) => _world.Carrier.AccountScript = (account, _) =>
        Task.FromResult(account == refusing ? ScriptedCarrier.Fail(failure) : _world.Carrier.Accept());

    private Task<string?> PauseAsync(ProviderId provider) =>
        _world.QueryAsync<string?>("SELECT pause_code FROM provider WHERE id = @provider", new { provider }, Cancellation);

    private async Task<Message> ReadAsync(MessageId id)
    {
        var client = await _world.Node.ApiClientAsync(_world.Unit, [ApiScope.Read], Cancellation);
        return (await client.ReadAsync<MessageDetails>($"/api/v1/messages/{id.Value}", Cancellation)).Message;
    }
}

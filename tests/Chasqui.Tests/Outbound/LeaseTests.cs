using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class LeaseTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string WaitingForSql = "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = @transaction::xid";

    private OutboundWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await OutboundWorld.StartAsync(postgres, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task What_a_lost_node_was_sending_is_unknown_and_its_late_acceptance_is_still_believed()
    {
        var held = _world.Carrier.Hold();
        var id = await _world.SendAsync(Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(held.Waiting), waiting => waiting == 1, OutboundWorld.Patience, Cancellation);

        await _world.AddNodeAsync(Cancellation);
        await _world.ExpireLeasesAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        await _world.ShouldBeConservedAsync(Cancellation);

        held.Release(null);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        _world.Carrier.CountOf(id).ShouldBe(1);
        (await _world.QueryAsync<long>("SELECT count(*) FROM message_part WHERE message_id = @id", new { id }, Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task An_acceptance_that_arrives_while_the_sender_changes_hands_is_believed()
    {
        var held = _world.Carrier.Hold();
        var id = await _world.SendAsync(Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(held.Waiting), waiting => waiting == 1, OutboundWorld.Patience, Cancellation);

        // Another node's declaration, not committed yet: the acceptance waits for it and then meets what it could not see at first.
        await using (var taking = await _world.Database.BeginAsync(_world.Unit, Cancellation))
        {
            await taking.ExecuteAsync(
                "WITH lost AS (DELETE FROM attempt WHERE message_id = @id) UPDATE message SET state = 'unknown' WHERE id = @id", new { id }, Cancellation);
            var transaction = await taking.QuerySingleAsync<string>("SELECT pg_current_xact_id()::xid::text", null, Cancellation);
            held.Release(null);
            await Poll.UntilAsync(
                () => _world.QueryAsync<long>(WaitingForSql, new { transaction }, Cancellation), waiting => waiting > 0, OutboundWorld.Patience, Cancellation);
            await taking.CommitAsync(Cancellation);
        }

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
    }

    [Fact]
    public async Task A_lost_node_cannot_send_a_message_back_to_the_outbox()
    {
        var held = _world.Carrier.Hold();
        var id = await _world.SendAsync(Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(held.Waiting), waiting => waiting == 1, OutboundWorld.Patience, Cancellation);

        await _world.AddNodeAsync(Cancellation);
        await _world.ExpireLeasesAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Unknown, Cancellation);
        _world.Carrier.Script = null;
        held.Release(ScriptedCarrier.Fail(SendFailureClass.Transient));

        await _world.EnqueueManyAsync(30, null, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 30, Cancellation);
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Unknown);
        _world.Carrier.CountOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_with_an_old_fence_takes_nothing()
    {
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation);
        await _world.EnqueueManyAsync(3, dialer, Cancellation);
        var leases = _world.Node.Service<SenderLeases>();
        var sender = await _world.AddSenderAsync(10, Cancellation); // no worker touches one without messages
        var old = (await leases.TryAcquireAsync(_world.Unit, sender, Cancellation)).ShouldNotBeNull();
        (await leases.TryAcquireAsync(_world.Unit, sender, Cancellation)).ShouldBeNull();

        await _world.ExecuteAsync("UPDATE sender_lease SET expires_at = now() WHERE sender_id = @sender", new { sender }, Cancellation);
        var fresh = (await leases.TryAcquireAsync(_world.Unit, sender, Cancellation)).ShouldNotBeNull();

        fresh.Fence.ShouldBeGreaterThan(old.Fence);
        (await ClaimAsync(old)).LeaseIsOurs.ShouldBeFalse();
        (await ClaimAsync(fresh)).LeaseIsOurs.ShouldBeTrue();
        await leases.RenewAsync([old, fresh], Cancellation);
        old.IsLost.ShouldBeTrue();
        fresh.IsUsable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_released_sender_is_taken_at_once_by_another_node()
    {
        var leases = _world.Node.Service<SenderLeases>();
        var sender = await _world.AddSenderAsync(10, Cancellation);
        var first = (await leases.TryAcquireAsync(_world.Unit, sender, Cancellation)).ShouldNotBeNull();

        await leases.ReleaseAsync(first, Cancellation);

        first.IsUsable.ShouldBeFalse();
        (await leases.TryAcquireAsync(_world.Unit, sender, Cancellation)).ShouldNotBeNull().Fence.ShouldBe(first.Fence + 1);
    }

    [Fact]
    public void A_lease_is_used_no_longer_than_an_answer_would_come_in_time()
    {
        var clock = new ManualClock();
        var lease = new SenderLease(default, default, 1, usable: TimeSpan.FromSeconds(18), clock, clock.GetTimestamp());

        clock.Advance(TimeSpan.FromSeconds(17));
        lease.IsUsable.ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(2));
        lease.IsUsable.ShouldBeFalse();
        lease.Renewed(clock.GetTimestamp());
        lease.IsUsable.ShouldBeTrue();
        lease.Lose();
        lease.IsUsable.ShouldBeFalse();
    }

    [Fact]
    public async Task Nodes_that_take_senders_from_each_other_never_send_twice()
    {
        const int Each = 150;
        await _world.AddNodeAsync(Cancellation);
        _world.Carrier.Script = async (_, cancellationToken) =>
        {
            await Task.Delay(Random.Shared.Next(1, 20), cancellationToken);
            return _world.Carrier.Accept();
        };
        SenderId[] senders = [_world.Sender, await _world.AddSenderAsync(300, Cancellation), await _world.AddSenderAsync(300, Cancellation)];
        foreach (var sender in senders)
        {
            var dialer = await _world.AddDialerAsync(sender, running: true, gap: 1, schedule: "[]", Cancellation);
            for (var i = 0; i < Each; i++)
                await _world.EnqueueAsync(_world.NewMessage(i % 2 == 0 ? dialer : null) with { SenderId = sender }, Cancellation);
            await _world.ExpireLeasesAsync(Cancellation);
        }

        // What was in flight at a change of hands is unknown until its answer comes; all do come here.
        await _world.UntilCountAsync(DeliveryState.Accepted, senders.Length * Each, Cancellation);
        _world.Carrier.Ledger.Count.ShouldBe(senders.Length * Each);
        _world.Carrier.Ledger.Select(message => message.Id).Distinct().Count().ShouldBe(senders.Length * Each);
        (await _world.QueryAsync<long>("SELECT max(fence) FROM sender_lease", null, Cancellation)).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_leaves_nothing_unknown()
    {
        const int Messages = 2_000; // more than three rounds send, so that each stop comes in the middle
        _world.Carrier.Script = async (_, cancellationToken) =>
        {
            await Task.Delay(Random.Shared.Next(20, 200), cancellationToken);
            return _world.Carrier.Accept();
        };
        await _world.EnqueueManyAsync(Messages, null, Cancellation);
        for (var restart = 0; restart < 3; restart++)
        {
            var handed = _world.Carrier.Ledger.Count;
            await Poll.UntilAsync(() => Task.FromResult(_world.Carrier.Ledger.Count), count => count > handed, OutboundWorld.Patience, Cancellation);
            await _world.RestartAsync(Cancellation);
            (await _world.CountAsync(DeliveryState.Unknown, Cancellation)).ShouldBe(0);
            await _world.ShouldBeConservedAsync(Cancellation);
        }

        await _world.UntilCountAsync(DeliveryState.Accepted, Messages, Cancellation);
        _world.Carrier.Ledger.Count.ShouldBe(Messages);
    }

    [Fact]
    public async Task A_claim_whose_commit_was_not_heard_is_taken_back_and_sent()
    {
        var leases = _world.Node.Service<SenderLeases>();
        var claims = _world.Node.Service<OutboxClaims>();
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation);
        var sender = await _world.AddSenderAsync(10, Cancellation);
        var lease = (await leases.TryAcquireAsync(_world.Unit, sender, Cancellation)).ShouldNotBeNull();
        var id = (await _world.EnqueueAsync(_world.NewMessage(dialer) with { SenderId = sender }, Cancellation)).Id;
        await _world.ExecuteAsync("UPDATE dialer SET running = true WHERE id = @dialer", new { dialer }, Cancellation);
        var claim = await claims.ClaimAsync(
            lease, new ClaimWays(_world.Provider, null), null, dialer.Value, (int.MinValue, long.MinValue), 10, Cancellation);
        claim.Messages.ShouldHaveSingleItem().Id.ShouldBe(id);

        await claims.TakeBackAsync(lease, [], Cancellation);
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Queued);
        await leases.ReleaseAsync(lease, Cancellation);

        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        (await _world.QueryAsync<int>("SELECT attempts::int FROM message WHERE id = @id", new { id }, Cancellation)).ShouldBe(1);
    }

    private Task<Claim> ClaimAsync(SenderLease lease) => _world.Node.Service<OutboxClaims>().ClaimAsync(
        lease, new ClaimWays(_world.Provider, null), null, Outbox.DirectLane, (int.MinValue, long.MinValue), 10, Cancellation);
}

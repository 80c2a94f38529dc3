using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class OutboxTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string ImportSql =
        """
        INSERT INTO import (business_unit_id, id, kind, dialer_id, file_name, state, created_at, heartbeat_at)
        VALUES (@unit, @import, 'messages', @dialer, 'a.csv', 'processing', now(), now())
        """;

    private const string RowSql =
        """
        INSERT INTO import_row (business_unit_id, import_id, line, number, text, parts, priority, first_line, dialer_id)
        VALUES (@unit, @import, @line, @number, @text, @parts, @priority, @first, @dialer)
        """;

    private OutboundWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Outbox Outbox => _world.Node.Service<Outbox>();

    public async ValueTask InitializeAsync() => _world = await OutboundWorld.StartAsync(postgres, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_listed_number_is_blocked_and_never_reaches_the_outbox()
    {
        var message = _world.NewMessage();
        await _world.AddToDncAsync(message.To, _world.DncList, "import", Cancellation);

        var enqueued = await _world.EnqueueAsync(message, Cancellation);

        enqueued.ShouldBe(new EnqueuedMessage(enqueued.Id, Verdict.DoNotContact, DeliveryState.Blocked));
        (await _world.StateAsync(enqueued.Id, Cancellation)).ShouldBe(DeliveryState.Blocked);
        (await _world.QueryAsync<long>("SELECT count(*) FROM outbox", null, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Each_reason_to_refuse_has_its_verdict()
    {
        (await VerdictAsync(message => message with { Text = " \n" })).ShouldBe(Verdict.EmptyText);
        (await VerdictAsync(message => message with { Text = new string('x', 1531) })).ShouldBe(Verdict.TextTooLong);
        (await VerdictAsync(message => message with { Text = new string('x', 1530) })).ShouldBe(Verdict.Allowed);
        (await VerdictAsync(message => message with { Text = new string('ж', 671) })).ShouldBe(Verdict.TextTooLong);
        await _world.ExecuteAsync("UPDATE sender SET verified = false", null, Cancellation);
        (await VerdictAsync(message => message)).ShouldBe(Verdict.SenderCannotSend);
        await _world.ExecuteAsync("UPDATE sender SET enabled = false", null, Cancellation);
        (await VerdictAsync(message => message)).ShouldBe(Verdict.SenderDisabled);
    }

    [Fact]
    public async Task A_dialers_own_list_counts_for_it_alone_and_its_check_skips_lists_but_no_opt_out()
    {
        var (careful, other) = (await StoppedDialerAsync(checkDnc: true), await StoppedDialerAsync(checkDnc: true));
        var careless = await StoppedDialerAsync(checkDnc: false);
        var (listed, optedOut) = (_world.NewNumber(), _world.NewNumber());
        foreach (var dialer in (DialerId[])[careful, careless])
            await _world.AddToDncAsync(listed, new DncListId(dialer.Value), "import", Cancellation);
        await _world.AddToDncAsync(optedOut, _world.DncList, "optOut", Cancellation);

        (await VerdictAsync(_ => _world.NewMessage(careful, listed))).ShouldBe(Verdict.DoNotContact);
        (await VerdictAsync(_ => _world.NewMessage(other, listed))).ShouldBe(Verdict.Allowed);
        (await VerdictAsync(_ => _world.NewMessage(null, listed))).ShouldBe(Verdict.Allowed);
        (await VerdictAsync(_ => _world.NewMessage(careless, listed))).ShouldBe(Verdict.Allowed);
        (await VerdictAsync(_ => _world.NewMessage(careless, optedOut))).ShouldBe(Verdict.DoNotContact);
    }

    [Fact]
    public async Task A_reply_with_the_same_client_id_is_stored_once()
    {
        var reply = _world.NewMessage() with { InteractionId = Id.New<InteractionId>(TimeProvider.System), ClientId = Guid.CreateVersion7() };

        var first = await _world.EnqueueAsync(reply, Cancellation);
        var again = await _world.EnqueueAsync(reply, Cancellation);

        again.Id.ShouldBe(first.Id);
        await _world.UntilCountAsync(DeliveryState.Accepted, 1, Cancellation);
        _world.Carrier.Ledger.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_message_of_a_transaction_that_rolls_back_is_not_sent()
    {
        await using (var tx = await _world.Database.BeginAsync(_world.Unit, Cancellation))
            await Outbox.EnqueueAsync(tx, _world.NewMessage(), Cancellation);

        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);

        _world.Carrier.Ledger.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task Cancelling_withdraws_what_was_not_begun_and_leaves_other_lanes_alone()
    {
        var (stopped, other) = (await StoppedDialerAsync(checkDnc: true), await StoppedDialerAsync(checkDnc: true));
        var ids = await _world.EnqueueManyAsync(25, stopped, Cancellation);
        await _world.EnqueueManyAsync(5, other, Cancellation);

        await using var tx = await _world.Database.BeginAsync(_world.Unit, Cancellation);
        (await Outbox.CancelUnprocessedAsync(tx, _world.Unit, stopped, Cancellation)).ShouldBe(25);
        await tx.CommitAsync(Cancellation);

        (await _world.StateAsync(ids[0], Cancellation)).ShouldBe(DeliveryState.Cancelled);
        (await _world.CountAsync(DeliveryState.Queued, Cancellation)).ShouldBe(5);
    }

    [Fact]
    public async Task Cancelling_while_sending_loses_and_doubles_nothing()
    {
        var dialer = await _world.AddDialerAsync(_world.Sender, running: true, gap: 1, schedule: "[]", Cancellation);
        await _world.EnqueueManyAsync(400, dialer, Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(_world.Carrier.Ledger.Count), count => count > 5, OutboundWorld.Patience, Cancellation);

        await using (var tx = await _world.Database.BeginAsync(_world.Unit, Cancellation))
        {
            await Outbox.CancelUnprocessedAsync(tx, _world.Unit, dialer, Cancellation);
            await tx.CommitAsync(Cancellation);
        }

        await _world.UntilCountAsync(DeliveryState.Sending, 0, Cancellation);
        var (accepted, cancelled) = (await _world.CountAsync(DeliveryState.Accepted, Cancellation), await _world.CountAsync(DeliveryState.Cancelled, Cancellation));
        (accepted + cancelled).ShouldBe(400);
        accepted.ShouldBe(_world.Carrier.Ledger.Count);
    }

    [Fact]
    public async Task Imported_rows_are_judged_stored_and_queued_in_their_order()
    {
        var (dialer, named) = (await StoppedDialerAsync(checkDnc: true), await StoppedDialerAsync(checkDnc: true));
        var import = Id.New<ImportId>(TimeProvider.System);
        var listed = _world.NewNumber();
        await _world.AddToDncAsync(listed, _world.DncList, "import", Cancellation);
        await _world.ExecuteAsync(ImportSql, new { unit = _world.Unit, import, dialer }, Cancellation);
        await RowAsync(import, 1, _world.NewNumber(), "outside the range");
        await RowAsync(import, 2, _world.NewNumber(), "one");
        await RowAsync(import, 3, listed, "listed");
        await RowAsync(import, 4, _world.NewNumber(), "again", first: false);
        await RowAsync(import, 6, _world.NewNumber(), "long", parts: 11);
        await RowAsync(import, 7, _world.NewNumber(), "two", dialer: named);
        await RowAsync(import, 9, _world.NewNumber(), "three", priority: 1);

        await using (var tx = await _world.Database.BeginAsync(_world.Unit, Cancellation))
        {
            (await Outbox.EnqueueImportedAsync(tx, _world.Unit, import, 2, 9, Cancellation)).ShouldBe(new ImportedCounts(3, 2));
            await tx.CommitAsync(Cancellation);
        }

        (await _world.CountAsync(DeliveryState.Blocked, Cancellation)).ShouldBe(2);
        await _world.ExecuteAsync("UPDATE dialer SET running = true WHERE id = @dialer", new { dialer }, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 2, Cancellation);
        _world.Carrier.Ledger.Select(message => message.Text).Order().ShouldBe(["one", "three"]);
        (await _world.CountAsync(DeliveryState.Queued, Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task Tallies_are_folded_and_keep_their_sums()
    {
        await _world.EnqueueManyAsync(10, null, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, 10, Cancellation);
        var upkeep = _world.Node.Service<OutboundUpkeep>();

        await Task.WhenAll(upkeep.FoldTallyAsync(Cancellation), upkeep.FoldTallyAsync(Cancellation), upkeep.FoldTallyAsync(Cancellation));
        await upkeep.FoldTallyAsync(Cancellation);

        (await _world.QueryAsync<long>("SELECT count(*) FROM message_tally", null, Cancellation)).ShouldBe(1);
        (await _world.QueryAsync<long>("SELECT sum(count)::bigint FROM message_tally WHERE state = 'accepted'", null, Cancellation)).ShouldBe(10);
    }

    private Task<DialerId> StoppedDialerAsync(bool checkDnc) =>
        _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancellation, checkDnc);

    private async Task<Verdict> VerdictAsync(Func<NewMessage, NewMessage> change) =>
        (await _world.EnqueueAsync(change(_world.NewMessage()), Cancellation)).Verdict;

    private Task RowAsync(
        ImportId import, int line, PhoneNumber number, string text, int parts = 1, int priority = 9999, bool first = true, DialerId? dialer = null) =>
        _world.ExecuteAsync(
            RowSql,
            new { unit = _world.Unit, import, line, number = number.Value, text, parts, priority, first, dialer = dialer?.Value }, Cancellation);
}

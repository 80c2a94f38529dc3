using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class DeliveryReportTests(PostgresFixture postgres) : IAsyncLifetime
{
    private OutboundWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeliveryReports Reports => _world.Node.Service<DeliveryReports>();

    public async ValueTask InitializeAsync()
    {
        _world = await OutboundWorld.StartAsync(postgres, Cancellation, ("MaxInFlight", "500"));
        _world.Carrier.Script = (message, _) => Task.FromResult<SendResult>(TwoParts(message.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Receipts_in_any_order_repeated_and_before_the_answer_give_the_same_state()
    {
        (int Part, DeliveryState State, string? Code)[] told =
        [
            (1, DeliveryState.Sent, null), (1, DeliveryState.Delivered, null),
            (2, DeliveryState.Failed, "b"), (2, DeliveryState.Undelivered, "c"), (2, DeliveryState.Undelivered, "a"),
        ];
        var orders = Permutations(told.Length).ToList();
        var held = new TaskCompletionSource();
        _world.Carrier.Script = async (message, cancellationToken) =>
        {
            await held.Task.WaitAsync(cancellationToken);
            return TwoParts(message.Id);
        };
        var ids = await _world.EnqueueManyAsync(orders.Count, null, Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(_world.Carrier.Ledger.Count), count => count == ids.Count, OutboundWorld.Patience, Cancellation);

        // Of each order, a different number comes before the provider's answer does.
        await TellAsync(ids, orders, (index, place) => place < index % (told.Length + 1), told);
        held.SetResult();
        await _world.UntilCountAsync(DeliveryState.Sending, 0, Cancellation);
        await TellAsync(ids, orders, (index, place) => place >= index % (told.Length + 1), told);

        await _world.UntilCountAsync(DeliveryState.Undelivered, ids.Count, Cancellation);
        (await DistinctAsync("SELECT DISTINCT state || ' ' || failure_code FROM message")).ShouldBe(["undelivered partial"]);
        (await DistinctAsync("SELECT DISTINCT number || ' ' || state || ' ' || coalesce(code, '-') FROM message_part ORDER BY 1"))
            .ShouldBe(["1 delivered -", "2 undelivered a"]);
        (await _world.QueryAsync<long>("SELECT count(*) FROM delivery_event", null, Cancellation)).ShouldBe(2 * told.Length * ids.Count);
        (await _world.QueryAsync<long>("SELECT count(*) FROM delivery_event WHERE message_id IS NULL", null, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Batches_that_overlap_from_many_sides_neither_block_each_other_nor_lose_any()
    {
        var ids = await _world.EnqueueManyAsync(60, null, Cancellation);
        await _world.UntilCountAsync(DeliveryState.Accepted, ids.Count, Cancellation);
        var told = ids.SelectMany(id => (DeliveryReport[])[Report(id, 1, DeliveryState.Delivered), Report(id, 2, DeliveryState.Delivered), Report(id, 1, DeliveryState.Sent)]).ToArray();

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), Cancellation, async (seed, cancellationToken) =>
        {
            var shuffled = told.ToArray();
            new Random(seed).Shuffle(shuffled);
            foreach (var batch in shuffled.Chunk(25))
                await Reports.AcceptAsync(_world.Unit, _world.Provider, batch, cancellationToken);
        });

        (await _world.CountAsync(DeliveryState.Delivered, Cancellation)).ShouldBe(ids.Count);
    }

    [Fact]
    public async Task A_message_is_as_far_as_its_least_advanced_part()
    {
        var id = await SentAsync();

        await TellAsync(Report(id, 1, DeliveryState.Delivered));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Accepted);
        await TellAsync(Report(id, 2, DeliveryState.Sent));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Sent);
        await TellAsync(Report(id, 2, DeliveryState.Delivered));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
        await TellAsync(Report(id, 1, DeliveryState.Failed, "late"), Report(id, 2, DeliveryState.Expired, "late"));
        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_report_for_a_part_nobody_knows_is_kept()
    {
        await TellAsync(new DeliveryReport { ProviderMessageId = "not\0ours", State = DeliveryState.Delivered });

        (await _world.QueryAsync<string>("SELECT provider_message_id FROM delivery_event WHERE message_id IS NULL", null, Cancellation)).ShouldBe("notours");
    }

    [Fact]
    public async Task Another_providers_report_with_the_same_id_changes_nothing()
    {
        var id = await SentAsync();

        await Reports.AcceptAsync(
            _world.Unit, Id.New<ProviderId>(TimeProvider.System), [Report(id, 1, DeliveryState.Delivered), Report(id, 2, DeliveryState.Delivered)], Cancellation);

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Accepted);
    }

    [Fact]
    public async Task What_an_interrupted_server_did_not_fold_is_folded_later()
    {
        var id = await SentAsync();
        await _world.ExecuteAsync(
            """
            INSERT INTO delivery_event (business_unit_id, provider_id, provider_message_id, state, received_at)
            SELECT business_unit_id, provider_id, provider_message_id, 'delivered', now() FROM message_part WHERE message_id = @id
            """, new { id }, Cancellation);

        (await Reports.FoldStragglersAsync(Cancellation)).ShouldBe(2);

        (await _world.StateAsync(id, Cancellation)).ShouldBe(DeliveryState.Delivered);
        (await Reports.FoldStragglersAsync(Cancellation)).ShouldBe(0);
    }

    private static SendResult.Accepted TwoParts(MessageId id) => new([$"{id.Value}-1", $"{id.Value}-2"]);

    private static DeliveryReport Report(MessageId id, int part, DeliveryState state, string? code = null) =>
        new() { ProviderMessageId = $"{id.Value}-{part}", State = state, Code = code };

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0)
            return [[]];
        return Permutations(count - 1).SelectMany(shorter => Enumerable.Range(0, count).Select(place => (int[])[.. shorter[..place], count - 1, .. shorter[place..]]));
    }

    private async Task<MessageId> SentAsync()
    {
        var id = await _world.SendAsync(Cancellation);
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancellation);
        return id;
    }

    private Task TellAsync(params DeliveryReport[] reports) => Reports.AcceptAsync(_world.Unit, _world.Provider, reports, Cancellation);

    // Each twice: providers repeat themselves.
    private Task TellAsync(
        IReadOnlyList<MessageId> ids, List<int[]> orders, Func<int, int, bool> now, (int Part, DeliveryState State, string? Code)[] told) =>
        Parallel.ForEachAsync(Enumerable.Range(0, ids.Count), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancellation }, async (index, _) =>
        {
            for (var place = 0; place < told.Length; place++)
            {
                var (part, state, code) = told[orders[index][place]];
                if (!now(index, place))
                    continue;
                await TellAsync(Report(ids[index], part, state, code));
                await TellAsync(Report(ids[index], part, state, code));
            }
        });

    private async Task<IReadOnlyList<string>> DistinctAsync(string sql)
    {
        await using var tx = await _world.Database.BeginAcrossUnitsAsync(Cancellation);
        return await tx.QueryAsync<string>(sql, null, Cancellation);
    }
}

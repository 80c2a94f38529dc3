using System.Collections.Concurrent;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Outbound;

public sealed class StopRaceTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_claimed_for_a_number_after_its_stop_is_committed()
    {
        const int Messages = 600;
        await using var world = await OutboundWorld.StartAsync(postgres, Cancellation);
        var begun = new ConcurrentDictionary<MessageId, DateTime>();
        world.Carrier.Script = async (message, _) =>
        {
            begun[message.Id] = await world.QueryAsync<DateTime>(
                "SELECT started_at FROM attempt WHERE message_id = @id", new { id = message.Id }, CancellationToken.None);
            return world.Carrier.Accept();
        };
        var paced = await world.AddSenderAsync(400, Cancellation);
        var dialer = await world.AddDialerAsync(paced, running: true, gap: 0, schedule: "[]", Cancellation);
        var messages = new List<(MessageId Id, PhoneNumber Number)>();
        await using (var tx = await world.Database.BeginAsync(world.Unit, Cancellation))
        {
            for (var i = 0; i < Messages; i++)
            {
                var message = world.NewMessage(dialer) with { SenderId = paced };
                messages.Add(((await world.Node.Service<Outbox>().EnqueueAsync(tx, message, Cancellation)).Id, message.To));
            }

            await tx.CommitAsync(Cancellation);
        }

        // Everybody says STOP while the dialer runs, in another order than it sends.
        var stopped = new ConcurrentDictionary<MessageId, DateTime>();
        await Parallel.ForEachAsync(messages.OrderBy(message => message.Id.Value.GetHashCode()), new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = Cancellation }, async (message, cancellationToken) =>
        {
            await world.AddToDncAsync(message.Number, world.DncList, "optOut", cancellationToken);
            stopped[message.Id] = await world.QueryAsync<DateTime>("SELECT clock_timestamp()", null, cancellationToken);
        });
        await world.UntilCountAsync(DeliveryState.Queued, 0, Cancellation);
        await world.UntilCountAsync(DeliveryState.Sending, 0, Cancellation);

        begun.Where(pair => pair.Value > stopped[pair.Key]).ShouldBeEmpty();
        var (sent, blocked) = (await world.CountAsync(DeliveryState.Accepted, Cancellation), await world.CountAsync(DeliveryState.Blocked, Cancellation));
        (sent + blocked).ShouldBe(Messages);
        sent.ShouldBe(world.Carrier.Ledger.Count);
        sent.ShouldBeGreaterThan(0);
        blocked.ShouldBeGreaterThan(0);
        await world.ShouldBeConservedAsync(Cancellation);
    }
}

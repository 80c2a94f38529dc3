using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Simulator;
using Npgsql;

namespace Chasqui.Simulator;

/// <summary>
/// A carrier that behaves as told: takes messages into its own books before it answers, and tells what became of them later. What
/// it says and what it has may differ exactly as a real carrier's may: that is what it is for.
/// </summary>
internal sealed partial class SimulatedCarrier(Behaviours behaviours, CarrierBooks books, TimeProvider time, ILogger<SimulatedCarrier> logger) : ISimulatedCarrier
{
    private static readonly TimeSpan ThrottleWait = TimeSpan.FromMilliseconds(200);

    // How much later the second telling of a receipt comes, and the late one when receipts come in any order.
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WidestDisorder = TimeSpan.FromMilliseconds(400);

    public async Task<CarrierAnswer> SubmitAsync(CarrierSubmission submission, CancellationToken cancellationToken)
    {
        Behaviour behaviour;
        Chance chance;
        try
        {
            (behaviour, chance) = await behaviours.GetAsync(submission.BusinessUnitId, cancellationToken);
        }
        catch (NpgsqlException outage)
        {
            Log.DoesNotKnowItself(logger, outage);
            return new CarrierAnswer.OutOfOrder();
        }

        var answer = await DecideAsync(submission, behaviour, chance, cancellationToken);
        if (behaviour.LatencyMilliseconds > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(behaviour.LatencyMilliseconds), time, cancellationToken);
        if (answer is CarrierAnswer.Taken && chance.Draw(Fate.AnswerLost, behaviour.LoseAnswerPercent))
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        return answer;
    }

    private async Task<CarrierAnswer> DecideAsync(CarrierSubmission submission, Behaviour behaviour, Chance chance, CancellationToken cancellationToken)
    {
        if (chance.Draw(Fate.Throttled, behaviour.ThrottlePercent))
            return new CarrierAnswer.Throttled(ThrottleWait);
        if (chance.Draw(Fate.Rejected, behaviour.RejectPercent))
            return new CarrierAnswer.Refused();
        if (MessageParts.Count(submission.Text, PartOptions.Default).Parts > MessageParts.MaxParts)
            return new CarrierAnswer.TooLong();

        var entry = Enter(submission, behaviour, chance);
        return await books.WriteAsync(entry, cancellationToken) switch
        {
            BookOutcome.Written => new CarrierAnswer.Taken([.. entry.Parts.Select(part => part.Id)]),
            BookOutcome.NotWritten => new CarrierAnswer.OutOfOrder(),
            _ => new CarrierAnswer.Unclear(),
        };
    }

    private BookEntry Enter(CarrierSubmission submission, Behaviour behaviour, Chance chance)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var parts = Parts(id, submission.Text);
        return new BookEntry
        {
            BusinessUnitId = submission.BusinessUnitId,
            ProviderId = submission.ProviderId,
            Direction = HandsetDirection.ToHandset,
            Handset = submission.To.Value,
            Peer = submission.Sender,
            Reference = submission.Reference.Value.ToString(),
            Parts = parts,
            At = now,
            Events = behaviour.Receipts ? [.. Receipts(parts, behaviour, chance)] : [],
        };
    }

    /// <summary>Cuts a text as the network does.</summary>
    public static IReadOnlyList<BookPart> Parts(Guid id, string text) =>
        [.. MessageParts.Cut(text, PartOptions.Default, reference: 0).Select(part => new BookPart(BookPart.IdOf(id, part.Number), part.Text))];

    private static IEnumerable<BookEvent> Receipts(IReadOnlyList<BookPart> parts, Behaviour behaviour, Chance chance)
    {
        // A handset that is off gets no part at all.
        var (state, code) = chance.Draw(Fate.Undeliverable, behaviour.UndeliverablePercent)
            ? (DeliveryState.Undelivered, "simulator:absentSubscriber")
            : (DeliveryState.Delivered, null as string);
        foreach (var part in parts)
        {
            var delay = TimeSpan.FromMilliseconds(behaviour.ReceiptDelayMilliseconds);
            if (behaviour.ReorderReceipts)
                delay += WidestDisorder * chance.Next(Fate.ReceiptEarly);
            yield return new BookEvent(part.Id, BookEvent.Receipt, state, code, delay);
            if (behaviour.ReorderReceipts)
                yield return new BookEvent(part.Id, BookEvent.Receipt, DeliveryState.Sent, null, delay + Echo);
            if (chance.Draw(Fate.ReceiptTwice, behaviour.DuplicateReceiptPercent))
                yield return new BookEvent(part.Id, BookEvent.Receipt, state, code, delay + Echo);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The simulated carrier cannot read how it is to behave.")]
        public static partial void DoesNotKnowItself(ILogger logger, Exception outage);
    }
}

using Chasqui.Hosting;

namespace Chasqui.Simulator;

/// <summary>How the simulated carrier behaves towards a business unit. Percentages are of messages, unless said otherwise.</summary>
internal sealed record Behaviour
{
    /// <summary>A carrier on a good day.</summary>
    public static Behaviour Default { get; } = new()
    {
        LatencyMilliseconds = 0,
        RejectPercent = 0,
        ThrottlePercent = 0,
        LoseAnswerPercent = 0,
        DuplicateReceiptPercent = 0,
        ReorderReceipts = false,
        ReceiptDelayMilliseconds = 300,
        UndeliverablePercent = 0,
        Receipts = true,
        Seed = null,
    };

    /// <summary>From the books being written to the answer; 0 to 60,000. Longer than the provider's answer timeout: no answer is in time.</summary>
    public required int LatencyMilliseconds { get; init; }

    /// <summary>Refused for good; 0 to 100.</summary>
    public required double RejectPercent { get; init; }

    /// <summary>Not taken, to be sent again in a moment; 0 to 100.</summary>
    public required double ThrottlePercent { get; init; }

    /// <summary>Taken into the books, but the answer never comes; 0 to 100.</summary>
    public required double LoseAnswerPercent { get; init; }

    /// <summary>Of receipts: told twice; 0 to 100.</summary>
    public required double DuplicateReceiptPercent { get; init; }

    /// <summary>Receipts come in any order, and a late "sent" comes after each final one.</summary>
    public required bool ReorderReceipts { get; init; }

    /// <summary>From the message being taken to its receipts; 0 to 3,600,000. With 0 they may overtake the answer.</summary>
    public required int ReceiptDelayMilliseconds { get; init; }

    /// <summary>Taken, but no handset gets it; 0 to 100.</summary>
    public required double UndeliverablePercent { get; init; }

    /// <summary>Whether receipts are told at all.</summary>
    public required bool Receipts { get; init; }

    /// <summary>With one, the same number of messages meets each fate in every run; null: chance.</summary>
    public int? Seed { get; init; }

    public Validation Validate() => new Validation()
        .Check(LatencyMilliseconds is >= 0 and <= 60_000, "latencyMilliseconds", "Give 0 to 60000 milliseconds.")
        .Check(ReceiptDelayMilliseconds is >= 0 and <= 3_600_000, "receiptDelayMilliseconds", "Give 0 to 3600000 milliseconds.")
        .Check(RejectPercent is >= 0 and <= 100, "rejectPercent", "Give 0 to 100.")
        .Check(ThrottlePercent is >= 0 and <= 100, "throttlePercent", "Give 0 to 100.")
        .Check(LoseAnswerPercent is >= 0 and <= 100, "loseAnswerPercent", "Give 0 to 100.")
        .Check(DuplicateReceiptPercent is >= 0 and <= 100, "duplicateReceiptPercent", "Give 0 to 100.")
        .Check(UndeliverablePercent is >= 0 and <= 100, "undeliverablePercent", "Give 0 to 100.");
}

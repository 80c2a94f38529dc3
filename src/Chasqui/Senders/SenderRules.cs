using Chasqui.Hosting;

namespace Chasqui.Senders;

/// <summary>What a sender's fields must be, whether given at first or changed; null was not given.</summary>
internal static class SenderRules
{
    private const int LongestLabel = 100;
    private const decimal Fastest = 10_000;
    private const decimal Slowest = 0.01m;

    public static Validation Check(string? label, decimal? messagesPerSecond) => new Validation()
        .Check(label is null || TextRule.IsLine(label, LongestLabel), "label", "Give a label of up to 100 characters.")
        .Check(messagesPerSecond is null or (>= Slowest and <= Fastest), "messagesPerSecond", "Give a number from 0.01 to 10000.");
}

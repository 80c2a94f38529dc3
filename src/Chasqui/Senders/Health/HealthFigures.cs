using Chasqui.Providers;

namespace Chasqui.Senders.Health;

/// <summary>What was seen of a provider in the last five minutes, by one node or by all.</summary>
internal sealed record HealthFigures
{
    public static readonly HealthFigures None = new();

    /// <summary>Messages the provider took.</summary>
    public int Sent { get; init; }

    /// <summary>Messages it did not take, or about which nobody knows; not those it put off, and not those the contact had forbidden.</summary>
    public int Failed { get; init; }

    /// <summary>Messages it put off because they came too fast.</summary>
    public int Throttled { get; init; }

    /// <summary>Calls to its hook address that it had not signed.</summary>
    public int HooksRefused { get; init; }

    /// <summary>How many answers took as long as each step of <see cref="LatencyScale"/>.</summary>
    public IReadOnlyList<int> Latencies { get; init; } = [];

    /// <summary>Of the last failure.</summary>
    public string? FailureCode { get; init; }

    public string? FailureSentence { get; init; }

    public string? HookSentence { get; init; }

    /// <summary>Null for a provider without a session.</summary>
    public LinkState? Link { get; init; }

    /// <summary>Connected since, or not connected since.</summary>
    public DateTimeOffset? LinkSince { get; init; }

    public string? LinkSentence { get; init; }

    public int Answered => Sent + Failed;

    public double ErrorRate => Answered == 0 ? 0 : (double)Failed / Answered;

    public double ThrottleRate => Answered + Throttled == 0 ? 0 : (double)Throttled / (Answered + Throttled);

    /// <summary>Nineteen of twenty answers came within this; null when there were none.</summary>
    public TimeSpan? Latency => LatencyScale.Percentile(Latencies, 0.95);

    public HealthFigures Plus(HealthFigures other)
    {
        // A session lives at one node at a time: whoever heard of it last knows.
        var link = other.LinkSince > (LinkSince ?? DateTimeOffset.MinValue) ? other : this;
        var failure = other.FailureCode is null ? this : other;
        return new HealthFigures
        {
            Sent = Sent + other.Sent,
            Failed = Failed + other.Failed,
            Throttled = Throttled + other.Throttled,
            HooksRefused = HooksRefused + other.HooksRefused,
            Latencies = LatencyScale.Plus(Latencies, other.Latencies),
            FailureCode = failure.FailureCode,
            FailureSentence = failure.FailureSentence,
            HookSentence = other.HookSentence ?? HookSentence,
            Link = link.Link,
            LinkSince = link.LinkSince,
            LinkSentence = link.LinkSentence,
        };
    }
}

/// <summary>Steps of answer times, so that those of many messages and nodes can be added up.</summary>
internal static class LatencyScale
{
    private static readonly int[] Milliseconds =
        [5, 10, 20, 50, 100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 60_000];

    public static int Steps => Milliseconds.Length;

    /// <summary>The step of an answer; the last one takes all that are longer.</summary>
    public static int StepOf(TimeSpan took)
    {
        var step = Array.BinarySearch(Milliseconds, (int)Math.Clamp(Math.Ceiling(took.TotalMilliseconds), 0, int.MaxValue));
        return Math.Min(step < 0 ? ~step : step, Steps - 1);
    }

    public static IReadOnlyList<int> Plus(IReadOnlyList<int> one, IReadOnlyList<int> other) =>
        one.Count == 0 ? other : other.Count == 0 ? one : [.. one.Zip(other, (a, b) => a + b)];

    /// <summary>The upper end of the step below which that share of the answers lies.</summary>
    public static TimeSpan? Percentile(IReadOnlyList<int> counts, double share)
    {
        var wanted = counts.Sum() * share;
        var seen = 0;
        for (var step = 0; step < counts.Count; step++)
        {
            seen += counts[step];
            if (seen > 0 && seen >= wanted)
                return TimeSpan.FromMilliseconds(Milliseconds[step]);
        }

        return null;
    }
}

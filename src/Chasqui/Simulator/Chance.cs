namespace Chasqui.Simulator;

/// <summary>What can happen to a message by chance.</summary>
internal enum Fate
{
    Throttled,
    Rejected,
    AnswerLost,
    Undeliverable,
    ReceiptTwice,
    ReceiptEarly,
}

/// <summary>
/// Chance that can be repeated: the n-th draw for a fate depends only on the seed. Messages sent at the same time draw in any
/// order, but how many of the first thousand are lost is the same in every run with that seed.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private readonly long[] _drawn = new long[Enum.GetValues<Fate>().Length];

    /// <summary>True in <paramref name="percent"/> of the draws.</summary>
    public bool Draw(Fate fate, double percent) => percent > 0 && Next(fate) * 100 < percent;

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Next(Fate fate)
    {
        var draw = (ulong)Interlocked.Increment(ref _drawn[(int)fate]);
        return (Mix(Mix(seed + (ulong)fate + 1) + draw) >> 11) * (1.0 / (1UL << 53));
    }

    // SplitMix64's finaliser: neighbouring numbers come out far apart.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

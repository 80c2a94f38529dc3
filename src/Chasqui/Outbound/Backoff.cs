namespace Chasqui.Outbound;

/// <summary>How long a message waits before it is tried again.</summary>
internal static class Backoff
{
    /// <summary>
    /// Anything up to <paramref name="first"/> doubled with each attempt, at most <paramref name="longest"/>. The whole range is
    /// drawn from ("full jitter"), so that messages which failed together do not come back together.
    /// </summary>
    /// <param name="attempt">The attempt that failed, 1 for the first.</param>
    /// <param name="first">The longest pause after the first attempt.</param>
    /// <param name="longest">The longest pause of all.</param>
    /// <param name="draw">From 0 to 1.</param>
    public static TimeSpan Pause(int attempt, TimeSpan first, TimeSpan longest, double draw)
    {
        // Past 2^40 the doubling is beyond every pause there is, and would overflow.
        var ceiling = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 40)), longest.TotalSeconds);
        return TimeSpan.FromSeconds(ceiling * draw);
    }
}

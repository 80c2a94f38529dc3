using System.Diagnostics;

namespace Chasqui.Support;

/// <summary>Waits for something another process or worker does, looking often, with a deadline.</summary>
internal static class Poll
{
    // A deadline ends a test that would wait for ever; how fast things are is for benchmarks to say, not for a busy machine's tests.
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(2);

    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> reached, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (reached(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(started) > deadline && Stopwatch.GetElapsedTime(started) > Least)
                throw new TimeoutException($"Not reached; last seen: {seen}");
            await Task.Delay(50, cancellationToken);
        }
    }
}

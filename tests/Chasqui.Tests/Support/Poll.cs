using System.Diagnostics;

namespace Chasqui.Support;

/// <summary>Waits for something another process or worker does, looking often, with a deadline.</summary>
internal static class Poll
{
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> reached, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (reached(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(started) > deadline)
                throw new TimeoutException($"Not reached within {deadline}; last seen: {seen}");
            await Task.Delay(50, cancellationToken);
        }
    }
}

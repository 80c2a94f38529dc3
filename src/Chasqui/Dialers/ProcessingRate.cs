using System.Collections.Concurrent;
using Chasqui.Messages;

namespace Chasqui.Dialers;

/// <summary>
/// How fast dialers go, from the figures their monitors read. Kept in memory: an index on the time of sending would cost every
/// message sent, to serve a screen that asks again within seconds.
/// </summary>
internal sealed class ProcessingRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<DialerId, Queue<(long At, long Processed)>> _samples = new();

    /// <summary>Notes the figure and gives messages a second since the oldest of the last ten seconds; 0 for the first look.</summary>
    public double Measure(DialerId dialer, long processed)
    {
        var now = time.GetTimestamp();
        var samples = _samples.GetOrAdd(dialer, static _ => new Queue<(long, long)>());
        lock (samples)
        {
            samples.Enqueue((now, processed));
            // The oldest goes once a younger one covers the window; an old one alone tells more than nothing, up to a minute.
            while (samples.Count > 2 && time.GetElapsedTime(samples.ElementAt(1).At, now) >= Window)
                samples.Dequeue();
            while (samples.Count > 1 && time.GetElapsedTime(samples.Peek().At, now) > Stale)
                samples.Dequeue();

            var (at, before) = samples.Peek();
            var elapsed = time.GetElapsedTime(at, now);
            return elapsed < Shortest ? 0 : Math.Max(0, processed - before) / elapsed.TotalSeconds;
        }
    }
}

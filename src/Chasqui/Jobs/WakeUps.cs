using System.Collections.Concurrent;

namespace Chasqui.Jobs;

/// <summary>What a worker may be woken for. A lost wake-up only delays: every worker also looks by itself.</summary>
internal enum WakeTopic
{
    /// <summary>Messages were queued, a dialer was started, a schedule changed.</summary>
    Outbox,

    /// <summary>An interaction waits, an agent became free, a queue changed.</summary>
    Routing,

    /// <summary>A job was set.</summary>
    Jobs,

    /// <summary>The simulated carrier has something to tell.</summary>
    Simulator,
}

/// <summary>
/// Wakes workers on this node at once and, through <see cref="NodeChannel"/>, on the others. Signals coalesce: a worker that is
/// busy while many come finds one when it next waits.
/// </summary>
internal sealed class WakeUps
{
    private readonly ConcurrentDictionary<WakeTopic, TaskCompletionSource> _signals = new();
    private readonly ConcurrentDictionary<WakeTopic, bool> _unsent = new();
    private TaskCompletionSource _pending = NewSignal();

    /// <summary>Completes when there is something that other nodes should hear of. Take it before <see cref="TakeUnsent"/>.</summary>
    public Task Pending => Volatile.Read(ref _pending).Task;

    public void Wake(WakeTopic topic)
    {
        WakeHere(topic);
        _unsent[topic] = true;
        Interlocked.Exchange(ref _pending, NewSignal()).TrySetResult();
    }

    /// <summary>Wakes only this node: what another node's notification does.</summary>
    public void WakeHere(WakeTopic topic)
    {
        // The next waiter gets a fresh signal; whoever holds the old one is released.
        if (_signals.TryRemove(topic, out var signal))
            signal.TrySetResult();
    }

    /// <summary>
    /// A task that completes at the next wake-up. Take it before looking for work and await it when there was none: what comes
    /// in between is then not missed.
    /// </summary>
    public Task NextAsync(WakeTopic topic) =>
        _signals.GetOrAdd(topic, static _ => NewSignal()).Task;

    /// <summary>Waits for a wake-up or until <paramref name="limit"/> has passed, whichever is first.</summary>
    public static async Task WaitAsync(Task next, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The time to look without being asked.
        }
    }

    /// <summary>The topics woken since the last call.</summary>
    public IReadOnlyList<WakeTopic> TakeUnsent()
    {
        var topics = _unsent.Keys.ToArray();
        foreach (var topic in topics)
            _unsent.TryRemove(topic, out _);
        return topics;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

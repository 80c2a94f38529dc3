using System.Threading.Channels;

namespace Chasqui.Outbound;

/// <summary>Wakes one waiter. Signals given while nobody waits are kept, as one.</summary>
internal sealed class PumpSignal(TimeProvider time)
{
    private readonly Channel<bool> _given = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task<bool>? _next;

    public void Give() => _given.Writer.TryWrite(true);

    /// <summary>Waits for a signal or until the time is over.</summary>
    public async Task WaitAsync(TimeSpan limit)
    {
        // One wait is kept over calls: a time that is over then costs neither an exception nor a waiter left behind.
        _next ??= _given.Reader.WaitToReadAsync().AsTask();
        if (!_next.IsCompleted)
        {
            using var over = new CancellationTokenSource();
            await Task.WhenAny(_next, Task.Delay(limit, time, over.Token));
            await over.CancelAsync();
        }

        if (_next.IsCompleted)
        {
            _given.Reader.TryRead(out _);
            _next = null;
        }
    }
}

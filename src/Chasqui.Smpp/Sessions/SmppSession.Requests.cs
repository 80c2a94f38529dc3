using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

// Requests of ours: the window, the queue before it, the rate.
internal sealed partial class SmppSession
{
    private PendingRequest Begin(SmppPdu request, bool windowed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PendingRequest pending;
        lock (_gate)
        {
            if (_end is { } end) throw new SmppBrokenException(sent: false, end.Reason, end.Exception);
            if (_outputEnded) throw new SmppBrokenException(sent: false, SmppEnd.Stopped);
            pending = _pool.TryPop(out var pooled) ? pooled : new(this);
            pending.Begin(request, windowed);
            if (!windowed || (_waiting.Count == 0 && _inFlight < _settings.WindowSize && MaySendNow()))
            {
                try
                {
                    Dispatch(pending);
                }
                catch (ArgumentException)
                {
                    _pool.Push(pending);
                    throw;
                }
                return pending;
            }
            // Checked here, so that a message that cannot be written fails at its caller and not in the queue.
            var measure = new SmppWriter(default);
            try
            {
                request.Write(ref measure);
            }
            catch (ArgumentException)
            {
                _pool.Push(pending);
                throw;
            }
            pending.Waiting = true;
            pending.CancellationToken = cancellationToken;
            _waiting.Enqueue(pending);
        }
        if (cancellationToken.CanBeCanceled) WatchCancellation(pending, pending.Version, cancellationToken);
        return pending;
    }

    private void WatchCancellation(PendingRequest pending, short version, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingRequest)state!).Abandon(token), pending);
        lock (_gate)
        {
            // It may have been sent, answered and taken by another caller meanwhile.
            if (pending.Waiting && pending.Version == version) pending.Cancellation = registration;
            else if (!registration.Unregister()) pending.Poolable = false;
        }
    }

    internal void Abandon(PendingRequest pending, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!pending.Waiting || pending.CancellationToken != cancellationToken) return;
            pending.Waiting = false;
            // Its place in the queue stays until its turn comes, so it must not be used again.
            pending.Poolable = false;
            SignalIdle();
        }
        pending.Fail(new OperationCanceledException(cancellationToken));
    }

    private static void Forget(PendingRequest pending)
    {
        if (!pending.Cancellation.Unregister() && pending.CancellationToken.CanBeCanceled) pending.Poolable = false;
        pending.Cancellation = default;
        pending.CancellationToken = default;
    }

    /// <summary>Whether neither a throttle's pause nor the rate holds requests back; takes a place in the rate when not.</summary>
    private bool MaySendNow()
    {
        if (_notBefore == 0 && _spacing == 0) return true;
        var now = _time.GetTimestamp();
        if (now < _notBefore)
        {
            if (!_releaseSet)
            {
                _releaseSet = true;
                _release?.Change(_time.GetElapsedTime(now, _notBefore) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
            return false;
        }
        // A tenth of a second unused may be made up for; more would be a burst.
        _notBefore = _spacing == 0 ? 0 : Math.Max(_notBefore, now - _time.TimestampFrequency / 10) + _spacing;
        return true;
    }

    private void Release()
    {
        lock (_gate)
        {
            _releaseSet = false;
            DispatchWaiting();
        }
    }

    private void DispatchWaiting()
    {
        if (_end is not null || _outputEnded) return;
        while (_waiting.TryPeek(out var next))
        {
            if (next.Waiting)
            {
                if (_inFlight >= _settings.WindowSize || !MaySendNow()) return;
                next.Waiting = false;
                Forget(next);
                Dispatch(next);
            }
            _waiting.Dequeue();
        }
    }

    private void Dispatch(PendingRequest pending)
    {
        var sequence = NextSequence();
        Write(pending.Request, SmppCommandStatus.Ok, sequence);
        pending.Sequence = sequence;
        pending.OutputEnd = _written;
        pending.WrittenAt = _time.GetTimestamp();
        _pending.Add(sequence, pending);
        if (!pending.Windowed) return;
        _inFlight++;
        SmppMetrics.InFlight(1, _settings.Name);
    }

    private uint NextSequence()
    {
        do _sequence = _sequence >= MaxSequence ? 1 : _sequence + 1;
        while (_pending.ContainsKey(_sequence) || _late.ContainsKey(_sequence));
        return _sequence;
    }
}

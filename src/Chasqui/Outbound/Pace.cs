namespace Chasqui.Outbound;

/// <summary>
/// A sender's pace: so many messages a second, at most a second's worth at once, slower for a while when the provider says it is
/// too fast. Begins empty, so that a sender changing nodes does not get twice its limit.
/// </summary>
internal sealed class SenderPace(TimeProvider time)
{
    private const double Slowest = 1.0 / 64;
    private readonly Lock _gate = new();
    private double _rate = 1;
    private double _tokens = 1;
    private double _share = 1;
    private long _countedAt = time.GetTimestamp();
    private long _restsFrom;
    private TimeSpan _rests;

    /// <summary>Sets the sender's limit.</summary>
    public void SetLimit(decimal messagesPerSecond)
    {
        lock (_gate)
        {
            Count();
            _rate = (double)messagesPerSecond;
        }
    }

    /// <summary>How many messages may go now.</summary>
    public int Available()
    {
        lock (_gate)
        {
            Count();
            return RestLeft() > TimeSpan.Zero ? 0 : (int)Math.Min(_tokens, int.MaxValue);
        }
    }

    public void Take(int messages)
    {
        lock (_gate)
            _tokens -= messages;
    }

    /// <summary>How long until a message may go; zero when one may go now.</summary>
    public TimeSpan UntilNext()
    {
        lock (_gate)
        {
            Count();
            var forToken = _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min((1 - _tokens) / (_rate * _share), 3600));
            var rest = RestLeft();
            return rest > forToken ? rest : forToken;
        }
    }

    /// <summary>The provider says "too fast": half the pace, nothing at all for the time it asked for. The pace comes back by itself.</summary>
    public void Slow(TimeSpan pause)
    {
        lock (_gate)
        {
            Count();
            // The many answers of one moment are one complaint.
            if (RestLeft() == TimeSpan.Zero)
                _share = Math.Max(Slowest, _share / 2);
            Pause(pause);
        }
    }

    /// <summary>Nothing at all for a time.</summary>
    public void Rest(TimeSpan pause)
    {
        lock (_gate)
            Pause(pause);
    }

    private void Pause(TimeSpan pause)
    {
        if (pause <= RestLeft())
            return;
        _restsFrom = time.GetTimestamp();
        _rests = pause;
        _tokens = Math.Min(_tokens, 1);
    }

    private TimeSpan RestLeft()
    {
        var left = _rests - time.GetElapsedTime(_restsFrom);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Count()
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_countedAt, now).TotalSeconds;
        _countedAt = now;
        if (RestLeft() > TimeSpan.Zero)
            return; // nothing is saved up meanwhile
        _tokens = Math.Min(_tokens + seconds * _rate * _share, Math.Max(1, _rate * _share));
        _share = Math.Min(1, _share + seconds / 16);
    }
}

/// <summary>A dialer's pace: a gap between one message and the next.</summary>
internal sealed class GapPace(TimeProvider time)
{
    /// <summary>How late a message may be and still be caught up with: timers and claims are not exact to the millisecond.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(50);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _due;
    private TimeSpan _gap;

    /// <summary>The time between two messages. A shorter one takes effect at once.</summary>
    public TimeSpan Gap
    {
        get => _gap;
        set
        {
            _gap = value;
            var soonest = time.GetElapsedTime(_start) + value;
            if (_due > soonest)
                _due = soonest;
        }
    }

    /// <summary>How many messages are due now.</summary>
    public int Due()
    {
        if (Gap <= TimeSpan.Zero)
            return int.MaxValue;
        var late = time.GetElapsedTime(_start) - _due;
        if (late < TimeSpan.Zero)
            return 0;
        return 1 + (int)(TimeSpan.FromTicks(Math.Min(late.Ticks, CatchUp.Ticks)) / Gap);
    }

    public void Take(int messages)
    {
        if (Gap <= TimeSpan.Zero)
            return;
        var now = time.GetElapsedTime(_start);
        var from = now - _due > CatchUp ? now - CatchUp : _due;
        _due = from + messages * Gap;
    }

    /// <summary>How long until the next message is due.</summary>
    public TimeSpan UntilNext()
    {
        var left = _due - time.GetElapsedTime(_start);
        return Gap <= TimeSpan.Zero || left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }
}

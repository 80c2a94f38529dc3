using System.IO.Pipelines;
using System.Net.Sockets;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

/// <summary>
/// One SMPP session over one stream, of either side: framing, sequence numbers, the window, timers, answers. Reading, writing and the
/// clock run apart; what they share is under one lock that is never held across an await or a call into the host (but the wire log).
/// <code>
/// caller ─ RequestAsync ─▶ [window] ─▶ pipe ─▶ write loop ─▶ stream
/// stream ─▶ read loop ─▶ response: the pending request  |  request: the owner, then its answer into the pipe
/// </code>
/// </summary>
internal sealed partial class SmppSession : IAsyncDisposable
{
    /// <summary>Octets of output that a peer may leave unread before we stop reading from it.</summary>
    private const int MaxUnsent = 1 << 20;

    private const int MaxLate = 10_000;
    private const uint MaxSequence = 0x7FFFFFFF;
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly SmppSessionSettings _settings;
    private readonly ISmppSessionOwner _owner;
    private readonly TimeProvider _time;
    private readonly Pipe _output = new(new PipeOptions(
        new SegmentPool(), pauseWriterThreshold: 0, minimumSegmentSize: SegmentPool.SegmentSize, useSynchronizationContext: false));
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<SmppSessionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _unsentFell = new(0, 1);
    private readonly Dictionary<uint, PendingRequest> _pending = [];
    private readonly Dictionary<uint, (SmppPdu Request, long At)> _late = [];
    private readonly Queue<PendingRequest> _waiting = new();
    private readonly Stack<PendingRequest> _pool = new();
    private readonly List<PendingRequest> _expired = [];
    private readonly long _spacing;
    private ITimer? _tick;
    private ITimer? _release;
    private Task _reading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;
    private TaskCompletionSource? _idle;
    private SmppSessionEnd? _end;
    private SmppEnd? _ending;
    private bool _outputEnded;
    private bool _batching;
    private bool _releaseSet;
    private bool _backlogged;
    private uint _sequence;
    private int _inFlight;
    private int _answering;
    private int _timeoutsInARow;
    private long _written;
    private long _handedOver;
    private long _lastReceived;
    private long _enquiredAt;
    private long _notBefore;

    public SmppSession(Stream stream, SmppSessionSettings settings, ISmppSessionOwner owner)
    {
        _stream = stream;
        _settings = settings;
        _owner = owner;
        _time = settings.Time;
        _lastReceived = _time.GetTimestamp();
        _notBefore = _lastReceived;
        _spacing = settings.MaxRequestsPerSecond > 0 ? (long)(_time.TimestampFrequency / settings.MaxRequestsPerSecond) : 0;
    }

    /// <summary>Ends when the session has; never faults.</summary>
    public Task<SmppSessionEnd> Completion => _completion.Task;

    /// <summary>Requests sent and not answered, and those that wait for the window.</summary>
    public int Unanswered
    {
        get
        {
            lock (_gate) return _pending.Count + _waiting.Count;
        }
    }

    public void Start()
    {
        var enquiring = Math.Min(_settings.EnquireLinkInterval.Ticks, _settings.EnquireLinkTimeout.Ticks);
        var shortest = Math.Min(_settings.ResponseTimeout.Ticks, enquiring);
        var tick = TimeSpan.FromTicks(Math.Clamp(shortest / 10, TimeSpan.TicksPerMillisecond * 5, TimeSpan.TicksPerSecond));
        _release = _time.CreateTimer(
            static self => ((SmppSession)self!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _tick = _time.CreateTimer(static self => ((SmppSession)self!).Tick(), this, tick, tick);
        _writing = WriteLoopAsync();
        _reading = ReadLoopAsync();
    }

    /// <summary>
    /// Sends a request and gives its answer. A request of the window waits for its turn; <paramref name="cancellationToken"/> counts until
    /// it is written: what has been sent ends with its answer, its timeout or the session.
    /// </summary>
    public ValueTask<SubmitSmResponse> RequestAsync(SubmitSm request, CancellationToken cancellationToken)
    {
        var pending = Begin(request, windowed: true, cancellationToken);
        return new(pending, pending.Version);
    }

    /// <inheritdoc cref="RequestAsync(SubmitSm, CancellationToken)"/>
    public ValueTask<DeliverSmResponse> RequestAsync(DeliverSm request, CancellationToken cancellationToken)
    {
        var pending = Begin(request, windowed: true, cancellationToken);
        return new(pending, pending.Version);
    }

    /// <inheritdoc cref="RequestAsync(SubmitSm, CancellationToken)"/>
    public ValueTask<SmppPdu> RequestAsync(SmppPdu request, bool windowed, CancellationToken cancellationToken)
    {
        var pending = Begin(request, windowed, cancellationToken);
        return new(pending, pending.Version);
    }

    /// <summary>Sends what has no answer: alert_notification, outbind.</summary>
    public void Notify(SmppPdu pdu)
    {
        lock (_gate) Write(pdu, SmppCommandStatus.Ok, NextSequence());
    }

    /// <summary>Waits until nothing is unanswered on either side, at most for the timeout.</summary>
    public async Task DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task idle;
        lock (_gate)
        {
            if (_end is not null || IsIdle()) return;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
        }
        await Task.WhenAny(idle, Task.Delay(timeout, _time, cancellationToken), _completion.Task);
    }

    /// <summary>unbind, its answer, the end.</summary>
    public async Task UnbindAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await RequestAsync(Unbind.Instance, windowed: false, cancellationToken).AsTask().WaitAsync(timeout, _time, cancellationToken);
        }
        catch (Exception e) when (e is SmppRefusedException or SmppBrokenException or TimeoutException or OperationCanceledException)
        {
            // The session ends either way.
        }
        await EndAsync(SmppEnd.Stopped);
    }

    /// <summary>Lets the output leave, then closes.</summary>
    public async Task EndAsync(SmppEnd reason)
    {
        lock (_gate)
        {
            if (_end is not null) return;
            _ending ??= reason;
            if (!_outputEnded)
            {
                _outputEnded = true;
                _output.Writer.Complete();
            }
        }
        await Task.WhenAny(_writing, Task.Delay(FlushTimeout, _time, _closed.Token));
        Close(reason);
    }

    /// <summary>Closes at once. Only the first call counts.</summary>
    public void Close(SmppEnd reason, Exception? exception = null)
    {
        PendingRequest[] orphans;
        long handedOver;
        lock (_gate)
        {
            if (_end is not null) return;
            // Whoever has unbound may close before we do: that the connection is gone then is no loss.
            _end = _ending is { } ending && reason == SmppEnd.ConnectionLost ? new(ending, null) : new(reason, exception);
            if (!_outputEnded)
            {
                _outputEnded = true;
                _output.Writer.Complete();
            }
            handedOver = _handedOver;
            foreach (var waiting in _waiting)
            {
                if (waiting.Waiting) Forget(waiting);
                else waiting.Poolable = false;
            }
            orphans = [.. _pending.Values, .. _waiting.Where(one => one.Waiting)];
            SmppMetrics.InFlight(-_inFlight, _settings.Name);
            _inFlight = 0;
            _pending.Clear();
            _waiting.Clear();
            _late.Clear();
            _idle?.TrySetResult();
        }
        foreach (var orphan in orphans)
            orphan.Fail(new SmppBrokenException(!orphan.Waiting && orphan.OutputEnd <= handedOver, reason, exception));
        _ = CloseStreamAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Close(SmppEnd.Stopped);
        await _completion.Task;
    }

    internal void Return(PendingRequest pending)
    {
        lock (_gate)
        {
            if (pending.Poolable && _pool.Count < _settings.WindowSize + 16) _pool.Push(pending);
        }
    }

    private async Task CloseStreamAsync()
    {
        await _closed.CancelAsync();
        if (_tick is not null) await _tick.DisposeAsync();
        if (_release is not null) await _release.DisposeAsync();
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e)
        {
            // The edge of a stream that may be the host's own. A network that is gone is no news; whoever waits must hear of the end.
            if (!IsNetworkEnd(e)) _owner.Faulted(e);
        }
        await Task.WhenAll(_reading, _writing);
        _completion.TrySetResult(_end!);
    }

    private static bool HasResponse(SmppPdu request) => request is not (AlertNotification or Outbind);

    private static bool IsNetworkEnd(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;
}

/// <summary>How a session ended.</summary>
internal sealed record SmppSessionEnd(SmppEnd Reason, Exception? Exception);

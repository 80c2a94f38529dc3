using System.Threading.Tasks.Sources;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

/// <summary>
/// One request from its queueing to its answer. Pooled by its session: a submit_sm costs no task, no timer and no state machine. All
/// fields but the core are the session's, under its lock.
/// </summary>
internal sealed class PendingRequest(SmppSession session)
    : IValueTaskSource<SubmitSmResponse>, IValueTaskSource<DeliverSmResponse>, IValueTaskSource<SmppPdu>
{
    // Continuations leave the reading loop: the caller's code must not hold up the session.
    private ManualResetValueTaskSourceCore<SmppPdu> _core = new() { RunContinuationsAsynchronously = true };

    public SmppPdu Request { get; private set; } = EnquireLink.Instance;
    public bool Windowed { get; private set; }
    public bool Waiting { get; set; }
    public bool Poolable { get; set; } = true;
    public CancellationTokenRegistration Cancellation { get; set; }
    public CancellationToken CancellationToken { get; set; }
    public uint Sequence { get; set; }
    public long WrittenAt { get; set; }

    /// <summary>Where in the session's output its last octet stands.</summary>
    public long OutputEnd { get; set; }

    public short Version => _core.Version;

    public void Begin(SmppPdu request, bool windowed)
    {
        Request = request;
        Windowed = windowed;
        Waiting = false;
    }

    public void Succeed(SmppPdu response) => _core.SetResult(response);

    public void Fail(Exception exception) => _core.SetException(exception);

    public void Abandon(CancellationToken cancellationToken) => session.Abandon(this, cancellationToken);

    SubmitSmResponse IValueTaskSource<SubmitSmResponse>.GetResult(short token) => (SubmitSmResponse)Take(token);

    DeliverSmResponse IValueTaskSource<DeliverSmResponse>.GetResult(short token) => (DeliverSmResponse)Take(token);

    SmppPdu IValueTaskSource<SmppPdu>.GetResult(short token) => Take(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private SmppPdu Take(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Request = EnquireLink.Instance;
            session.Return(this);
        }
    }
}

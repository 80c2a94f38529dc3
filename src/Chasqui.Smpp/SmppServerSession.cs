using System.Net;
using System.Net.Sockets;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Sessions;

namespace Chasqui.Smpp;

/// <summary>One ESME's session at a <see cref="SmppServer"/>.</summary>
public sealed class SmppServerSession : ISmppSessionOwner
{
    private readonly SmppServer _server;
    private readonly SmppServerOptions _options;
    private readonly Socket _socket;
    private volatile SmppSession? _session;
    private volatile BindRequest? _bind;
    private int _binding;

    internal SmppServerSession(SmppServer server, Socket socket)
    {
        _server = server;
        _options = server.Options;
        _socket = socket;
        RemoteEndPoint = socket.RemoteEndPoint;
    }

    /// <summary>Where the ESME connected from.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>The ESME's account; empty before the bind.</summary>
    public string SystemId => _bind?.SystemId ?? "";

    /// <summary>The bind that was accepted, or null.</summary>
    public BindRequest? Bind => _bind;

    /// <summary>Whether it is bound and open.</summary>
    public bool IsBound => _bind is not null && _session is { Completion.IsCompleted: false };

    /// <summary>Whether deliver_sm may go to it: it is bound, and not as a transmitter.</summary>
    public bool CanReceive => IsBound && _bind is not BindTransmitter;

    /// <summary>Whatever the host wants to keep with the session.</summary>
    public object? State { get; set; }

    /// <summary>deliver_sm (SMPP 3.4 §4.6) and its answer. Waits for its turn in the window.</summary>
    /// <exception cref="SmppRefusedException">The ESME did not take it.</exception>
    /// <exception cref="SmppBrokenException">No answer: see its Sent.</exception>
    /// <exception cref="ArgumentException">A field does not fit its place; nothing was sent.</exception>
    public ValueTask<DeliverSmResponse> DeliverAsync(DeliverSm message, CancellationToken cancellationToken) =>
        CanReceive ? Session.RequestAsync(message, cancellationToken) : throw new SmppBrokenException(sent: false, SmppEnd.NotBound);

    /// <summary>data_sm (§4.7) to the ESME. As <see cref="DeliverAsync"/>.</summary>
    public async Task<DataSmResponse> DeliverDataAsync(DataSm message, CancellationToken cancellationToken) =>
        CanReceive
            ? (DataSmResponse)await Session.RequestAsync(message, windowed: true, cancellationToken)
            : throw new SmppBrokenException(sent: false, SmppEnd.NotBound);

    /// <summary>alert_notification (§4.12): has no answer.</summary>
    public void Alert(AlertNotification alert)
    {
        if (CanReceive) Session.Notify(alert);
    }

    /// <summary>Sends unbind, waits for its answer and closes.</summary>
    public Task UnbindAsync(CancellationToken cancellationToken) => Session.UnbindAsync(_options.ResponseTimeout, cancellationToken);

    /// <summary>Resets the connection without a word, as a network failure does.</summary>
    public void Drop()
    {
        // Linger of zero: the peer sees a reset and not an end.
        _socket.LingerState = new(enable: true, seconds: 0);
        _session?.Close(SmppEnd.Stopped);
        _socket.Dispose();
    }

    internal async Task RunAsync(Stream stream)
    {
        await using var session = new SmppSession(stream, _server.Settings(), this);
        _session = session;
        session.Start();
        using var bindTimer = _server.Time.CreateTimer(
            static self => ((SmppServerSession)self!).GiveUpUnbound(), this, _options.BindTimeout, Timeout.InfiniteTimeSpan);
        var end = await session.Completion;
        if (_bind is null) return;
        SmppMetrics.Bound(-1, _options.Name);
        SmppMetrics.Ended(end.Reason, _options.Name);
        Tell(() => _options.OnEnded?.Invoke(this, end.Reason));
    }

    internal async Task ShutDownAsync()
    {
        if (_session is not { } session)
        {
            _socket.Dispose();
            return;
        }
        if (_bind is null) session.Close(SmppEnd.Stopped);
        else await session.UnbindAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
    }

    private SmppSession Session => _session ?? throw new SmppBrokenException(sent: false, SmppEnd.NotBound);

    private void GiveUpUnbound()
    {
        if (_bind is null) _session?.Close(SmppEnd.BindTimeout);
    }

    ValueTask<SmppReply> ISmppSessionOwner.HandleAsync(SmppPdu request, CancellationToken cancellationToken)
    {
        switch (request)
        {
            case SubmitSm submit when _bind is BindTransceiver or BindTransmitter:
                return SubmitAsync(submit, cancellationToken);
            case BindRequest bind:
                return BindAsync(bind, cancellationToken);
            case DataSm or SubmitMulti or QuerySm or CancelSm or ReplaceSm when _bind is BindTransceiver or BindTransmitter:
                return OtherAsync(request, cancellationToken);
            case SubmitSm or DataSm or SubmitMulti or QuerySm or CancelSm or ReplaceSm:
                return ValueTask.FromResult(new SmppReply(SmppCommandStatus.InvalidBindStatus, null));
            case AlertNotification or Outbind:
                return ValueTask.FromResult(SmppReply.NoAnswer);
            default:
                return ValueTask.FromResult(SmppReply.Nack);
        }
    }

    void ISmppSessionOwner.Replied(SmppPdu request, in SmppReply reply)
    {
        if (request is not BindRequest bind || reply.Status == SmppCommandStatus.AlreadyBound) return;
        if (reply.Status != SmppCommandStatus.Ok)
        {
            _ = _session!.EndAsync(SmppEnd.Stopped);
            return;
        }
        _bind = bind;
        SmppMetrics.Bound(1, _options.Name);
        Tell(() => _options.OnBound?.Invoke(this));
    }

    void ISmppSessionOwner.CameLate(SmppPdu request, SmppCommandStatus status, SmppPdu? response)
    {
    }

    void ISmppSessionOwner.Faulted(Exception exception) => _options.OnFault?.Invoke(exception);

    private async ValueTask<SmppReply> BindAsync(BindRequest bind, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _binding, 1) != 0) return new(SmppCommandStatus.AlreadyBound, null);
        var status = _options.OnBind is { } judge ? await judge(this, bind, cancellationToken) : SmppCommandStatus.Ok;
        return new(
            status,
            new BindResponse(bind.CommandId)
            {
                SystemId = _options.SystemId,
                Tlvs = [SmppTlv.OneOctet(SmppTag.ScInterfaceVersion, 0x34)],
            });
    }

    private ValueTask<SmppReply> SubmitAsync(SubmitSm submit, CancellationToken cancellationToken)
    {
        if (_options.OnSubmit is not { } handler) return ValueTask.FromResult(new SmppReply(SmppCommandStatus.SystemError, null));
        var handling = handler(this, submit, cancellationToken);
        return handling.IsCompletedSuccessfully ? ValueTask.FromResult(Reply(handling.Result)) : WhenDoneAsync(handling);

        static async ValueTask<SmppReply> WhenDoneAsync(ValueTask<SmppSubmitResult> handling) => Reply(await handling);

        static SmppReply Reply(in SmppSubmitResult result) => result.IsSilent
            ? SmppReply.NoAnswer
            : new(
                result.Status,
                result.Status == SmppCommandStatus.Ok ? new SubmitSmResponse { MessageId = result.MessageId ?? "" } : null);
    }

    private async ValueTask<SmppReply> OtherAsync(SmppPdu request, CancellationToken cancellationToken)
    {
        if (_options.OnRequest is not { } handler) return new(SmppCommandStatus.InvalidCommandId, null);
        var (status, response) = await handler(this, request, cancellationToken);
        if (response is not null && response.CommandId != request.CommandId.Response())
            throw new InvalidOperationException($"{response.CommandId.Name()} does not answer {request.CommandId.Name()}.");
        return new(status, response);
    }

    private void Tell(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception e)
        {
            // The edge of the host's code.
            _options.OnFault?.Invoke(e);
        }
    }
}

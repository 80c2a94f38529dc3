using System.Net.Sockets;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Sessions;

namespace Chasqui.Smpp;

/// <summary>
/// An ESME: keeps one session, or a transmitter and a receiver, bound to an SMSC and sends through it. Everything may be called from any
/// thread. After <see cref="Start"/> it connects, binds and comes back by itself until it is stopped.
/// </summary>
public sealed class SmppClient : IAsyncDisposable
{
    private readonly SmppClientOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private readonly SmppLink[] _links;
    private SmppClientState _state;
    private TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;
    private Task? _stopped;

    /// <summary>A client that does nothing yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SmppClient(SmppClientOptions options, TimeProvider? time = null)
    {
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
        // A bind that cannot be written fails here and not in a loop that nobody awaits.
        var measure = new SmppWriter(default);
        SmppLink.BindPdu(options, SmppCommandId.BindTransceiver).Write(ref measure);
        _options = options;
        _time = time ?? TimeProvider.System;
        _links = options.BindMode switch
        {
            SmppBindMode.Transceiver => [new(this, SmppCommandId.BindTransceiver)],
            SmppBindMode.TransmitterOnly => [new(this, SmppCommandId.BindTransmitter)],
            SmppBindMode.ReceiverOnly => [new(this, SmppCommandId.BindReceiver)],
            _ => [new(this, SmppCommandId.BindTransmitter), new(this, SmppCommandId.BindReceiver)],
        };
    }

    /// <summary>
    /// The state changed. Told in order, from the client's own loops: a handler must not block, nor wait for the client.
    /// </summary>
    public event EventHandler<SmppStateChangedEventArgs>? StateChanged;

    /// <summary>What the client is doing; of a pair, the less advanced of the two.</summary>
    public SmppClientState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Requests in the window and in the queue before it.</summary>
    public int Unanswered => _links[0].Session?.Unanswered ?? 0;

    internal SmppClientOptions Options => _options;

    internal TimeProvider Time => _time;

    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Begins to connect. May be called once.</summary>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped is not null, this);
            if (_running is not null) throw new InvalidOperationException("The client has been started already.");
            _running = Task.WhenAll(_links.Select(link => Task.Run(link.RunAsync)));
        }
    }

    /// <summary>Waits until the client is bound; it may be so no longer when this returns.</summary>
    /// <exception cref="SmppBrokenException">The client was stopped.</exception>
    public async Task WaitUntilBoundAsync(CancellationToken cancellationToken)
    {
        Task bound;
        lock (_gate) bound = _bound.Task;
        await bound.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// submit_sm (SMPP 3.4 §4.4). Waits for its turn in the window; <paramref name="cancellationToken"/> counts until it is sent.
    /// </summary>
    /// <returns>The SMSC's id of the message. Await it once, as every ValueTask.</returns>
    /// <exception cref="SmppRefusedException">The SMSC said no.</exception>
    /// <exception cref="SmppBrokenException">No answer: see its Sent. At once when no session is bound.</exception>
    /// <exception cref="ArgumentException">A field does not fit its place; nothing was sent.</exception>
    public ValueTask<SubmitSmResponse> SubmitAsync(SubmitSm message, CancellationToken cancellationToken) =>
        Sender().RequestAsync(message, cancellationToken);

    /// <summary>data_sm (§4.7). As <see cref="SubmitAsync"/>.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task<DataSmResponse> SendDataAsync(DataSm message, CancellationToken cancellationToken) =>
        (DataSmResponse)await Sender().RequestAsync(message, windowed: true, cancellationToken);

    /// <summary>submit_multi (§4.5): the response names the destinations that were refused. As <see cref="SubmitAsync"/>.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task<SubmitMultiResponse> SubmitMultiAsync(SubmitMulti message, CancellationToken cancellationToken) =>
        (SubmitMultiResponse)await Sender().RequestAsync(message, windowed: true, cancellationToken);

    /// <summary>query_sm (§4.8): the state of one message.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task<QuerySmResponse> QueryAsync(QuerySm query, CancellationToken cancellationToken) =>
        (QuerySmResponse)await Sender().RequestAsync(query, windowed: true, cancellationToken);

    /// <summary>cancel_sm (§4.9): withdraws a message that has not left yet.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task CancelAsync(CancelSm cancel, CancellationToken cancellationToken) =>
        await Sender().RequestAsync(cancel, windowed: true, cancellationToken);

    /// <summary>replace_sm (§4.10): changes a message that has not left yet.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task ReplaceAsync(ReplaceSm replace, CancellationToken cancellationToken) =>
        await Sender().RequestAsync(replace, windowed: true, cancellationToken);

    /// <summary>
    /// Ends for good: takes nothing new, waits for answers (<see cref="SmppClientOptions.DrainTimeout"/>), unbinds, closes. Cancelling
    /// cuts the waiting short. Calls after the first wait for the first.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _stopped ??= StopCoreAsync(cancellationToken);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    internal void LinkChanged(SmppStateChangedEventArgs change)
    {
        // One at a time, so that what is told is in the order of what was.
        lock (_telling)
        {
            lock (_gate)
            {
                var state = _links.Min(link => Rank(link.State)) switch
                {
                    0 => SmppClientState.Stopped,
                    1 => SmppClientState.Disconnected,
                    2 => SmppClientState.Connecting,
                    _ => SmppClientState.Bound,
                };
                if (_stopped is not null && state != SmppClientState.Stopped) state = SmppClientState.Unbinding;
                if (state == _state && change.End is null && change.BindStatus is null) return;
                _state = state;
                if (state == SmppClientState.Bound) _bound.TrySetResult();
                else if (_bound.Task.IsCompleted) _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
                change = new()
                {
                    State = state,
                    End = change.End,
                    BindStatus = change.BindStatus,
                    Exception = change.Exception,
                    Endpoint = change.Endpoint,
                    NextAttemptIn = change.NextAttemptIn,
                };
            }
            try
            {
                StateChanged?.Invoke(this, change);
            }
            catch (Exception e)
            {
                // The edge of the host's code: a failing listener must not end the link.
                Fault(e);
            }
        }
    }

    internal void Fault(Exception exception) => _options.OnFault?.Invoke(exception);

    private static int Rank(SmppClientState state) => state switch
    {
        SmppClientState.Stopped => 0,
        SmppClientState.Disconnected => 1,
        SmppClientState.Connecting => 2,
        _ => 3,
    };

    private SmppSession Sender()
    {
        if (_options.BindMode == SmppBindMode.ReceiverOnly) throw new InvalidOperationException("A receiver cannot send.");
        return _links[0].Session ?? throw new SmppBrokenException(sent: false, _stopped is null ? SmppEnd.NotBound : SmppEnd.Stopped);
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await Task.WhenAll(_links.Select(link => link.UnbindAsync(cancellationToken)));
        await _stopping.CancelAsync();
        if (_running is not null) await _running;
        foreach (var link in _links) link.State = SmppClientState.Stopped;
        LinkChanged(new() { State = SmppClientState.Stopped, End = SmppEnd.Stopped });
        lock (_gate) _bound.TrySetException(new SmppBrokenException(sent: false, SmppEnd.Stopped));
        _stopping.Dispose();
    }

    internal static async ValueTask<Stream> ConnectTcpAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }
}

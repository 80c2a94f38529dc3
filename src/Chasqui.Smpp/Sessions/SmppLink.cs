using System.Net.Security;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

/// <summary>One of a client's links: connects, binds, lives, pauses, again. A transceiver has one, a pair two.</summary>
internal sealed class SmppLink(SmppClient client, SmppCommandId bind) : ISmppSessionOwner
{
    private readonly SmppClientOptions _options = client.Options;
    private readonly TimeProvider _time = client.Time;
    private int _attempt;
    private int _endpoint;
    private volatile SmppSession? _session;

    /// <summary>The bound session, or null.</summary>
    public SmppSession? Session => _session;

    public SmppClientState State { get; set; } = SmppClientState.Stopped;

    public async Task RunAsync()
    {
        while (!client.Stopping.IsCancellationRequested)
        {
            var endpoint = _options.Endpoints[_endpoint++ % _options.Endpoints.Count];
            Tell(SmppClientState.Connecting, new() { State = SmppClientState.Connecting, Endpoint = endpoint });
            var change = await LiveAsync(endpoint);
            if (client.Stopping.IsCancellationRequested) break;
            Tell(SmppClientState.Disconnected, change);
            try
            {
                await Task.Delay(change.NextAttemptIn ?? _options.FirstReconnectPause, _time, client.Stopping);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    public async Task UnbindAsync(CancellationToken cancellationToken)
    {
        // Taken away first: what is submitted from now on is refused before it is sent.
        var session = Interlocked.Exchange(ref _session, null);
        if (session is null) return;
        Tell(SmppClientState.Unbinding, new() { State = SmppClientState.Unbinding });
        await session.DrainAsync(_options.DrainTimeout, cancellationToken);
        await session.UnbindAsync(_options.ResponseTimeout, cancellationToken);
        await session.Completion;
    }

    /// <summary>One attempt, and the session when it succeeds; says how it ended and how long to pause.</summary>
    private async Task<SmppStateChangedEventArgs> LiveAsync(SmppEndpoint endpoint)
    {
        Stream stream;
        try
        {
            stream = await ConnectAsync(endpoint);
        }
        catch (Exception e)
        {
            // The edge of the link's loop: the host's own ConnectStream may throw anything, and the next attempt may succeed.
            return Ended(SmppEnd.ConnectionLost, e, endpoint, NextPause());
        }
        await using var session = new SmppSession(stream, Settings(), this);
        session.Start();
        if (await BindAsync(session, endpoint) is { } refused) return refused;
        var boundAt = _time.GetTimestamp();
        _session = session;
        SmppMetrics.Bound(1, _options.Name);
        Tell(SmppClientState.Bound, new() { State = SmppClientState.Bound, Endpoint = endpoint });
        var end = await EndOfAsync(session);
        Interlocked.CompareExchange(ref _session, null, session);
        SmppMetrics.Bound(-1, _options.Name);
        SmppMetrics.Ended(end.Reason, _options.Name);
        if (_time.GetElapsedTime(boundAt) >= _options.StableAfter) _attempt = 0;
        return Ended(end.Reason, end.Exception, endpoint, NextPause());
    }

    private async Task<SmppSessionEnd> EndOfAsync(SmppSession session)
    {
        try
        {
            return await session.Completion.WaitAsync(client.Stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping began while we bound, and found no session to unbind.
            await session.UnbindAsync(_options.ResponseTimeout, CancellationToken.None);
            return await session.Completion;
        }
    }

    private async Task<SmppStateChangedEventArgs?> BindAsync(SmppSession session, SmppEndpoint endpoint)
    {
        try
        {
            await session.RequestAsync(BindPdu(_options, bind), windowed: false, client.Stopping).AsTask()
                .WaitAsync(_options.ConnectTimeout, _time, client.Stopping);
            return null;
        }
        catch (SmppRefusedException e)
        {
            // Knocking again soon locks accounts; an old session of ours needs its time to be noticed as dead.
            var pause = e.Status
                is SmppCommandStatus.BindFailed or SmppCommandStatus.InvalidPassword or SmppCommandStatus.InvalidSystemId
                or SmppCommandStatus.InvalidSystemType or SmppCommandStatus.AlreadyBound
                ? _options.BindRefusedPause
                : NextPause();
            return new()
            {
                State = SmppClientState.Disconnected,
                BindStatus = e.Status,
                Exception = e,
                Endpoint = endpoint,
                NextAttemptIn = pause,
            };
        }
        catch (SmppBrokenException e)
        {
            return Ended(e.Reason, e, endpoint, NextPause());
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return Ended(SmppEnd.ResponseTimeout, e, endpoint, NextPause());
        }
    }

    /// <summary>The bind of these options.</summary>
    public static BindRequest BindPdu(SmppClientOptions options, SmppCommandId bind)
    {
        BindRequest pdu = bind switch
        {
            SmppCommandId.BindTransmitter => new BindTransmitter(),
            SmppCommandId.BindReceiver => new BindReceiver(),
            _ => new BindTransceiver(),
        };
        return pdu with
        {
            SystemId = options.SystemId,
            Password = options.Password,
            SystemType = options.SystemType,
            InterfaceVersion = options.InterfaceVersion,
            AddressRange = options.AddressRange,
        };
    }

    private async Task<Stream> ConnectAsync(SmppEndpoint endpoint)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(client.Stopping, timeout.Token);
        var stream = await (_options.ConnectStream ?? SmppClient.ConnectTcpAsync)(endpoint.Host, endpoint.Port, either.Token);
        if (!_options.UseTls) return stream;
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _options.TlsTargetHost ?? endpoint.Host,
                    ClientCertificates = _options.ClientCertificate is { } certificate ? [certificate] : null,
                    RemoteCertificateValidationCallback = _options.ServerCertificateValidation,
                },
                either.Token);
            return tls;
        }
        catch (Exception)
        {
            // Whatever it was, the host's own judgement of the certificate included, the connection goes with it.
            await tls.DisposeAsync();
            throw;
        }
    }

    private SmppSessionSettings Settings() => new()
    {
        Name = _options.Name,
        Time = _time,
        WindowSize = _options.WindowSize,
        ResponseTimeout = _options.ResponseTimeout,
        EnquireLinkInterval = _options.EnquireLinkInterval,
        EnquireLinkTimeout = _options.EnquireLinkTimeout,
        ThrottlePause = _options.ThrottlePause,
        MaxTimeoutsInARow = _options.MaxTimeoutsInARow,
        MaxConcurrentRequests = _options.MaxConcurrentDeliveries,
        MaxRequestsPerSecond = _options.MaxRequestsPerSecond,
        WireLog = _options.WireLog,
    };

    private TimeSpan NextPause()
    {
        var longest = _options.LongestReconnectPause.TotalSeconds;
        var pause = Math.Min(longest, _options.FirstReconnectPause.TotalSeconds * Math.Pow(2, Math.Min(_attempt++, 30)));
        // Half of it random: links that broke together must not come back together.
        return TimeSpan.FromSeconds(pause * (0.5 + 0.5 * Random.Shared.NextDouble()));
    }

    private static SmppStateChangedEventArgs Ended(SmppEnd end, Exception? exception, SmppEndpoint endpoint, TimeSpan pause) => new()
    {
        State = SmppClientState.Disconnected,
        End = end,
        Exception = exception,
        Endpoint = endpoint,
        NextAttemptIn = pause,
    };

    private void Tell(SmppClientState state, SmppStateChangedEventArgs change)
    {
        State = state;
        client.LinkChanged(change);
    }

    ValueTask<SmppReply> ISmppSessionOwner.HandleAsync(SmppPdu request, CancellationToken cancellationToken)
    {
        switch (request)
        {
            case DeliverSm deliver:
                return DeliverAsync(deliver, cancellationToken);
            case DataSm data:
                return DeliverAsync(DeliverSm.From(data), cancellationToken);
            case AlertNotification alert:
                _options.OnAlert?.Invoke(alert);
                return ValueTask.FromResult(SmppReply.NoAnswer);
            case Outbind:
                return ValueTask.FromResult(SmppReply.NoAnswer);
            default:
                return ValueTask.FromResult(SmppReply.Nack);
        }
    }

    private async ValueTask<SmppReply> DeliverAsync(DeliverSm message, CancellationToken cancellationToken)
    {
        var status = _options.OnDeliver is { } handler
            ? await handler(message, cancellationToken)
            : SmppCommandStatus.TemporaryApplicationError;
        return new(status, message.CameAsDataSm ? new DataSmResponse() : DeliverSmResponse.Instance);
    }

    void ISmppSessionOwner.Replied(SmppPdu request, in SmppReply reply)
    {
    }

    void ISmppSessionOwner.CameLate(SmppPdu request, SmppCommandStatus status, SmppPdu? response)
    {
        if (request is not SubmitSm submit || _options.OnLateResponse is not { } handler) return;
        try
        {
            handler(new(submit, status, status == SmppCommandStatus.Ok && response is SubmitSmResponse answer ? answer.MessageId : ""));
        }
        catch (Exception e)
        {
            // The edge of the host's code.
            client.Fault(e);
        }
    }

    void ISmppSessionOwner.Faulted(Exception exception) => client.Fault(exception);
}

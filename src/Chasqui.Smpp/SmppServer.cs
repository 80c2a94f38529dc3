using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Chasqui.Smpp.Sessions;

namespace Chasqui.Smpp;

/// <summary>
/// The SMSC's side: for simulators and tests, and for whoever wants ESMEs of their own. Holds sessions and nothing else: what becomes of a
/// message is the handlers' affair.
/// </summary>
public sealed class SmppServer : IAsyncDisposable
{
    private readonly SmppServerOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<SmppServerSession, Task> _connections = new();
    private readonly Socket _listener;
    private Task _accepting = Task.CompletedTask;
    private int _disposed;

    /// <summary>A server that does not listen yet.</summary>
    public SmppServer(SmppServerOptions options, TimeProvider? time = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
        _listener = new(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        EndPoint = options.Listen;
    }

    /// <summary>Where it listens; after <see cref="Start"/> with the port it got.</summary>
    public IPEndPoint EndPoint { get; private set; }

    /// <summary>The bound sessions at this moment.</summary>
    public IReadOnlyList<SmppServerSession> Sessions => [.. _connections.Keys.Where(session => session.IsBound)];

    internal SmppServerOptions Options => _options;

    internal TimeProvider Time => _time;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public void Start()
    {
        if (!OperatingSystem.IsWindows()) _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(_options.Listen);
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Stops listening, unbinds every session and waits until all are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys.Select(session => session.ShutDownAsync()));
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // One connection that ended before it was taken, or no free descriptor: the next may come through.
                _options.OnFault?.Invoke(e);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _time, CancellationToken.None);
                continue;
            }
            if (_connections.Count >= _options.MaxSessions)
            {
                socket.Dispose();
                continue;
            }
            SmppServerSession session;
            try
            {
                socket.NoDelay = true;
                session = new(this, socket);
            }
            catch (SocketException)
            {
                // It ended before we could ask who it was.
                socket.Dispose();
                continue;
            }
            var started = new TaskCompletionSource();
            _connections[session] = started.Task;
            _ = ServeAsync(session, socket, started);
        }
    }

    private async Task ServeAsync(SmppServerSession session, Socket socket, TaskCompletionSource ended)
    {
        try
        {
            if (await OpenAsync(socket) is { } stream) await session.RunAsync(stream);
        }
        catch (Exception e)
        {
            // The edge of one connection's loop: it ends, the server goes on.
            _options.OnFault?.Invoke(e);
        }
        finally
        {
            socket.Dispose();
            _connections.TryRemove(session, out _);
            ended.SetResult();
        }
    }

    private async Task<Stream?> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (_options.Tls is null) return stream;
        using var timeout = new CancellationTokenSource(_options.BindTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, timeout.Token);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsServerAsync(_options.Tls, either.Token);
            return tls;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            await tls.DisposeAsync();
            return null;
        }
    }

    internal SmppSessionSettings Settings() => new()
    {
        Name = _options.Name,
        Time = _time,
        WindowSize = _options.WindowSize,
        ResponseTimeout = _options.ResponseTimeout,
        EnquireLinkInterval = _options.EnquireLinkInterval,
        EnquireLinkTimeout = _options.EnquireLinkTimeout,
        ThrottlePause = TimeSpan.Zero,
        MaxTimeoutsInARow = 3,
        MaxConcurrentRequests = _options.MaxConcurrentRequests,
        WireLog = _options.WireLog,
    };
}

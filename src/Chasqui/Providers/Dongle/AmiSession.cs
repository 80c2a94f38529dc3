using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Channels;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dongle;

/// <summary>The session is gone, or never came to be.</summary>
/// <param name="sentence">For the operator.</param>
/// <param name="mayHaveLeft">Whether the action that was to be sent may have been executed.</param>
internal sealed class AmiBrokenException(string sentence, bool mayHaveLeft) : Exception(sentence)
{
    public bool MayHaveLeft => mayHaveLeft;
}

/// <summary>
/// A session with Asterisk's manager interface: a greeting, then packets of lines ended by an empty one. Answers find their actions by
/// ActionID; everything else is an event.
/// </summary>
internal sealed class AmiSession : IAsyncDisposable
{
    /// <summary>No packet of ours or Asterisk's comes near it; more is not Asterisk.</summary>
    private const int LongestLine = 256 * 1024;

    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<AmiMessage>> _pending = new(StringComparer.Ordinal);
    private readonly Channel<AmiMessage> _events = Channel.CreateUnbounded<AmiMessage>();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    private AmiSession(Stream stream, TimeProvider time)
    {
        (_stream, _time) = (stream, time);
        _reader = PipeReader.Create(stream);
    }

    /// <summary>Every event, in order; it ends with the session.</summary>
    public ChannelReader<AmiMessage> Events => _events.Reader;

    public bool IsBroken => _reading.IsCompleted;

    /// <exception cref="AmiBrokenException">Nobody there, or no Asterisk.</exception>
    /// <exception cref="EgressRefusedException">The address may not be reached.</exception>
    public static async Task<AmiSession> ConnectAsync(
        EgressGuard guard, string host, int port, bool tls, TimeProvider time, CancellationToken cancellationToken)
    {
        Stream? stream = null;
        try
        {
            stream = await guard.ConnectAsync(host, port, cancellationToken);
            if (tls)
            {
                var secured = new SslStream(stream);
                stream = secured;
                await secured.AuthenticateAsClientAsync(host);
            }

            var session = new AmiSession(stream, time);
            var greeting = await session.ReadLineAsync(cancellationToken);
            if (greeting?.StartsWith("Asterisk Call Manager", StringComparison.Ordinal) != true)
                throw new AmiBrokenException("Something answers there, but it is not Asterisk's manager interface.", mayHaveLeft: false);
            session._reading = session.ReadAllAsync();
            return session;
        }
        catch (Exception failure) when (
            failure is IOException or SocketException or AuthenticationException or OperationCanceledException or AmiBrokenException)
        {
            if (stream is not null)
                await stream.DisposeAsync();
            throw failure as AmiBrokenException ?? new AmiBrokenException(
                failure is OperationCanceledException
                    ? "Asterisk did not answer in time."
                    : $"Asterisk could not be reached: {failure.Message}",
                mayHaveLeft: false);
        }
    }

    /// <summary>Sends an action and waits for its answer.</summary>
    /// <returns>The answer; null when there is none in time.</returns>
    /// <exception cref="AmiBrokenException">The session broke first.</exception>
    public async Task<AmiMessage?> ActAsync(AmiAction action, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answer = new TaskCompletionSource<AmiMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[action.Id] = answer;
        try
        {
            await WriteAsync(action, either.Token);
            return await answer.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            _pending.TryRemove(action.Id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _stream.DisposeAsync();
        await _reading;
        _stop.Dispose();
        _writing.Dispose();
    }

    private async Task WriteAsync(AmiAction action, CancellationToken cancellationToken)
    {
        try
        {
            await _writing.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new AmiBrokenException("The session was busy for too long.", mayHaveLeft: false);
        }

        try
        {
            if (IsBroken)
                throw new AmiBrokenException("The session with Asterisk had ended.", mayHaveLeft: false);
            // Not given up half-way: what follows half an action would be read as part of it.
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(action.ToString()), _stop.Token);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw new AmiBrokenException("The session with Asterisk broke.", mayHaveLeft: true);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAllAsync()
    {
        try
        {
            var message = new AmiMessage();
            while (await ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.Length > 0)
                {
                    message.Add(line);
                    continue;
                }

                if (message.IsResponse && _pending.TryGetValue(message["ActionID"], out var waiting))
                    waiting.TrySetResult(message);
                else if (message.IsEvent)
                    _events.Writer.TryWrite(message);
                message = new AmiMessage();
            }
        }
        catch (Exception failure) when (
            failure is IOException or ObjectDisposedException or OperationCanceledException or InvalidDataException)
        {
            // The end of the session, whichever side ended it; who waits is told below.
        }

        _events.Writer.TryComplete();
        foreach (var waiting in _pending.Values)
            waiting.TrySetException(new AmiBrokenException("The session with Asterisk broke before the answer.", mayHaveLeft: true));
    }

    /// <summary>Without its line end; null at the end of the stream.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
                return null;
            if (read.Buffer.Length > LongestLine)
                throw new InvalidDataException("A line without end.");
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

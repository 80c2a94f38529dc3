using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Chasqui.Support;

/// <summary>A browser's end of the live socket: SignalR's JSON protocol over a WebSocket, records ended by 0x1E.</summary>
internal sealed class LiveDriver : IAsyncDisposable
{
    private const char RecordEnd = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly Dictionary<string, TaskCompletionSource<JsonElement>> _answers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private int _calls;

    /// <summary>Ends when the server closes the socket.</summary>
    public Task Closed => _reading;

    /// <param name="cookie">The whole Cookie header; null to come without.</param>
    /// <param name="origin">The page's origin; null for a program that is no browser.</param>
    public static async Task<LiveDriver> ConnectAsync(Uri server, string? cookie, string? origin, CancellationToken cancellationToken)
    {
        var driver = new LiveDriver();
        if (cookie is not null)
            driver._socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin is not null)
            driver._socket.Options.SetRequestHeader("Origin", origin);
        await driver._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/live" }.Uri, cancellationToken);
        await driver.WriteAsync("""{"protocol":"json","version":1}""", cancellationToken);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        driver._reading = driver.ReadAsync(ready);
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        return driver;
    }

    /// <summary>Calls a server method and gives its answer.</summary>
    public async Task<JsonElement> CallAsync(string method, CancellationToken cancellationToken, params object[] arguments)
    {
        var id = Interlocked.Increment(ref _calls).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _answers[id] = answer;
        await WriteAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }), cancellationToken);
        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
    }

    /// <summary>Calls one of the Watch methods: whether the server lets us.</summary>
    public async Task<bool> WatchAsync(string method, object subject, CancellationToken cancellationToken) =>
        (await CallAsync(method, cancellationToken, subject)).GetBoolean();

    /// <summary>The next thing the server says, as "Method(argument)".</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken) =>
        await _heard.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);

    /// <summary>All that was heard until <paramref name="last"/> came, without it.</summary>
    public async Task<IReadOnlyList<string>> UntilAsync(string last, CancellationToken cancellationToken)
    {
        var heard = new List<string>();
        while (await NextAsync(cancellationToken) is var next && next != last)
            heard.Add(next);
        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private async Task WriteAsync(string json, CancellationToken cancellationToken) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(json + RecordEnd), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private async Task ReadAsync(TaskCompletionSource ready)
    {
        var buffer = new byte[8192];
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                    break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, read.Count)); // ids and numbers: ASCII, never cut
                var records = text.ToString().Split(RecordEnd);
                text.Clear().Append(records[^1]);
                foreach (var record in records[..^1])
                    Hear(record, ready);
            }
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Torn down by either side: closed all the same.
        }

        _heard.Writer.TryComplete();
        ready.TrySetException(new InvalidOperationException("The server closed the socket before the handshake."));
    }

    private void Hear(string record, TaskCompletionSource ready)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        if (!root.TryGetProperty("type", out var type))
        {
            ready.TrySetResult(); // the handshake's answer has no type
            return;
        }

        switch (type.GetInt32())
        {
            case 1:
                var arguments = root.GetProperty("arguments").EnumerateArray().Select(argument => argument.ToString());
                _heard.Writer.TryWrite($"{root.GetProperty("target").GetString()}({string.Join(',', arguments)})");
                break;
            case 3:
                TaskCompletionSource<JsonElement>? answer;
                lock (_gate)
                    _answers.Remove(root.GetProperty("invocationId").GetString()!, out answer);
                if (root.TryGetProperty("error", out var error))
                    answer?.TrySetException(new InvalidOperationException(error.GetString()));
                else
                    answer?.TrySetResult(root.TryGetProperty("result", out var result) ? result.Clone() : default);
                break;
        }
    }
}

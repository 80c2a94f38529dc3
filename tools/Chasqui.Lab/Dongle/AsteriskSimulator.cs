using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chasqui.Lab.Dongle;

/// <summary>
/// An Asterisk with chan_dongle, as its manager interface shows it: login, DongleSendSMS, DongleShowDevices, reports and incoming messages
/// as events to the sessions that asked for them.
/// </summary>
internal sealed class AsteriskSimulator : ISimulator
{
    public const string Word = "dongle";

    public const string User = "sms";

    public const string Secret = "lab-asterisk-secret";

    private static readonly Dictionary<string, string> Errors = new(StringComparer.Ordinal)
    {
        ["authentication"] = "Authentication failed",
        ["permission"] = "Permission denied",
        ["deviceNotFound"] = "[dongle0] Device not found",
        ["deviceDisabled"] = "[dongle0] Device disbaled",
        ["deviceDisconnected"] = "[dongle0] Device disconnected",
        ["invalidNumber"] = "[dongle0] Invalid phone number",
        ["utf8"] = "[dongle0] Cannot parse UTF-8",
        ["pdu"] = "[dongle0] PDU building error",
        ["smsdb"] = "[dongle0] SMSDB error",
        ["queue"] = "[dongle0] Queue error",
    };

    private readonly SilentListener _silent = new();
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Session, Task> _sessions = new();
    private readonly TaskCompletionSource _listened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _accepting = Task.CompletedTask;

    private AsteriskSimulator(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
    }

    public string Kind => Word;

    public Uri Address => new($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public Uri SilentAddress => new($"tcp://127.0.0.1:{_silent.Port}");

    public Script Script { get; } = new();

    public Ledger Ledger { get; } = new();

    public Uri Hook { get; set; } = new("http://127.0.0.1:8080/hooks");

    public string Instructions =>
        $"  host          {Address.Host}\n  port          {Address.Port}\n  user          {User}\n  secret        {Secret}\n  devices       (0.1)\n  deviceNumbers dongle0 = <your sender's number>";

    /// <summary>Devices named in actions, in their order.</summary>
    public ConcurrentQueue<string> Devices { get; } = new();

    /// <summary>Logins so far.</summary>
    public int Logins { get; private set; }

    public static Task<ISimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var simulator = new AsteriskSimulator(port);
        simulator._accepting = simulator.AcceptAsync();
        return Task.FromResult<ISimulator>(simulator);
    }

    /// <summary>Ends every session, as a restart would.</summary>
    public void Restart()
    {
        foreach (var session in _sessions.Keys)
            session.Client.Dispose();
    }

    public async Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var (type, success, report) = state switch
        {
            "sent" => ("0", "1", ""),
            "refused" => ("0", "0", ""),
            "delivered" => ("1", "1", "000,"),
            "failed" => ("1", "0", $"{code ?? "065"},"),
            "expired" => ("1", "0", "070,"),
            "trying" => ("1", "1", "000,048,"),
            "silent" => ("2", "0", ""),
            _ => ("9", "1", ""),
        };
        await EmitAsync(
            $"Event: DongleReport\r\nPrivilege: call,all\r\nDevice: dongle0\r\nPayload: {message.Reference}\0\r\nSCTS: 2026-01-01 12:00:00\r\nDT: 2026-01-01 12:00:05\r\n"
            + $"Success: {success}\r\nType: {type}\r\nReport: {report}\r\n\r\n", cancellationToken);
        return [];
    }

    public async Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken)
    {
        var lines = text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await EmitAsync(
            $"Event: DongleNewSMS\r\nPrivilege: call,all\r\nDevice: dongle0\r\nFrom: {text.From}\r\nLineCount: {lines.Length}\r\n"
            + string.Concat(lines.Select((line, index) => $"MessageLine{index}: {line}\r\n"))
            + $"\r\nEvent: DongleNewSMSBase64\r\nPrivilege: call,all\r\nDevice: dongle0\r\nFrom: {text.From}\r\n"
            + $"Message: {Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Text))}\r\n\r\n", cancellationToken);
        return [];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _silent.Dispose();
        Restart();
        await _accepting;
        await Task.WhenAll(_sessions.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var session = new Session(await _listener.AcceptTcpClientAsync(_stop.Token));
                _sessions[session] = Task.CompletedTask; // known before its first word: whoever has logged in is told events
                _sessions[session] = ServeAsync(session);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Session session)
    {
        try
        {
            await session.WriteAsync("Asterisk Call Manager/2.10.4\r\n", _stop.Token);
            using var reader = new StreamReader(session.Client.GetStream(), Encoding.UTF8, leaveOpen: true);
            var action = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.Length > 0)
                {
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    action[line[..colon]] = line[(colon + 1)..].TrimStart();
                    if (Encoding.UTF8.GetByteCount(line) > 1024)
                        return; // what a classic manager does with it is anybody's guess
                    continue;
                }

                await DoAsync(session, action);
                action = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The session ended.
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            session.Dispose();
        }
    }

    private async Task DoAsync(Session session, Dictionary<string, string> action)
    {
        var id = action.GetValueOrDefault("ActionID", "");
        switch (action["Action"])
        {
            case "Login" when action["Username"] == User && action["Secret"] == Secret:
                Logins++;
                session.IsIn = true;
                session.Listens = action.GetValueOrDefault("Events") is "call" or "on";
                await session.AnswerAsync(id, "Success", "Authentication accepted", _stop.Token);
                if (session.Listens)
                    _listened.TrySetResult();
                break;
            case "Login":
                await session.AnswerAsync(id, "Error", "Authentication failed", _stop.Token);
                session.Client.Dispose();
                break;
            case var _ when !session.IsIn:
                await session.AnswerAsync(id, "Error", "Permission denied", _stop.Token);
                break;
            case "DongleShowDevices":
                await session.AnswerAsync(id, "Success", "Device status list will follow", _stop.Token);
                await session.WriteAsync(
                    $"Event: DongleDeviceEntry\r\nActionID: {id}\r\nDevice: dongle0\r\nState: Free\r\nGSMRegistrationStatus: Registered, home network\r\n\r\n"
                    + $"Event: DongleShowDevicesComplete\r\nActionID: {id}\r\nEventList: Complete\r\nListItems: 1\r\n\r\n", _stop.Token);
                break;
            case "DongleSendSMS":
                await SubmitAsync(session, action, id);
                break;
            default:
                await session.AnswerAsync(id, "Error", "Invalid/unknown command", _stop.Token);
                break;
        }
    }

    private async Task SubmitAsync(Session session, Dictionary<string, string> action, string id)
    {
        Devices.Enqueue(action["Device"]);
        var message = new LabMessage
        {
            Ids = [action["Payload"]],
            From = action["Device"],
            To = action["Number"],
            Text = Unescape(action["Message"]),
            Reference = action["Payload"],
            Raw = string.Join('\n', action.Select(line => $"{line.Key}: {line.Value}")),
        };
        switch (Script.Take())
        {
            case Behaviour.Reject(var code):
                await session.AnswerAsync(id, "Error", Errors.GetValueOrDefault(code, code), _stop.Token);
                break;
            case Behaviour.Hang(var taken):
                if (taken)
                    Ledger.Add(message);
                break;
            case Behaviour.Reset(var taken):
                if (taken)
                    Ledger.Add(message);
                session.Client.Dispose();
                break;
            case Behaviour.Babble:
                Ledger.Add(message);
                await session.AnswerAsync(id, "Perhaps", "It works!", _stop.Token);
                break;
            default:
                Ledger.Add(message);
                await session.AnswerAsync(id, "Success", $"[{action["Device"]}] SMS queued for send", _stop.Token);
                break;
        }
    }

    private async Task EmitAsync(string events, CancellationToken cancellationToken)
    {
        await _listened.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        foreach (var session in _sessions.Keys.Where(session => session.Listens))
            await session.WriteAsync(events, cancellationToken);
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] != '\\' || i + 1 == text.Length
                ? text[i]
                : text[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
        }

        return plain.ToString();
    }

    private sealed class Session(TcpClient client) : IDisposable
    {
        private readonly SemaphoreSlim _writing = new(1);

        public TcpClient Client => client;

        public bool IsIn { get; set; }

        public bool Listens { get; set; }

        public void Dispose()
        {
            client.Dispose();
            _writing.Dispose();
        }

        public Task AnswerAsync(string id, string response, string message, CancellationToken cancellationToken) =>
            WriteAsync(string.Create(CultureInfo.InvariantCulture, $"Response: {response}\r\nActionID: {id}\r\nMessage: {message}\r\n\r\n"), cancellationToken);

        public async Task WriteAsync(string text, CancellationToken cancellationToken)
        {
            try
            {
                await _writing.WaitAsync(cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                return; // The session has ended.
            }

            try
            {
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The product is away; what it misses nobody tells again.
            }
            finally
            {
                _writing.Release();
            }
        }
    }
}

using System.Globalization;
using System.Text;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dongle;

/// <summary>
/// One Asterisk. Sending has a session of its own without events, so that every node can send; the node that listens has a second one.
/// </summary>
internal sealed class DongleConnection(ProviderAccount account, EgressGuard guard, IWireLog wire, TimeProvider time)
    : IListeningConnection, IAccountCheck
{
    /// <summary>Asterisk reads a line of 1024 octets; the name takes some.</summary>
    private const int MostOctets = 900;

    private readonly ProviderSettings _settings = account.Settings;
    private readonly DongleWire _wire = new(account, wire, time);
    private readonly DongleDevices _devices = new(account.Settings, time);
    private readonly DongleListener _listener = new(account.Settings, time);
    private readonly SemaphoreSlim _opening = new(1);
    private AmiSession? _session;

    public static string PartId(MessageId id) => id.Value.ToString("N");

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        var text = DongleText.Escape(message.Text);
        if (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > MostOctets)
            return Failed("length", SendFailureClass.PermanentMessage, $"Asterisk takes texts of 1 to {MostOctets} octets.");
        var devices = _devices.Named(message.DialString);
        if (devices.Count == 0)
            return Failed("dialString", SendFailureClass.PermanentSender, "The dial string names no device: (0.3) is dongle0 to dongle3.");

        try
        {
            var session = await SessionAsync(cancellationToken);
            // Only now: a turn is not wasted on an Asterisk that is away.
            var (device, wait) = _devices.Next(devices);
            if (device is null)
                return new SendResult.Failed(new SendFailure(
                    $"{DongleKind.Word}:pace", SendFailureClass.Throttle, "Every device has sent just now; the message waits its turn.", wait));

            var number = NumberForm.Write(message.To, _settings);
            var action = new AmiAction("DongleSendSMS", PartId(message.Id))
                .Add("Device", device)
                .Add("Number", number)
                .Add("Message", text)
                .Add("Validity", _settings.Integer("validityMinutes").ToString(CultureInfo.InvariantCulture))
                .Add("Report", _settings.Flag("report") ? "yes" : "no")
                .Add("Payload", PartId(message.Id));
            _wire.Sent(action, message, text, number);
            var answer = await session.ActAsync(action, _settings.Seconds("timeoutSeconds"), cancellationToken);
            _wire.Answered(answer, message, text, number);
            return Read(message, device, answer);
        }
        catch (DongleRefusedException refusal)
        {
            return new SendResult.Failed(refusal.Failure);
        }
        catch (AmiBrokenException broken)
        {
            return broken.MayHaveLeft
                ? Failed("connectionLost", SendFailureClass.UnknownOutcome, $"{broken.Message} The modem may have the message.")
                : Failed("notReached", SendFailureClass.Transient, $"{broken.Message} Nothing was sent.");
        }
        catch (EgressRefusedException refusal)
        {
            return Failed("egressRefused", SendFailureClass.AccountStop, refusal.Message);
        }
    }

    public async Task ListenAsync(IProviderEvents events, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (!cancellationToken.IsCancellationRequested)
        {
            events.Link(LinkState.Connecting, null);
            string sentence;
            try
            {
                await using var session = await LogInAsync("call", cancellationToken);
                pause = TimeSpan.FromSeconds(1);
                events.Link(LinkState.Connected, null);
                await _listener.RunAsync(session, events, _wire, cancellationToken);
                sentence = "The session with Asterisk ended.";
            }
            catch (Exception failure) when (failure is AmiBrokenException or DongleRefusedException or EgressRefusedException)
            {
                sentence = failure.Message;
            }

            events.Link(LinkState.Disconnected, sentence);
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 > TimeSpan.FromSeconds(60) ? TimeSpan.FromSeconds(60) : pause * 2;
        }
    }

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await LogInAsync("off", cancellationToken);
            var action = new AmiAction("DongleShowDevices", "devices");
            _wire.Sent(action);
            if (await session.ActAsync(action, _settings.Seconds("timeoutSeconds"), cancellationToken) is not { IsSuccess: true })
                return new AccountCheck(false,
                    "Asterisk takes the credentials and knows no chan_dongle, or the user lacks the permission \"call\".");
            var devices = new List<string>();
            using var limit = new CancellationTokenSource(_settings.Seconds("timeoutSeconds"), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await foreach (var told in session.Events.ReadAllAsync(either.Token))
            {
                if (told["Event"] == "DongleDeviceEntry")
                    devices.Add($"{told["Device"]} {(told["GSMRegistrationStatus"] is { Length: > 0 } registration ? registration : told["State"])}".Trim());
                if (told["Event"] == "DongleShowDevicesComplete")
                    break;
            }

            return devices.Count > 0
                ? new AccountCheck(true, $"Asterisk answers with its devices: {string.Join("; ", devices)}.")
                : new AccountCheck(false, "Asterisk answers, and has no device.");
        }
        catch (Exception failure) when (failure is AmiBrokenException or DongleRefusedException or EgressRefusedException)
        {
            return new AccountCheck(false, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AccountCheck(false, "Asterisk did not tell its devices in time.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<AmiSession> SessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new AmiBrokenException("The server gave up waiting for the session.", mayHaveLeft: false);
        }

        try
        {
            if (_session is { IsBroken: false } standing)
                return standing;
            if (_session is not null)
                await _session.DisposeAsync();
            _session = null;
            return _session = await LogInAsync("off", cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<AmiSession> LogInAsync(string wanted, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_settings.Seconds("timeoutSeconds"), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var session = await AmiSession.ConnectAsync(guard, _settings.Text("host"), _settings.Integer("port"), _settings.Flag("tls"), time,
            either.Token);
        try
        {
            var action = new AmiAction("Login", "login")
                .Add("Username", _settings.Text("user"))
                .Add("Secret", _settings.Text("secret"))
                .Add("Events", wanted);
            _wire.Sent(action);
            var answer = await session.ActAsync(action, _settings.Seconds("timeoutSeconds"), either.Token);
            _wire.Answered(answer);
            if (answer is null)
                throw new AmiBrokenException("Asterisk did not answer the login in time.", mayHaveLeft: false);
            if (!answer.IsSuccess)
                throw new DongleRefusedException(DongleFailures.Of(answer["Message"]));
            return session;
        }
        catch (AmiBrokenException broken)
        {
            await session.DisposeAsync();
            throw broken.MayHaveLeft ? new AmiBrokenException(broken.Message, mayHaveLeft: false) : broken; // only the login did
        }
        catch (DongleRefusedException)
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private SendResult Read(OutboundMessage message, string device, AmiMessage? answer)
    {
        if (answer is null)
            return Failed("timeout", SendFailureClass.UnknownOutcome, "Asterisk did not answer in time; the modem may have the message.");
        if (answer.IsSuccess)
            return new SendResult.Accepted([PartId(message.Id)]);
        if (!answer.IsError)
            return new SendResult.Failed(HttpFailures.NotUnderstood(DongleKind.Word));
        var failure = DongleFailures.Of(answer["Message"]);
        if (failure.Class == SendFailureClass.Transient)
            _devices.LetRest(device);
        return new SendResult.Failed(failure);
    }

    private static SendResult.Failed Failed(string code, SendFailureClass @class, string sentence) =>
        new(new SendFailure($"{DongleKind.Word}:{code}", @class, sentence));
}

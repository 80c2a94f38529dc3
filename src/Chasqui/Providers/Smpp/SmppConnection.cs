using System.Runtime.CompilerServices;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using Chasqui.Smpp;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Receipts;

namespace Chasqui.Providers.Smpp;

/// <summary>One account at an SMSC. Binds when first needed: as a transmitter to send, both ways while it listens.</summary>
internal sealed class SmppConnection(ProviderAccount account, SmppAccount smpp, EgressGuard guard, IWireLog wire, TimeProvider time)
    : IListeningConnection, IAccountCheck
{
    /// <summary>A message waits this long for a session that is being made.</summary>
    private static readonly TimeSpan UntilBound = TimeSpan.FromSeconds(3);

    /// <summary>A part behind others that have gone is tried this often when the SMSC is busy: half a message is worth little.</summary>
    private const int PartTries = 5;

    private readonly SmppReferences _references = new();
    private readonly ConditionalWeakTable<SubmitSm, OutboundMessage> _messages = [];
    private readonly SmppWire _wire = new(account, wire, time);
    private readonly Lock _gate = new();
    private SmppClient? _transmitting;
    private SmppClient? _listening;
    private volatile IProviderEvents? _events;
    private volatile SmppStateChangedEventArgs? _lastChange;

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (message.Media.Count > 0 || message.Template is not null || message.Interactive is not null)
            return Failed("smpp:textOnly", SendFailureClass.PermanentMessage, "SMPP carries texts only.");
        var client = Client();
        if (!await IsBoundAsync(client, cancellationToken))
            return NotBound();
        var pdus = SmppTexts.Write(
            message, smpp, account.Settings, _references.Next(SmppAddress.Guess(message.Sender), SmppAddress.International(message.To.Value)));
        var ids = new List<string>(pdus.Count);
        foreach (var pdu in pdus)
        {
            _messages.Add(pdu, message);
            _wire.Expect(pdu, message);
            if (await SubmitAsync(client, pdu, message, ids, cancellationToken) is { } failure)
                return new SendResult.Failed(failure);
        }

        return new SendResult.Accepted(ids);
    }

    public async Task ListenAsync(IProviderEvents events, CancellationToken cancellationToken)
    {
        _events = events;
        await using var client = new SmppClient(Options(smpp.BindMode), time);
        client.StateChanged += (_, change) =>
        {
            _lastChange = change;
            events.Link(LinkOf(change.State), Sentence(change));
        };
        SmppClient? replaced;
        lock (_gate)
        {
            _listening = client;
            replaced = _transmitting;
            _transmitting = null;
        }

        client.Start();
        try
        {
            if (replaced is not null)
                await replaced.DisposeAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop: the client drains and unbinds as it is disposed.
        }
        finally
        {
            lock (_gate)
                _listening = null;
            _events = null;
        }
    }

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        SmppClient? own;
        lock (_gate)
            own = _listening ?? _transmitting;
        if (own is { State: SmppClientState.Bound })
            return new AccountCheck(true, "The SMSC has bound this account, and the session stands.");

        // A session of its own: the account may be allowed no more, and then the answer says so.
        var answer = new TaskCompletionSource<AccountCheck>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = new SmppClient(Options(SmppBindMode.TransmitterOnly), time);
        client.StateChanged += (_, change) =>
        {
            if (change.State == SmppClientState.Bound)
                answer.TrySetResult(new AccountCheck(true, $"{change.Endpoint?.Host} has bound this account."));
            else if (Sentence(change) is { } sentence)
                answer.TrySetResult(new AccountCheck(false, sentence));
        };
        client.Start();
        return await answer.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        SmppClient? client;
        lock (_gate)
        {
            client = _transmitting;
            _transmitting = null;
        }

        if (client is not null)
            await client.DisposeAsync();
    }

    /// <summary>Null when the SMSC took it; its id is then among <paramref name="ids"/>.</summary>
    private async Task<SendFailure?> SubmitAsync(
        SmppClient client, SubmitSm pdu, OutboundMessage message, List<string> ids, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var response = await client.SubmitAsync(pdu, cancellationToken);
                // Without an id of the SMSC's no receipt can name it; ours keeps the part apart from others.
                ids.Add(response.MessageId.Length == 0 ? $"{message.Id.Value:n}-{ids.Count + 1}" : SmppMessageIds.FromResponse(response.MessageId, smpp.IdForm));
                return null;
            }
            catch (SmppRefusedException refusal)
            {
                var failure = SmppFailures.Of(refusal.Status, message.Attempt);
                if (ids.Count == 0)
                    return failure;
                if (failure.Class is SendFailureClass.Throttle or SendFailureClass.Transient && tries < PartTries)
                    continue; // the client holds the link back for a while after a refusal of this sort
                return new SendFailure(
                    "smpp:partial", SendFailureClass.PermanentMessage,
                    $"The SMSC took {ids.Count} of the parts and refused the next with {refusal.Status.Name()}. It is not sent again.");
            }
            catch (SmppBrokenException silence)
            {
                return silence.Sent || ids.Count > 0
                    ? new SendFailure(
                        silence.Reason == SmppEnd.ResponseTimeout ? "smpp:timeout" : "smpp:connectionLost", SendFailureClass.UnknownOutcome,
                        $"The SMSC did not answer ({silence.Reason}); it may have taken the message.")
                    : new SendFailure("smpp:notSent", SendFailureClass.Transient, $"The session broke before the message left ({silence.Reason}).");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ids.Count > 0
                    ? new SendFailure("smpp:timeout", SendFailureClass.UnknownOutcome, "The session was busy too long in the middle of the message.")
                    : new SendFailure("smpp:busy", SendFailureClass.Transient, "The session's window was full for too long; nothing was sent.");
            }
            catch (ArgumentException fault)
            {
                return new SendFailure("smpp:invalid", SendFailureClass.PermanentMessage, $"The message does not fit into SMPP: {fault.Message}");
            }
        }
    }

    private async ValueTask<SmppCommandStatus> DeliverAsync(DeliverSm message, CancellationToken cancellationToken)
    {
        if (_events is not { } events)
            return SmppCommandStatus.TemporaryApplicationError;
        if (!message.IsReceipt)
        {
            await events.InboundAsync(SmppTexts.Read(message, smpp), cancellationToken);
            return SmppCommandStatus.Ok;
        }

        if (SmppReceipt.TryRead(message, smpp.ReceiptOffset, out var receipt) && SmppFailures.State(receipt!) is { } state)
        {
            string?[] ids = [receipt!.MessageId, receipt.OtherMessageId];
            await events.ReportsAsync(
            [
                .. ids.OfType<string>().Select(id => new DeliveryReport
                {
                    ProviderMessageId = SmppMessageIds.FromReceipt(id, smpp.IdForm),
                    State = state,
                    Code = receipt.Error.Length == 0 ? null : $"smpp:{receipt.Error}",
                    At = receipt.DoneDate,
                }),
            ], cancellationToken);
        }

        return SmppCommandStatus.Ok;
    }

    // The answer to a message that is already unknown: evidence, brought as a report that names our own id.
    private void CameLate(SmppLateResponse late)
    {
        if (_events is not { } events || !_messages.TryGetValue(late.Request, out var message) || late.Status != SmppCommandStatus.Ok || late.MessageId.Length == 0)
            return;
        var report = new DeliveryReport
        {
            ProviderMessageId = SmppMessageIds.FromResponse(late.MessageId, smpp.IdForm),
            State = DeliveryState.Accepted,
            Reference = message.Id,
        };
        _ = Task.Run(() => events.ReportsAsync([report], CancellationToken.None)); // the reading loop must not wait
    }

    private SmppClient Client()
    {
        lock (_gate)
        {
            if (_listening is { } both)
                return both;
            if (_transmitting is { } sending)
                return sending;
            _transmitting = new SmppClient(Options(SmppBindMode.TransmitterOnly), time);
            _transmitting.StateChanged += (_, change) => _lastChange = change;
            _transmitting.Start();
            return _transmitting;
        }
    }

    private static async Task<bool> IsBoundAsync(SmppClient client, CancellationToken cancellationToken)
    {
        if (client.State == SmppClientState.Bound)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(UntilBound);
        try
        {
            await client.WaitUntilBoundAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private SendResult.Failed NotBound()
    {
        var change = _lastChange;
        return change?.BindStatus is { } status && SmppFailures.IsAccountStop(status)
            ? Failed($"smpp:{(uint)status:X2}", SendFailureClass.AccountStop, Sentence(change)!)
            : Failed("smpp:notBound", SendFailureClass.Transient, (change is null ? null : Sentence(change)) ?? "There is no session with the SMSC; nothing was sent.");
    }

    private SmppClientOptions Options(SmppBindMode mode) => new()
    {
        Name = SmppKind.Word,
        Endpoints = smpp.Endpoints,
        UseTls = account.Settings.Flag("tls"),
        ConnectStream = guard.ConnectAsync,
        BindMode = mode,
        SystemId = account.Settings.Text("systemId"),
        Password = account.Settings.Text("password"),
        SystemType = account.Settings.Text("systemType"),
        WindowSize = account.Settings.Integer("window"),
        MaxRequestsPerSecond = (double)account.Settings.Number("requestsPerSecond"),
        ResponseTimeout = smpp.AnswerTimeout,
        EnquireLinkInterval = account.Settings.Seconds("enquireSeconds"),
        ConnectTimeout = UntilBound,
        OnDeliver = DeliverAsync,
        OnLateResponse = CameLate,
        WireLog = _wire.Record,
    };

    private static LinkState LinkOf(SmppClientState state) => state switch
    {
        SmppClientState.Bound => LinkState.Connected,
        SmppClientState.Connecting => LinkState.Connecting,
        _ => LinkState.Disconnected,
    };

    /// <summary>Why there is no session; null while all goes well.</summary>
    private static string? Sentence(SmppStateChangedEventArgs change)
    {
        if (change.BindStatus is { } status && status != SmppCommandStatus.Ok)
            return $"The SMSC refuses to bind this account ({status.Name()}): check system id, password and how many sessions it may have.";
        return change.Exception switch
        {
            EgressRefusedException refusal => refusal.Message,
            { } failure => $"{change.Endpoint?.Host}:{change.Endpoint?.Port} cannot be reached ({failure.GetType().Name}: {change.End}).",
            _ when change.End is { } end and not SmppEnd.Stopped => $"The session with the SMSC ended ({end}).",
            _ => null,
        };
    }

    private static SendResult.Failed Failed(string code, SendFailureClass failureClass, string sentence) => new(new SendFailure(code, failureClass, sentence));
}

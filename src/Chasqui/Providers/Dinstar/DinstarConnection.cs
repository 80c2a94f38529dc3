using System.Globalization;
using System.Text;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dinstar;

internal sealed class DinstarConnection : IListeningConnection, IAccountCheck, ILookUp
{
    private const int MostOctets = 1500;

    /// <summary>The gateway puts other texts into it.</summary>
    private const string Placeholder = "#param#";

    private static readonly TimeSpan FullPause = TimeSpan.FromSeconds(10);

    /// <summary>Its clock and ours may differ.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    private readonly ProviderSettings _settings;
    private readonly TimeProvider _time;
    private readonly DinstarApi _api;
    private readonly DinstarPorts _ports;
    private readonly DinstarReader _reader;
    private long _fullUntil;

    public DinstarConnection(ProviderAccount account, ProviderHttp http, TimeProvider time)
    {
        (_settings, _time) = (account.Settings, time);
        _api = new DinstarApi(account, http);
        _ports = new DinstarPorts(_api, time);
        _reader = new DinstarReader(account.Settings);
    }

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        // 1. What the gateway would cut, drop or choke on.
        if (message.Text.Length == 0 || Encoding.UTF8.GetByteCount(message.Text) > MostOctets)
            return Failed("length", SendFailureClass.PermanentMessage, $"The gateway takes texts of 1 to {MostOctets} octets.");
        var dialString = message.DialString.Length > 0 ? message.DialString : _settings.Text("ports");
        PortRotation? rotation = null;
        if (dialString.Length > 0 && !PortRotation.TryParse(dialString, out rotation))
            return Failed("dialString", SendFailureClass.PermanentSender,
                $"The dial string {dialString} is none: (0.3) is ports 0 to 3, (0,2,5) those three.");
        if (Volatile.Read(ref _fullUntil) is var full && full > _time.GetUtcNow().Ticks)
            return Throttled(TimeSpan.FromTicks(full - _time.GetUtcNow().Ticks));

        // 2. Whose turn it is.
        int? port = null;
        if (rotation is not null && (port = await _ports.NextAsync(rotation, cancellationToken)) is null)
            return Failed("noPort", SendFailureClass.Transient, $"None of the ports {rotation} is registered with its network.");

        // 3. The message, alone in its request.
        var number = NumberForm.Write(message.To, _settings);
        var answer = await _api.PostAsync(message, "send_sms", Body(message, number, port), isPrivate: false, [number], cancellationToken);
        if (answer.Outcome.AsFailure(DinstarKind.Word) is { } unanswered)
            return new SendResult.Failed(unanswered);
        if (answer.Code is 202)
        {
            // What it holds is lost when it restarts, so it is not given more than it can send soon.
            if (int.TryParse(JsonPath.Text(answer.Json!.Value, "sms_in_queue"), CultureInfo.InvariantCulture, out var queued)
                && queued >= _settings.Integer("mostQueued"))
                Volatile.Write(ref _fullUntil, (_time.GetUtcNow() + FullPause).Ticks);
            return new SendResult.Accepted([DinstarReader.PartId(DinstarReader.UserId(message.Id), number)]);
        }

        if (answer.Code is 503 or 486 && port is not null)
            _ports.LetRest(port.Value);
        return new SendResult.Failed(Failure(answer));
    }

    public Task ListenAsync(IProviderEvents events, CancellationToken cancellationToken) =>
        new DinstarPoll(_settings, _api, _ports, _reader, events, _time).RunAsync(cancellationToken);

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync("get_port_info", "?info_type=type,reg,signal", isPrivate: true, cancellationToken);
        if (answer.Outcome.AsFailure(DinstarKind.Word) is { } unanswered)
            return new AccountCheck(false, unanswered.Sentence);
        if (!answer.IsGood || JsonPath.Find(answer.Json!.Value, "info") is not { ValueKind: System.Text.Json.JsonValueKind.Array } ports)
            return new AccountCheck(false, Failure(answer).Sentence);
        var registered = ports.EnumerateArray().Count(port => JsonPath.Text(port, "reg") == "REGISTER_OK");
        return new AccountCheck(registered > 0,
            $"The gateway answers: {registered} of {ports.GetArrayLength()} ports are registered with their network.");
    }

    /// <summary>By user_id. It may still be on its way into the gateway's books, so one empty answer proves nothing.</summary>
    public async Task<LookUpResult> LookUpAsync(OutboundMessage message, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        var userId = DinstarReader.UserId(message.Id);
        var number = NumberForm.Write(message.To, _settings);
        for (var look = 0; look < 2; look++)
        {
            if (look > 0)
                await Task.Delay(_settings.Seconds("lookUpSeconds"), _time, cancellationToken);
            var body = new { user_id = new[] { userId }, time_after = _reader.Write(sentAt - ClockSlack) };
            var answer = await _api.PostAsync(message, "query_sms_result", body, isPrivate: false, [number], cancellationToken);
            // 404: no such task. Anything else but a list is no answer to the question.
            if (!answer.IsGood && answer.Code != 404)
                return new LookUpResult.CannotTell();
            var wanted = DinstarReader.PartId(userId, number);
            if (answer.Json is { } json && _reader.Results(json, "result").Any(result => result.Report.ProviderMessageId == wanted))
                return new LookUpResult.Found([wanted]);
        }

        return new LookUpResult.NotThere();
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, object> Body(OutboundMessage message, string number, int? port)
    {
        var to = new Dictionary<string, object> { ["number"] = number, ["user_id"] = DinstarReader.UserId(message.Id) };
        var isTemplate = message.Text.Contains(Placeholder, StringComparison.Ordinal);
        if (isTemplate)
            to["text_param"] = new[] { message.Text };
        var body = new Dictionary<string, object>
        {
            ["text"] = isTemplate ? Placeholder : message.Text,
            ["encoding"] = MessageParts.Count(message.Text, PartOptions.Verbatim).Encoding == TextEncoding.Gsm7 ? "gsm-7bit" : "unicode",
            ["request_status_report"] = true,
            ["param"] = new[] { to },
        };
        if (port is not null)
            body["port"] = new[] { port.Value };
        return body;
    }

    private static SendFailure Failure(DinstarAnswer answer)
    {
        var answered = (HttpOutcome.Answered)answer.Outcome;
        if (answered.Status == 401)
            return new SendFailure($"{DinstarKind.Word}:401", SendFailureClass.AccountStop, "The gateway refused user and password.");
        var code = $"{DinstarKind.Word}:{answer.Code}";
        return answer.Code switch
        {
            400 => new SendFailure(code, SendFailureClass.PermanentMessage, "The gateway could not read the request."),
            403 => new SendFailure(code, SendFailureClass.AccountStop, "The gateway's API is switched off, or may not be used so."),
            413 => new SendFailure(code, SendFailureClass.PermanentMessage, "The text is too long for the gateway."),
            486 => new SendFailure(code, SendFailureClass.Transient, "The port is busy."),
            500 => new SendFailure(code, SendFailureClass.Transient, "The gateway has a fault of its own."),
            503 => new SendFailure(code, SendFailureClass.Transient, "The port is not registered with its network; others take its turns."),
            550 => new SendFailure(code, SendFailureClass.Transient, "The gateway has no port that can send."),
            429 => new SendFailure(code, SendFailureClass.Throttle, "The gateway takes no more at the moment.", answered.RetryAfter),
            _ => HttpFailures.ByStatus(DinstarKind.Word, answered),
        };
    }

    private static SendResult.Failed Failed(string code, SendFailureClass @class, string sentence) =>
        new(new SendFailure($"{DinstarKind.Word}:{code}", @class, sentence));

    private static SendResult.Failed Throttled(TimeSpan wait) => new(new SendFailure(
        $"{DinstarKind.Word}:queueFull", SendFailureClass.Throttle, "The gateway's queue is full enough; the message waits.", wait));
}

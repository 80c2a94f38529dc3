using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.GenericHttp;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.DinstarWeb;

/// <summary>One gateway's management site: a login that gives a cookie, a form for each message.</summary>
internal sealed partial class DinstarWebConnection(ProviderAccount account, ProviderHttp http) : IProviderConnection, IAccountCheck
{
    private readonly ProviderSettings _settings = account.Settings;
    private readonly HttpPattern _failure = HttpPattern.Read(account.Settings, "failurePattern");
    private readonly HttpPattern _success = HttpPattern.Read(account.Settings, "successPattern");
    private readonly HttpPattern _login = HttpPattern.Read(account.Settings, "loginPattern");
    private readonly Turns _turns = new();

    // A small server with one session for each browser: one request at a time.
    private readonly SemaphoreSlim _room = new(1);
    private string? _cookie;

    public static string PartId(MessageId id) => id.Value.ToString("N");

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if ((_failure.Fault ?? _success.Fault ?? _login.Fault) is { } fault)
            return Failed("settings", SendFailureClass.AccountStop, fault);
        var count = MessageParts.Count(message.Text, PartOptions.Verbatim);
        if (message.Text.Length == 0 || count.Parts > _settings.Integer("maxParts"))
            return Failed("length", SendFailureClass.PermanentMessage,
                $"The text is empty, or takes more than {_settings.Integer("maxParts")} parts.");
        if (!PortRotation.TryParse(message.DialString.Length > 0 ? message.DialString : _settings.Text("ports"), out var rotation))
            return Failed("dialString", SendFailureClass.PermanentSender,
                "The dial string is none: (0.3) is ports 0 to 3, (0,2,5) those three.");

        var port = _turns.Next(rotation.ToString(), rotation.Ports)[0] + _settings.Integer("firstPort");
        var number = NumberForm.Write(message.To, _settings);
        string form;
        try
        {
            form = Fill(_settings.Text("sendForm"), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["port"] = port.ToString(CultureInfo.InvariantCulture),
                ["number"] = number,
                ["encoding"] = _settings.Text(count.Encoding == TextEncoding.Gsm7 ? "encodingGsm" : "encodingUnicode"),
                ["message"] = message.Text,
            }, Charset());
        }
        catch (EncoderFallbackException)
        {
            return Failed("charset", SendFailureClass.PermanentMessage, $"The text has characters that {_settings.Text("charset")} lacks.");
        }

        if (!await EnterAsync(cancellationToken))
            return Failed("cancelled", SendFailureClass.Transient, "The server gave up waiting; nothing was sent.");
        try
        {
            return await SubmitAsync(message, form, number, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        if (_settings.Text("login") == "basic")
        {
            var outcome = await SendAsync(null, Request(HttpMethod.Get, "/", null, []), cancellationToken);
            if (outcome.AsFailure(DinstarWebKind.Word) is { } unanswered)
                return new AccountCheck(false, unanswered.Sentence);
            return ((HttpOutcome.Answered)outcome).Status is 401 or 403
                ? new AccountCheck(false, "The gateway refused user and password.")
                : new AccountCheck(true, "The gateway's management site lets us in.");
        }

        if (!await EnterAsync(cancellationToken))
            return new AccountCheck(false, "The gateway is busy with messages.");
        try
        {
            var failure = await LogInAsync(cancellationToken);
            return failure is null
                ? new AccountCheck(true, "The gateway's management site lets us in.")
                : new AccountCheck(false, failure.Sentence);
        }
        finally
        {
            _room.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _room.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<SendResult> SubmitAsync(OutboundMessage message, string form, string number, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (_cookie is null && _settings.Text("login") == "cookie" && await LogInAsync(cancellationToken) is { } refused)
                return new SendResult.Failed(refused);

            var isPost = _settings.Text("sendMethod") == "POST";
            var request = isPost
                ? Request(HttpMethod.Post, _settings.Text("sendPath"), form, [number, FormText.Escape(message.Text, Charset())])
                : Request(HttpMethod.Get, $"{_settings.Text("sendPath")}?{form}", "", [number, FormText.Escape(message.Text, Charset())]);
            var outcome = await SendAsync(message, request, cancellationToken);
            if (outcome.AsFailure(DinstarWebKind.Word) is { } unanswered)
                return new SendResult.Failed(unanswered);

            var answer = (HttpOutcome.Answered)outcome;
            if (!IsLoginPage(answer))
                return Read(message, answer);
            // The form was not looked at, so the message has not left.
            _cookie = null;
            if (attempt > 0 || _settings.Text("login") == "basic")
                return Failed("login", SendFailureClass.AccountStop, "The gateway shows its login page again and again.");
        }
    }

    private SendResult Read(OutboundMessage message, HttpOutcome.Answered answer)
    {
        if (_failure.Matches(answer.Text))
            return Failed("sendFailed", SendFailureClass.Transient, "The gateway's page says that sending failed.");
        if (answer.Status is not (200 or 302))
            return new SendResult.Failed(HttpFailures.ByStatus(DinstarWebKind.Word, answer));
        // "The form was taken" is all there is to know.
        return _success.IsGiven && !_success.Matches(answer.Text)
            ? new SendResult.Failed(HttpFailures.NotUnderstood(DinstarWebKind.Word))
            : new SendResult.Accepted([PartId(message.Id)]);
    }

    /// <returns>Null when there is a session now.</returns>
    private async Task<SendFailure?> LogInAsync(CancellationToken cancellationToken)
    {
        var form = Fill(_settings.Text("loginForm"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["user"] = _settings.Text("user"),
            ["password"] = _settings.Text("password"),
        }, Encoding.UTF8);
        var outcome = await SendAsync(null, Request(HttpMethod.Post, _settings.Text("loginPath"), form, []), cancellationToken);
        // Whatever became of the login, no message left with it.
        if (outcome.AsFailure(DinstarWebKind.Word) is { } unanswered)
            return unanswered.Class == SendFailureClass.UnknownOutcome
                ? unanswered with { Class = SendFailureClass.Transient }
                : unanswered;

        var answer = (HttpOutcome.Answered)outcome;
        if (answer.Status >= 500)
            return HttpFailures.ByStatus(DinstarWebKind.Word, answer) with { Class = SendFailureClass.Transient };
        var given = answer.Headers.GetValueOrDefault("Set-Cookie") ?? "";
        var cookies = Cookie().Matches(given).Select(match => match.Groups["pair"].Value).ToList();
        if (cookies.Count == 0 || answer.Status >= 400 || IsLoginPage(answer))
            return new SendFailure($"{DinstarWebKind.Word}:login", SendFailureClass.AccountStop, "The gateway refused user and password.");
        _cookie = string.Join("; ", cookies);
        return null;
    }

    private bool IsLoginPage(HttpOutcome.Answered answer) => answer.Status is >= 300 and < 400
        ? _login.Matches(answer.Headers.GetValueOrDefault("Location") ?? "")
        : answer.Status is 200 && _login.Matches(answer.Text);

    private Task<HttpOutcome> SendAsync(OutboundMessage? about, HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(account, about, request, _settings.Seconds("timeoutSeconds"), cancellationToken);

    private HttpRequestMessage Request(HttpMethod method, string path, string? form, IReadOnlyList<string> hidden)
    {
        var request = new HttpRequestMessage(method, new Uri($"{_settings.Text("endpoint").TrimEnd('/')}{path}"));
        if (form is not null)
        {
            // Empty with a GET, so that it is known whether the request had begun to leave.
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form));
            if (form.Length > 0)
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        if (_cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", _cookie);
        if (_settings.Text("login") == "basic")
            request.Headers.TryAddWithoutValidation("Authorization",
                $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_settings.Text("user")}:{_settings.Text("password")}"))}");
        request.Options.Set(WireOptions.Hidden, hidden);
        return request;
    }

    private static string Fill(string form, Dictionary<string, string> values, Encoding encoding) => Variable().Replace(
        form, match => values.TryGetValue(match.Groups["name"].Value, out var value) ? FormText.Escape(value, encoding) : match.Value);

    private Encoding Charset() => _settings.Text("charset") == "iso-8859-1"
        ? Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback)
        : Encoding.UTF8;

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _room.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SendResult.Failed Failed(string code, SendFailureClass @class, string sentence) =>
        new(new SendFailure($"{DinstarWebKind.Word}:{code}", @class, sentence));

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    // Several Set-Cookie lines come joined by commas; the comma in a date of expiry has no name and equals sign right behind it.
    [GeneratedRegex(@"(?:^|, )(?<pair>[^=;, ]+=[^;,]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Cookie();
}

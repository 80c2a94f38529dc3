using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

/// <summary>One account of a carrier described by settings.</summary>
/// <param name="word">The kind's: http, or a preset's.</param>
/// <param name="account">Whose.</param>
/// <param name="http">Carries its calls.</param>
/// <param name="time">For <c>${now}</c>.</param>
internal sealed class GenericHttpConnection(string word, ProviderAccount account, ProviderHttp http, TimeProvider time)
    : IProviderConnection, IAccountCheck
{
    private readonly ProviderSettings _settings = account.Settings;
    private readonly HttpRules _rules = new(word, account.Settings);
    private readonly DigestHttp? _digest = account.Settings.Text("auth") == "digest"
        ? new DigestHttp(account, http, account.Settings.Text("user"), account.Settings.Text("password"), asksFirst: false)
        : null;

    /// <summary>Ours, as it stands in <c>${id}</c>; the part's id where the carrier gives none.</summary>
    public static string PartId(MessageId id) => id.Value.ToString("N");

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (Fault() is { } fault)
            return Failed("settings", SendFailureClass.AccountStop, fault);
        var parts = MessageParts.Count(message.Text, PartOptions.Verbatim).Parts;
        if (parts > _settings.Integer("maxParts"))
            return Failed("tooLong", SendFailureClass.PermanentMessage,
                $"The text takes {parts} parts; this provider takes {_settings.Integer("maxParts")}.");

        var template = new HttpTemplate(message, account, Charset(), time.GetUtcNow());
        try
        {
            Make(template).Dispose();
        }
        catch (EncoderFallbackException)
        {
            return Failed("charset", SendFailureClass.PermanentMessage, $"The text has characters that {_settings.Text("charset")} lacks.");
        }
        catch (UriFormatException)
        {
            return Failed("settings", SendFailureClass.AccountStop, "The address with its variables filled in is none.");
        }

        var timeout = _settings.Seconds("timeoutSeconds");
        var outcome = _digest is null
            ? await http.SendAsync(account, message, Make(template), timeout, cancellationToken)
            : await _digest.SendAsync(message, () => Make(template), timeout, cancellationToken);
        var result = outcome.AsFailure(word) is { } unanswered
            ? new SendResult.Failed(unanswered)
            : _rules.Read((HttpOutcome.Answered)outcome, PartId(message.Id));
        // The operator says that the carrier itself drops what it has under this id already.
        return result is SendResult.Failed { Failure: { Class: SendFailureClass.UnknownOutcome } lost } && _settings.Flag("idempotent")
            ? new SendResult.Failed(lost with { Class = SendFailureClass.Transient })
            : result;
    }

    /// <summary>An unknown protocol has no harmless request: what can be checked is that the settings make sense and somebody listens
    /// there.</summary>
    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        if (Fault() is { } fault)
            return new AccountCheck(false, fault);
        var root = new Uri(_settings.Address("endpoint"), "/");
        var outcome = await http.SendAsync(account, null, new HttpRequestMessage(HttpMethod.Options, root),
            _settings.Seconds("timeoutSeconds"), cancellationToken);
        return outcome is HttpOutcome.Answered answer
            ? new AccountCheck(true,
                $"{root.Host} answers (HTTP {answer.Status}). Whether the credentials are good shows with the first message.")
            : new AccountCheck(false, outcome.AsFailure(word)!.Sentence);
    }

    public ValueTask DisposeAsync()
    {
        _digest?.Dispose();
        return ValueTask.CompletedTask;
    }

    private string? Fault() => _rules.Fault ?? HttpHooks.Fault(_settings)
        ?? (Uri.TryCreate(_settings.Text("endpoint"), UriKind.Absolute, out var address)
            && !address.Host.Contains('$', StringComparison.Ordinal)
            ? null
            : "The address needs a host of its own; variables stand in path and query only.");

    private SendResult.Failed Failed(string code, SendFailureClass @class, string sentence) =>
        new(new SendFailure($"{word}:{code}", @class, sentence));

    // JSON is UTF-8 by its own law.
    private Encoding Charset() => _settings.Text("contentType") == "json" ? Encoding.UTF8 : _settings.Text("charset") switch
    {
        "iso-8859-1" => Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback),
        "windows-1252" =>
            CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback)!,
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    private HttpRequestMessage Make(HttpTemplate template)
    {
        var method = new HttpMethod(_settings.Text("method"));
        var request = new HttpRequestMessage(method,
            new Uri(template.Fill(_settings.Text("endpoint"), TemplatePlace.Form), UriKind.Absolute));
        request.Options.Set(WireOptions.Hidden, [.. template.Hidden, BasicToken()]);
        // Empty content with a GET, so that it is known whether the request had begun to leave.
        request.Content = method == HttpMethod.Get ? new ByteArrayContent([]) : Content(template);
        foreach (var line in _settings.Text("headers").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                Set(request, line[..colon].Trim(), template.Fill(line[(colon + 1)..].Trim(), TemplatePlace.Header));
        }

        switch (_settings.Text("auth"))
        {
            case "basic":
                Set(request, "Authorization", $"Basic {BasicToken()}");
                break;
            case "bearer":
                Set(request, "Authorization", $"Bearer {_settings.Text("token")}");
                break;
            case "header":
                Set(request, _settings.Text("tokenHeader"), _settings.Text("token"));
                break;
        }

        return request;
    }

    private ByteArrayContent Content(HttpTemplate template)
    {
        var kind = _settings.Text("contentType");
        var (place, type) = kind switch
        {
            "json" => (TemplatePlace.Json, "application/json"),
            "xml" => (TemplatePlace.Xml, "text/xml"),
            "text" => (TemplatePlace.Plain, "text/plain"),
            _ => (TemplatePlace.Form, "application/x-www-form-urlencoded"),
        };
        var content = new ByteArrayContent(Charset().GetBytes(template.Fill(_settings.Text("body"), place)));
        content.Headers.ContentType = new MediaTypeHeaderValue(type, kind == "json" ? null : _settings.Text("charset"));
        return content;
    }

    private string BasicToken() =>
        Convert.ToBase64String(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_settings.Text("user")}:{_settings.Text("password")}")));

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        if (name.Length > 0 && !request.Headers.TryAddWithoutValidation(name, value))
            request.Content?.Headers.TryAddWithoutValidation(name, value);
    }
}

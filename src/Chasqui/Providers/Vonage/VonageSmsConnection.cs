using System.Globalization;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>Sends by the SMS API: a form out, an answer for each part back, always with HTTP status 200.</summary>
internal sealed class VonageSmsConnection(ProviderAccount account, ProviderHttp http, TimeProvider time)
    : IProviderConnection, IAccountCheck
{
    private static readonly SendFailure TextOnly = new(
        "vonage:textOnly", SendFailureClass.PermanentMessage,
        "Vonage's SMS API takes only text: choose the Messages API for media and WhatsApp.");

    private static readonly SendFailure Partial = new(
        "vonage:partial", SendFailureClass.PermanentMessage, "Vonage took some parts of the text and refused others; it is not sent again.");

    private static readonly SendFailure Broken = new(
        "vonage:brokenAnswer", SendFailureClass.UnknownOutcome, "Vonage's answer cannot be read; it may have taken the message.");

    private readonly ProviderSettings _settings = account.Settings;

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (message is { Media.Count: > 0 } or { Template: not null } or { Interactive: not null } or { Medium: Medium.WhatsApp })
            return new SendResult.Failed(TextOnly);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_settings.Text("smsAddress").TrimEnd('/')}/sms/json")
        {
            Content = new FormUrlEncodedContent(Form(message)),
        };
        var outcome = await http.SendAsync(account, message, request, _settings.Seconds("answerTimeoutSeconds"), cancellationToken);
        return outcome switch
        {
            HttpOutcome.Answered { IsSuccess: true } answer => Read(JsonReading.Parse(answer.Body) ?? default),
            HttpOutcome.Answered answer => new SendResult.Failed(VonageHttp.Failure(answer)),
            _ => new SendResult.Failed(outcome.AsFailure(VonageKind.Word)!),
        };
    }

    public Task<AccountCheck> CheckAsync(CancellationToken cancellationToken) => VonageBalance.CheckAsync(account, http, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Dictionary<string, string> Form(OutboundMessage message)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["api_key"] = _settings.Text("apiKey"),
            ["from"] = message.Sender.TrimStart('+'),
            ["to"] = message.To.Digits,
            ["text"] = message.Text,
            // Left to itself, Vonage delivers what GSM-7 lacks as question marks.
            ["type"] = GsmAlphabet.Default.UnitsOf(message.Text) >= 0 ? "text" : "unicode",
            ["client-ref"] = message.Id.Value.ToString(),
        };
        // Without a query: whether Vonage would sign it among the parameters is not documented.
        if (account.HookAddress is { } hook)
            form["callback"] = $"{hook}/status";
        if (_settings.Text("timeToLiveSeconds") is { Length: > 0 })
            form["ttl"] = (_settings.Integer("timeToLiveSeconds") * 1000L).ToString(CultureInfo.InvariantCulture);
        if (!_settings.Flag("signRequests"))
        {
            form["api_secret"] = _settings.Text("apiSecret");
            return form;
        }

        form["timestamp"] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        form["sig"] = VonageSignature.Sign(form, _settings.Text("signatureMethod"), _settings.Text("signatureSecret"));
        return form;
    }

    private static SendResult Read(JsonElement answer)
    {
        var parts = answer.Items("messages");
        if (parts.Count == 0 || parts.Any(part => part.Word("status") is null))
            return new SendResult.Failed(Broken);
        if (parts[0].Word("status") is { } status and not "0")
            return new SendResult.Failed(VonageErrors.OfStatus(status, parts[0].Word("error-text") ?? ""));
        if (parts.Any(part => part.Word("status") != "0"))
            return new SendResult.Failed(Partial);
        string[] ids = [.. parts.Select(part => part.Word("message-id")).OfType<string>()];
        return ids.Length == parts.Count ? new SendResult.Accepted(ids) : new SendResult.Failed(Broken);
    }
}

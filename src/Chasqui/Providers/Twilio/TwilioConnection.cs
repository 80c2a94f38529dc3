using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Twilio;

/// <summary>Sends, checks, looks up and fetches media with one account.</summary>
internal sealed class TwilioConnection(ProviderAccount account, ProviderHttp http, TimeProvider time)
    : IProviderConnection, IAccountCheck, ILookUp, IMediaSource
{
    private const int MostCharacters = 1600;

    private const int MostMedia = 10;

    /// <summary>Between the clocks of two machines.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(30);

    /// <summary>After this a message that is not in the list was never taken.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    private readonly ProviderSettings _settings = account.Settings;

    private string Account => $"{_settings.Text("apiAddress").TrimEnd('/')}/2010-04-01/Accounts/{_settings.Text("accountSid")}";

    private string Messages => $"{Account}/Messages.json";

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (Refusal(message) is { } refusal)
            return new SendResult.Failed(refusal);
        var request = Request(HttpMethod.Post, Messages);
        request.Content = new FormUrlEncodedContent(Form(message));
        var outcome = await CallAsync(message, request, cancellationToken);
        return outcome is HttpOutcome.Answered answer ? Read(answer) : new SendResult.Failed(outcome.AsFailure(TwilioKind.Word)!);
    }

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var outcome = await CallAsync(null, Request(HttpMethod.Get, $"{Account}/Balance.json"), cancellationToken);
        if (outcome is not HttpOutcome.Answered answer)
            return new AccountCheck(false, outcome.AsFailure(TwilioKind.Word)!.Sentence);
        var json = JsonReading.Parse(answer.Body) ?? default;
        if (answer.IsSuccess && json.Word("balance") is { } balance)
            return new AccountCheck(true, "Twilio accepts the account.", $"{balance} {json.Word("currency")}".TrimEnd());
        // An API key may be allowed to send and not to see the balance.
        if (answer.Status is 403 or 404
            && await CallAsync(null, Request(HttpMethod.Get, $"{Messages}?PageSize=1"), cancellationToken)
                is HttpOutcome.Answered { IsSuccess: true })
            return new AccountCheck(true, "Twilio accepts the account; its balance is not shown to this key.");
        return new AccountCheck(false, Failure(answer).Sentence);
    }

    // Creating a message has no idempotency key, and the list does not give our id back: the same text to the same number at the same
    // time is the message, when there is exactly one.
    public async Task<LookUpResult> LookUpAsync(OutboundMessage message, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        // Not by DateSent: what still waits in Twilio's queue has none.
        var address = $"{Messages}?To={Uri.EscapeDataString(To(message))}&PageSize=100";
        if (await CallAsync(message, Request(HttpMethod.Get, address), cancellationToken) is not HttpOutcome.Answered { IsSuccess: true } answer
            || JsonReading.Parse(answer.Body) is not { } list || list.Member("messages").ValueKind != JsonValueKind.Array)
            return new LookUpResult.CannotTell();

        JsonElement[] near = [.. list.Items("messages").Where(item => IsNear(item, sentAt))];
        string[] same = [.. near.Where(item => (item.Word("body") ?? "") == message.Text).Select(item => item.Word("sid")).OfType<string>()];
        if (same.Length == 1)
            return new LookUpResult.Found(same);
        var complete = list.Word("next_page_uri") is null;
        return near.Length == 0 && complete && time.GetUtcNow() - sentAt > Settled
            ? new LookUpResult.NotThere()
            : new LookUpResult.CannotTell();
    }

    public Task<MediaFile?> FetchAsync(InboundMedia media, long mostBytes, CancellationToken cancellationToken) =>
        Uri.TryCreate(media.Reference, UriKind.Absolute, out var address)
            ? http.DownloadAsync(account, address, CredentialsFor, mostBytes, cancellationToken)
            : Task.FromResult<MediaFile?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SendFailure? Refusal(OutboundMessage message) => message switch
    {
        { Text.Length: > MostCharacters } => TwilioErrors.Of(21617, null, default),
        { Media.Count: > MostMedia } => TwilioErrors.Of(21623, null, default),
        { Interactive: not null } => new SendFailure(
            "twilio:interactive", SendFailureClass.PermanentMessage, "Twilio sends choices only as an approved template."),
        _ => null,
    };

    private List<KeyValuePair<string, string>> Form(OutboundMessage message)
    {
        var form = new List<KeyValuePair<string, string>> { new("To", To(message)) };
        var isService = message.Sender.Length == 34 && message.Sender.StartsWith("MG", StringComparison.Ordinal);
        var service = isService ? message.Sender : _settings.Text("messagingServiceSid");
        if (service.Length > 0)
            form.Add(new("MessagingServiceSid", service));
        if (service.Length == 0 || service != message.Sender && !_settings.Flag("serviceChoosesSender"))
            form.Add(new("From", OnChannel(message, message.Sender)));
        if (message.Template is { } template)
        {
            form.Add(new("ContentSid", template.Name));
            if (template.Parameters.Count > 0)
                form.Add(new("ContentVariables", Variables(template)));
        }
        else if (message.Text.Length > 0)
            form.Add(new("Body", message.Text));

        foreach (var media in message.Media)
            form.Add(new("MediaUrl", media.Url.AbsoluteUri));
        if (account.HookAddress is { } hook)
            form.Add(new("StatusCallback", $"{hook}/status?m={message.Id.Value}{Fragment}"));
        if (_settings.Text("validitySeconds") is { Length: > 0 } validity)
            form.Add(new("ValidityPeriod", validity));
        if (_settings.Flag("smartEncoded"))
            form.Add(new("SmartEncoded", "true"));
        return form;
    }

    private string Fragment => _settings.Text("callbackOptions") is { Length: > 0 } options ? $"#{options}" : "";

    private static string Variables(ApprovedTemplate template) => JsonSerializer.Serialize(template.Parameters.Index().ToDictionary(
        pair => (pair.Index + 1).ToString(CultureInfo.InvariantCulture), pair => pair.Item, StringComparer.Ordinal));

    private static string To(OutboundMessage message) => OnChannel(message, message.To.Value);

    private static string OnChannel(OutboundMessage message, string address) =>
        message.Medium == Medium.WhatsApp && !address.StartsWith("whatsapp:", StringComparison.Ordinal) ? $"whatsapp:{address}" : address;

    private SendResult Read(HttpOutcome.Answered answer)
    {
        var json = JsonReading.Parse(answer.Body) ?? default;
        if (!answer.IsSuccess)
            return new SendResult.Failed(Failure(answer));
        if (json.Word("status") == "failed" && json.Integer("error_code") is { } error)
            return new SendResult.Failed(TwilioErrors.Of(error, null, time.GetUtcNow()));
        return json.Word("sid") is { } sid
            ? new SendResult.Accepted([sid])
            : new SendResult.Failed(new SendFailure(
                "twilio:brokenAnswer", SendFailureClass.UnknownOutcome, "Twilio's answer cannot be read; it may have taken the message."));
    }

    private SendFailure Failure(HttpOutcome.Answered answer)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"twilio:http{answer.Status}");
        // A gateway in between gave up: what lies behind it may have done the work.
        if (answer.Status is 502 or 504)
            return new SendFailure(
                code, SendFailureClass.UnknownOutcome, "Twilio's gateway got no answer in time; it may have taken the message.");
        if ((JsonReading.Parse(answer.Body) ?? default).Integer("code") is { } known)
            return TwilioErrors.Of(known, answer.RetryAfter, time.GetUtcNow());
        return answer.Status switch
        {
            401 => TwilioErrors.Of(20003, null, time.GetUtcNow()),
            429 => TwilioErrors.Of(20429, answer.RetryAfter, time.GetUtcNow()),
            >= 500 => new SendFailure(code, SendFailureClass.Transient, "Twilio had an internal error.", answer.RetryAfter),
            _ => new SendFailure(code, SendFailureClass.PermanentMessage, $"Twilio refused the message with HTTP status {answer.Status}."),
        };
    }

    private static bool IsNear(JsonElement item, DateTimeOffset sentAt) =>
        item.Word("direction")?.StartsWith("inbound", StringComparison.Ordinal) != true
        && DateTimeOffset.TryParse(item.Word("date_created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
        && created >= sentAt - ClockDifference && created <= sentAt + Settled;

    private Task<HttpOutcome> CallAsync(OutboundMessage? about, HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(account, about, request, _settings.Seconds("answerTimeoutSeconds"), cancellationToken);

    private HttpRequestMessage Request(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = Credentials;
        return request;
    }

    private AuthenticationHeaderValue Credentials
    {
        get
        {
            var (user, password) = _settings.Text("apiKeySid") is { Length: > 0 } key
                ? (key, _settings.Text("apiKeySecret"))
                : (_settings.Text("accountSid"), _settings.Text("authToken"));
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }
    }

    // Storage hosts, which media redirect to, are strangers: they sign their own addresses and refuse two kinds of credentials.
    private AuthenticationHeaderValue? CredentialsFor(Uri address)
    {
        var api = _settings.Address("apiAddress");
        return address.Scheme == api.Scheme && address.Authority == api.Authority ? Credentials : null;
    }
}

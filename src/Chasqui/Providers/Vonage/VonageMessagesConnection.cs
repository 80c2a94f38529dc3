using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Network;
using Chasqui.Providers.WhatsApp;

namespace Chasqui.Providers.Vonage;

/// <summary>Sends by the Messages API: JSON out, one id back, with a token of the application's or the account's key and secret.</summary>
internal sealed class VonageMessagesConnection(ProviderAccount account, ProviderHttp http, TimeProvider time)
    : IProviderConnection, IAccountCheck, IMediaSource
{
    /// <summary>A token lives for fifteen minutes; signing one takes as long as sending a message.</summary>
    private static readonly TimeSpan TokenUse = TimeSpan.FromMinutes(5);

    private static readonly SendFailure OneFile = new(
        "vonage:oneFile", SendFailureClass.PermanentMessage, "Over WhatsApp a message carries one file.");

    private static readonly SendFailure NoTemplate = new(
        "vonage:whatsAppOnly", SendFailureClass.PermanentMessage, "Vonage sends templates and choices only over WhatsApp.");

    private readonly ProviderSettings _settings = account.Settings;
    private readonly Lock _lock = new();
    private RSA? _key;
    private (string Token, DateTimeOffset Until) _token = ("", DateTimeOffset.MinValue);

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (message is { Medium: Medium.WhatsApp, Media.Count: > 1 })
            return new SendResult.Failed(OneFile);
        if (message is { Medium: Medium.Sms, Template: not null } or { Medium: Medium.Sms, Interactive: not null })
            return new SendResult.Failed(NoTemplate);
        AuthenticationHeaderValue credentials;
        try
        {
            credentials = Credentials();
        }
        catch (CryptographicException)
        {
            return new SendResult.Failed(BadKey());
        }

        var request = new HttpRequestMessage(HttpMethod.Post, $"{_settings.Text("apiAddress").TrimEnd('/')}/v1/messages")
        {
            Content = new StringContent(Body(message).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = credentials;
        var outcome = await http.SendAsync(account, message, request, _settings.Seconds("answerTimeoutSeconds"), cancellationToken);
        return outcome switch
        {
            HttpOutcome.Answered { IsSuccess: true } answer when (JsonReading.Parse(answer.Body) ?? default).Word("message_uuid") is { } id =>
                new SendResult.Accepted([id]),
            HttpOutcome.Answered { IsSuccess: true } => new SendResult.Failed(new SendFailure(
                "vonage:brokenAnswer", SendFailureClass.UnknownOutcome, "Vonage's answer cannot be read; it may have taken the message.")),
            HttpOutcome.Answered answer => new SendResult.Failed(VonageHttp.Failure(answer)),
            _ => new SendResult.Failed(outcome.AsFailure(VonageKind.Word)!),
        };
    }

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            Credentials();
        }
        catch (CryptographicException)
        {
            return new AccountCheck(false, BadKey().Sentence);
        }

        return await VonageBalance.CheckAsync(account, http, cancellationToken);
    }

    public Task<MediaFile?> FetchAsync(InboundMedia media, long mostBytes, CancellationToken cancellationToken) =>
        Uri.TryCreate(media.Reference, UriKind.Absolute, out var address)
            ? http.DownloadAsync(account, address, CredentialsFor, mostBytes, cancellationToken)
            : Task.FromResult<MediaFile?>(null);

    public ValueTask DisposeAsync()
    {
        _key?.Dispose();
        return ValueTask.CompletedTask;
    }

    private JsonObject Body(OutboundMessage message)
    {
        var body = new JsonObject
        {
            ["to"] = message.To.Digits,
            ["from"] = message.Sender.TrimStart('+'),
            ["client_ref"] = message.Id.Value.ToString(),
        };
        if (account.HookAddress is { } hook)
        {
            body["webhook_url"] = $"{hook}/status";
            body["webhook_version"] = "v1";
        }

        if (_settings.Text("timeToLiveSeconds") is { Length: > 0 })
            body["ttl"] = _settings.Integer("timeToLiveSeconds");
        if (message.Medium == Medium.WhatsApp)
            FillWhatsApp(body, message);
        else if (message.Media.Count == 0)
        {
            (body["channel"], body["message_type"], body["text"]) = ("sms", "text", message.Text);
            body["sms"] = new JsonObject { ["encoding_type"] = GsmAlphabet.Default.UnitsOf(message.Text) >= 0 ? "text" : "unicode" };
        }
        else
            FillMms(body, message);
        return body;
    }

    private static void FillMms(JsonObject body, OutboundMessage message)
    {
        body["channel"] = "mms";
        var files = message.Media
            .Select((media, index) => (Type: TypeOf(media, "file", vcard: true), File: File(media, index == 0 ? message.Text : "")))
            .ToArray();
        if (files is [var only])
        {
            body["message_type"] = only.Type;
            body[only.Type] = only.File;
            return;
        }

        foreach (var (type, file) in files)
            file["type"] = type;
        body["message_type"] = "content";
        body["content"] = new JsonArray([.. files.Select(file => file.File)]);
    }

    private void FillWhatsApp(JsonObject body, OutboundMessage message)
    {
        body["channel"] = "whatsapp";
        if (message.Template is { } template)
        {
            body["message_type"] = "template";
            body["whatsapp"] = new JsonObject { ["policy"] = "deterministic", ["locale"] = template.Language };
            body["template"] = new JsonObject
            {
                ["name"] = template.Name,
                ["parameters"] = new JsonArray([.. template.Parameters.Select(Parameter)]),
            };
        }
        else if (message.Interactive is { } interactive)
        {
            body["message_type"] = "custom";
            body["custom"] = new JsonObject
            {
                ["type"] = "interactive",
                ["interactive"] = WhatsAppContent.Interactive(message.Text, interactive),
            };
        }
        else if (message.Media is [var media])
        {
            var type = TypeOf(media, "file", vcard: false);
            var file = File(media, message.Text);
            if (type == "file" && media.FileName is { } name)
                file["name"] = name;
            body["message_type"] = type;
            body[type] = file;
        }
        else
            (body["message_type"], body["text"]) = ("text", message.Text);
    }

    private JsonNode Parameter(string text) =>
        _settings.Text("templateParameters") == "objects" ? new JsonObject { ["default"] = text } : JsonValue.Create(text)!;

    private static JsonObject File(OutboundMedia media, string caption)
    {
        var file = new JsonObject { ["url"] = media.Url.AbsoluteUri };
        if (caption.Length > 0)
            file["caption"] = caption;
        return file;
    }

    private static string TypeOf(OutboundMedia media, string otherwise, bool vcard) => media.ContentType.Split('/', ';')[0] switch
    {
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        "text" when vcard && media.ContentType.Contains("vcard", StringComparison.OrdinalIgnoreCase) => "vcard",
        _ => otherwise,
    };

    private static SendFailure BadKey() => new(
        "vonage:privateKey", SendFailureClass.AccountStop, "The application's private key cannot be read: paste the whole private.key file.");

    private AuthenticationHeaderValue Credentials()
    {
        if (_settings.Text("applicationId") is not { Length: > 0 } application)
        {
            var pair = $"{_settings.Text("apiKey")}:{_settings.Text("apiSecret")}";
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now >= _token.Until)
            {
                _key ??= VonageToken.ReadKey(_settings.Text("privateKey"));
                _token = (VonageToken.Make(_key, application, Guid.CreateVersion7(now).ToString(), now), now + TokenUse);
            }

            return new AuthenticationHeaderValue("Bearer", _token.Token);
        }
    }

    // Files that Vonage keeps want the same token; those on the channels' own storage must not see it.
    private AuthenticationHeaderValue? CredentialsFor(Uri address)
    {
        var ours = address.Authority == _settings.Address("apiAddress").Authority
            || address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort
                && (address.Host.EndsWith(".nexmo.com", StringComparison.OrdinalIgnoreCase)
                    || address.Host.EndsWith(".vonage.com", StringComparison.OrdinalIgnoreCase));
        return ours ? Credentials() : null;
    }
}

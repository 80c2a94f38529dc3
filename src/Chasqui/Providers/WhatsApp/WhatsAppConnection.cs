using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.WhatsApp;

/// <summary>Sends, checks and fetches media with one number.</summary>
internal sealed class WhatsAppConnection(ProviderAccount account, ProviderHttp http) : IProviderConnection, IAccountCheck, IMediaSource
{
    private const int MostCharacters = 4096;

    private static readonly SendFailure TooLong = new(
        "whatsApp:tooLong", SendFailureClass.PermanentMessage, "The text is longer than WhatsApp's 4096 characters.");

    private static readonly SendFailure OneFile = new(
        "whatsApp:oneFile", SendFailureClass.PermanentMessage, "Over WhatsApp a message carries one file.");

    private static readonly SendFailure NoCaption = new(
        "whatsApp:noCaption", SendFailureClass.PermanentMessage, "Over WhatsApp sound and stickers go without a text.");

    private static readonly SendFailure Broken = new(
        "whatsApp:brokenAnswer", SendFailureClass.UnknownOutcome, "Meta's answer cannot be read; it may have taken the message.");

    private readonly ProviderSettings _settings = account.Settings;

    private string Root => $"{_settings.Text("apiAddress").TrimEnd('/')}/{_settings.Text("version")}";

    private string Number => $"{Root}/{_settings.Text("phoneNumberId")}";

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (Refusal(message) is { } refusal)
            return new SendResult.Failed(refusal);
        var request = Request(HttpMethod.Post, $"{Number}/messages");
        request.Content = new StringContent(Body(message).ToJsonString(), Encoding.UTF8, "application/json");
        var outcome = await CallAsync(message, request, cancellationToken);
        return outcome switch
        {
            HttpOutcome.Answered { IsSuccess: true } answer => Read(answer),
            HttpOutcome.Answered answer => new SendResult.Failed(WhatsAppErrors.Of(answer)),
            _ => new SendResult.Failed(outcome.AsFailure(WhatsAppKind.Word)!),
        };
    }

    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var outcome = await CallAsync(null, Request(HttpMethod.Get, $"{Number}?fields=display_phone_number,verified_name"), cancellationToken);
        return outcome switch
        {
            HttpOutcome.Answered { IsSuccess: true } answer when (JsonReading.Parse(answer.Body) ?? default).Word("display_phone_number") is { } number =>
                new AccountCheck(true, $"WhatsApp accepts the token; messages come from {number}."),
            HttpOutcome.Answered answer => new AccountCheck(false, WhatsAppErrors.Of(answer).Sentence),
            _ => new AccountCheck(false, outcome.AsFailure(WhatsAppKind.Word)!.Sentence),
        };
    }

    // An id first, which gives an address for five minutes; both want the token, though the address is on another host.
    public async Task<MediaFile?> FetchAsync(InboundMedia media, long mostBytes, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var address = $"{Root}/{Uri.EscapeDataString(media.Reference)}?phone_number_id={_settings.Text("phoneNumberId")}";
            if (await CallAsync(null, Request(HttpMethod.Get, address), cancellationToken) is not HttpOutcome.Answered { IsSuccess: true } answer
                || JsonReading.Parse(answer.Body) is not { } about || !Uri.TryCreate(about.Word("url"), UriKind.Absolute, out var place)
                || place.Scheme != _settings.Address("apiAddress").Scheme)
                return null;
            // The address Meta gave sees the token, and wherever that leads does not.
            var file = await http.DownloadAsync(account, place, asked => asked == place ? Credentials : null, mostBytes, cancellationToken);
            if (file is not null)
                return IsWhole(file, about.Word("sha256")) ? file with { FileName = media.FileName ?? file.FileName } : null;
        }

        return null;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SendFailure? Refusal(OutboundMessage message) => message switch
    {
        { Text.Length: > MostCharacters } => TooLong,
        { Media.Count: > 1 } => OneFile,
        { Media: [var file], Text.Length: > 0, Template: null } when !WhatsAppContent.HasCaption(WhatsAppContent.TypeOf(file)) => NoCaption,
        _ => null,
    };

    private JsonObject Body(OutboundMessage message)
    {
        var (type, content) = message switch
        {
            { Template: { } template } => ("template", WhatsAppContent.Template(template)),
            { Interactive: { } interactive } => ("interactive", WhatsAppContent.Interactive(message.Text, interactive)),
            { Media: [var file] } when WhatsAppContent.TypeOf(file) is var kind => (kind, WhatsAppContent.Media(kind, file, message.Text)),
            _ => ("text", new JsonObject { ["body"] = message.Text, ["preview_url"] = _settings.Flag("previewLinks") }),
        };
        return new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["recipient_type"] = "individual",
            ["to"] = message.To.Digits,
            ["type"] = type,
            [type] = content,
            ["biz_opaque_callback_data"] = message.Id.Value.ToString(),
        };
    }

    private static SendResult Read(HttpOutcome.Answered answer)
    {
        string[] ids = [.. (JsonReading.Parse(answer.Body) ?? default).Items("messages").Select(sent => sent.Word("id")).OfType<string>()];
        return ids.Length > 0 ? new SendResult.Accepted(ids) : new SendResult.Failed(Broken);
    }

    // In hex here; in Base64 elsewhere.
    private static bool IsWhole(MediaFile file, string? hash)
    {
        var own = SHA256.HashData(file.Content);
        return hash is null || hash == Convert.ToBase64String(own)
            || string.Equals(hash, Convert.ToHexString(own), StringComparison.OrdinalIgnoreCase);
    }

    private AuthenticationHeaderValue Credentials => new("Bearer", _settings.Text("accessToken"));

    private HttpRequestMessage Request(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = Credentials;
        return request;
    }

    private Task<HttpOutcome> CallAsync(OutboundMessage? about, HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(account, about, request, _settings.Seconds("answerTimeoutSeconds"), cancellationToken);
}

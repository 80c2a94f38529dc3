using System.Globalization;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>What the Messages API tells, in JSON with a token that covers it.</summary>
internal static class VonageMessagesHooks
{
    private static readonly string[] MediaTypes = ["image", "audio", "video", "file", "vcard", "sticker"];

    public static WebhookAnswer Receive(WebhookRequest request, string authorization, ProviderAccount account, DateTimeOffset now)
    {
        var settings = account.Settings;
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || VonageToken.Verify(authorization["Bearer ".Length..].Trim(), settings.Text("signatureSecret"), request.Body.Span) is not { } claims
            || !IsOurs(claims, settings) || !IsRecent(claims, settings, now))
            return new WebhookAnswer.BadSignature();

        var taken = new WebhookAnswer.Taken { ReplayKey = claims.Word("jti") };
        if (JsonReading.Parse(request.Body) is not { } body || body.Word("message_uuid") is not { } id)
            return new WebhookAnswer.NotUnderstood("The call has no message_uuid.");
        if (body.Word("status") is { } status)
            return taken with { Reports = Report(id, status, body) };
        return body.Word("message_type") is { } type
            ? taken with { Messages = [Inbound(id, type, body)] }
            : new WebhookAnswer.NotUnderstood("The call has neither a status nor a message type.");
    }

    private static InboundMessage Inbound(string id, string type, JsonElement body) => new()
    {
        ProviderMessageId = id,
        From = Address(body, "from"),
        To = Address(body, "to"),
        Text = Text(type, body),
        Media = MediaTypes.Contains(type) && body.Word(type, "url") is { } url
            ? [new InboundMedia(url, null, body.Word(type, "name"))]
            : [],
        ProfileName = body.Word("profile", "name"),
    };

    private static string Text(string type, JsonElement body) => type switch
    {
        "text" => body.Word("text") ?? "",
        "reply" => body.Word("reply", "title") ?? "",
        "button" => body.Word("button", "text") ?? "",
        "reaction" => body.Word("reaction", "emoji") ?? "",
        "location" => string.Join(' ', new[]
        {
            body.Word("location", "name"), body.Word("location", "address"), $"{body.Word("location", "lat")},{body.Word("location", "long")}",
        }.OfType<string>()),
        _ when MediaTypes.Contains(type) => body.Word(type, "caption") ?? "",
        _ => $"[{type}]", // something nobody can read is still something that came
    };

    private static IReadOnlyList<DeliveryReport> Report(string id, string status, JsonElement body)
    {
        var error = VonageHttp.Number(body.Member("error"));
        if (VonageStatus.Of(status, error) is not { } state)
            return [];
        return
        [
            new DeliveryReport
            {
                ProviderMessageId = id,
                State = state,
                Code = error is { } code ? VonageErrors.Code(code) : null,
                At = DateTimeOffset.TryParse(
                    body.Word("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
                Reference = Guid.TryParse(body.Word("client_ref"), out var own) ? MessageId.From(own) : null,
                OptedOut = error is { } reason && state.IsFailure && VonageErrors.IsOptOut(reason),
            },
        ];
    }

    // A word, or in older callbacks an object with the number in it.
    private static string Address(JsonElement body, string name) =>
        body.Word(name) ?? body.Word(name, "number") ?? body.Word(name, "id") ?? "";

    private static bool IsOurs(JsonElement claims, ProviderSettings settings) =>
        (claims.Word("api_key") is not { } key || key == settings.Text("apiKey"))
        && (claims.Word("application_id") is not { } application || settings.Text("applicationId").Length == 0
            || string.Equals(application, settings.Text("applicationId"), StringComparison.OrdinalIgnoreCase));

    private static bool IsRecent(JsonElement claims, ProviderSettings settings, DateTimeOffset now) =>
        long.TryParse(claims.Word("iat"), CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) <= settings.Integer("oldestCallbackMinutes") * 60;
}

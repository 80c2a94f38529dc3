using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using Microsoft.AspNetCore.WebUtilities;

namespace Chasqui.Providers.WhatsApp;

/// <summary>
/// What Meta tells: the handshake when the address is entered, and events, of which one call may hold many. The signature is over the
/// octets as they came, with Meta's own escapes.
/// </summary>
internal static class WhatsAppHooks
{
    private const string Scheme = "sha256=";

    private static readonly FrozenDictionary<string, DeliveryState> States = new Dictionary<string, DeliveryState>(StringComparer.Ordinal)
    {
        ["sent"] = DeliveryState.Sent,
        ["delivered"] = DeliveryState.Delivered,
        ["read"] = DeliveryState.Read,
        ["played"] = DeliveryState.Read,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static WebhookAnswer Receive(WebhookRequest request, ProviderAccount account)
    {
        if (request.Method == "GET")
            return Handshake(request, account.Settings.Text("verifyToken"));
        if (!IsGenuine(request, account.Settings.Text("appSecret")))
            return new WebhookAnswer.BadSignature();
        if (JsonReading.Parse(request.Body) is not { } body || body.Items("entry") is not { Count: > 0 } entries)
            return new WebhookAnswer.NotUnderstood("The call is no event of a WhatsApp business account.");

        JsonElement[] values = [.. entries.SelectMany(entry => entry.Items("changes")).Where(change => change.Word("field") == "messages")
            .Select(change => change.Member("value"))];
        return new WebhookAnswer.Taken
        {
            Messages = [.. values.SelectMany(value => value.Items("messages").Select(message => Inbound(value, message))).OfType<InboundMessage>()],
            Reports = [.. values.SelectMany(value => value.Items("statuses")).Select(Report).OfType<DeliveryReport>()],
        };
    }

    private static WebhookAnswer Handshake(WebhookRequest request, string token)
    {
        var query = QueryHelpers.ParseQuery(request.Url.Query);
        var genuine = token.Length > 0 && query.GetValueOrDefault("hub.mode") == "subscribe" && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(query.GetValueOrDefault("hub.verify_token").ToString()), Encoding.UTF8.GetBytes(token));
        return genuine
            ? new WebhookAnswer.Taken { Body = query.GetValueOrDefault("hub.challenge").ToString() }
            : new WebhookAnswer.BadSignature();
    }

    private static bool IsGenuine(WebhookRequest request, string secret)
    {
        if (secret.Length == 0 || request.Header("X-Hub-Signature-256") is not { } header || !header.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var own = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span));
        var given = header[Scheme.Length..].ToLowerInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.ASCII.GetBytes(own));
    }

    private static DeliveryReport? Report(JsonElement status)
    {
        var error = status.Items("errors") is [var first, ..] ? first.Integer("code") : default(JsonElement).Integer("code");
        DeliveryState? state = status.Word("status") is not { } word ? null
            : word == "failed" ? WhatsAppErrors.StateOf(error)
            : States.TryGetValue(word, out var known) ? known
            : null;
        if (state is not { } sure || status.Word("id") is not { } id)
            return null;
        return new DeliveryReport
        {
            ProviderMessageId = id,
            State = sure,
            Code = error is { } code ? WhatsAppErrors.Code(code) : null,
            At = At(status),
            Reference = Guid.TryParse(status.Word("biz_opaque_callback_data"), out var own) ? MessageId.From(own) : null,
            OptedOut = sure.IsFailure && WhatsAppErrors.IsOptOut(error),
        };
    }

    private static InboundMessage? Inbound(JsonElement value, JsonElement message)
    {
        // From 2026 on a person may have an id of the business's instead of a number.
        if (message.Word("id") is not { } id || (message.Word("from") ?? message.Word("from_user_id")) is not { } from)
            return null;
        var type = message.Word("type") ?? "unknown";
        var number = value.Word("metadata", "display_phone_number") ?? "";
        return new InboundMessage
        {
            ProviderMessageId = id,
            From = from,
            To = string.Concat(number.Where(char.IsAsciiDigit)),
            Text = WhatsAppTexts.Of(type, message),
            Media = message.Member(type).Word("id") is { } file && WhatsAppTexts.IsMedia(type)
                ? [new InboundMedia(file, message.Word(type, "mime_type"), message.Word(type, "filename"))]
                : [],
            ProfileName = value.Items("contacts")
                .FirstOrDefault(contact => (contact.Word("wa_id") ?? contact.Word("user_id")) == from)
                .Word("profile", "name"),
        };
    }

    private static DateTimeOffset? At(JsonElement status) =>
        long.TryParse(status.Word("timestamp"), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}

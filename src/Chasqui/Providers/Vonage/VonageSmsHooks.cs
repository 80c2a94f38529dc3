using System.Globalization;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using Microsoft.AspNetCore.WebUtilities;

namespace Chasqui.Providers.Vonage;

/// <summary>What the SMS API tells, by query, form or JSON as the account chose: messages in parts, and a receipt for each part.</summary>
internal static class VonageSmsHooks
{
    public static WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now)
    {
        var settings = account.Settings;
        var fields = Fields(request);
        if (!VonageSignature.IsGenuine(fields, settings.Text("signatureMethod"), settings.Text("signatureSecret"))
            || !IsRecent(fields, settings, now) || fields.GetValueOrDefault("api-key", settings.Text("apiKey")) != settings.Text("apiKey"))
            return new WebhookAnswer.BadSignature();

        var taken = new WebhookAnswer.Taken { ReplayKey = fields["sig"].ToLowerInvariant() };
        if (fields.GetValueOrDefault("messageId") is not { Length: > 0 } id)
            return new WebhookAnswer.NotUnderstood("The call has no messageId.");
        if (fields.TryGetValue("status", out var status))
            return taken with { Reports = Report(id, status, fields) };
        // Binary messages are for devices, not for people.
        return fields.TryGetValue("text", out var text) ? taken with { Messages = [Inbound(id, text, fields)] } : taken;
    }

    private static InboundMessage Inbound(string id, string text, Dictionary<string, string> fields) => new()
    {
        ProviderMessageId = id,
        From = fields.GetValueOrDefault("msisdn", ""),
        To = fields.GetValueOrDefault("to", ""),
        Text = text,
        Part = fields.GetValueOrDefault("concat") == "true" && Number(fields, "concat-total") is { } total and > 1
            && Number(fields, "concat-part") is { } part && part >= 1 && part <= total
                ? new InboundPart(fields.GetValueOrDefault("concat-ref", ""), total, part)
                : null,
    };

    private static IReadOnlyList<DeliveryReport> Report(string id, string status, Dictionary<string, string> fields)
    {
        if (VonageStatus.Of(status, null) is not { } state)
            return [];
        var error = Number(fields, "err-code") is { } code and > 0 ? code : (int?)null;
        return
        [
            new DeliveryReport
            {
                ProviderMessageId = id,
                State = state,
                // Not the numbers of an answer: 7 is a barred number there and a busy handset here.
                Code = error is { } number ? string.Create(CultureInfo.InvariantCulture, $"vonage:receipt{number}") : null,
                At = At(fields),
                Reference = Guid.TryParse(fields.GetValueOrDefault("client-ref"), out var own) ? MessageId.From(own) : null,
                OptedOut = error is { } reason && state.IsFailure && VonageErrors.IsReceiptOptOut(reason),
            },
        ];
    }

    private static bool IsRecent(Dictionary<string, string> fields, ProviderSettings settings, DateTimeOffset now) =>
        long.TryParse(fields.GetValueOrDefault("timestamp"), CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) <= settings.Integer("oldestCallbackMinutes") * 60;

    private static DateTimeOffset? At(Dictionary<string, string> fields) =>
        Time(fields, "message-timestamp", "yyyy-MM-dd HH:mm:ss") ?? Time(fields, "scts", "yyMMddHHmm");

    private static DateTimeOffset? Time(Dictionary<string, string> fields, string name, string format) =>
        DateTimeOffset.TryParseExact(
            fields.GetValueOrDefault(name), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    private static int? Number(Dictionary<string, string> fields, string name) =>
        int.TryParse(fields.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, string> Fields(WebhookRequest request)
    {
        if (request.Body.Length > 0 && request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            var json = JsonReading.Parse(request.Body) ?? default;
            return json.ValueKind != JsonValueKind.Object ? [] : json.EnumerateObject()
                .Where(field => field.Value.ValueKind != JsonValueKind.Null)
                .GroupBy(field => field.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => Plain(group.Last().Value), StringComparer.Ordinal);
        }

        var pairs = QueryHelpers.ParseQuery(request.Body.Length > 0 ? request.Text : request.Url.Query);
        return pairs.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
    }

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

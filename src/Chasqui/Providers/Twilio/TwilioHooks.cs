using System.Globalization;
using Chasqui.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Chasqui.Providers.Twilio;

/// <summary>What Twilio tells: messages from contacts, states of ours, and events of calls, which another feature keeps.</summary>
internal static class TwilioHooks
{
    private const string Channel = "whatsapp:";

    private static readonly string[] Tokens = ["authToken", "secondaryAuthToken"];

    public static WebhookAnswer Receive(WebhookRequest request, ProviderAccount account)
    {
        var query = QueryHelpers.ParseQuery(request.Url.Query);
        var isForm = request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        var form = isForm ? QueryHelpers.ParseQuery(request.Text) : null;
        string[] tokens = [.. Tokens.Select(account.Settings.Text).Where(token => token.Length > 0)];
        if (!TwilioSignature.IsGenuine(request.Header("X-Twilio-Signature"), request.Url, form, query, request.Body.Span, tokens))
            return new WebhookAnswer.BadSignature();

        var taken = new WebhookAnswer.Taken { ReplayKey = request.Header("I-Twilio-Idempotency-Token") };
        if (form is null && request.Method != "GET")
            return taken; // an event stream: kept, it has nothing that the callbacks do not tell
        var fields = new Fields(form ?? query);
        if (request.Topic == "voice" || fields["CallSid"].Length > 0)
            return taken;
        if (fields["MessageSid"] is not { Length: > 0 } sid)
            return new WebhookAnswer.NotUnderstood("The call has no MessageSid.");
        var status = fields["MessageStatus"] is { Length: > 0 } given ? given : fields["SmsStatus"];
        if (status is "received" or "receiving" || status.Length == 0)
            return taken with { Messages = [Inbound(sid, fields)], ContentType = "text/xml", Body = "<Response/>" };
        return taken with { Reports = Report(sid, status, fields, query) };
    }

    private static InboundMessage Inbound(string sid, Fields fields) => new()
    {
        ProviderMessageId = sid,
        From = WithoutChannel(fields["From"]),
        To = WithoutChannel(fields["To"]),
        Text = fields["Body"],
        Media = [.. Media(fields)],
        ProfileName = fields["ProfileName"] is { Length: > 0 } name ? name : null,
        OptOut = fields["OptOutType"] switch
        {
            "STOP" => CarrierOptOut.Stop,
            "START" => CarrierOptOut.Start,
            "HELP" => CarrierOptOut.Help,
            _ => null,
        },
    };

    private static IEnumerable<InboundMedia> Media(Fields fields)
    {
        _ = int.TryParse(fields["NumMedia"], CultureInfo.InvariantCulture, out var count);
        for (var i = 0; i < Math.Min(count, 20); i++)
        {
            if (fields[string.Create(CultureInfo.InvariantCulture, $"MediaUrl{i}")] is { Length: > 0 } url)
                yield return new InboundMedia(url, fields[string.Create(CultureInfo.InvariantCulture, $"MediaContentType{i}")]);
        }
    }

    private static IReadOnlyList<DeliveryReport> Report(string sid, string status, Fields fields, Dictionary<string, StringValues> query)
    {
        int? error = int.TryParse(fields["ErrorCode"], CultureInfo.InvariantCulture, out var code) ? code : null;
        if (TwilioStatus.Of(status, error) is not { } state)
            return [];
        return
        [
            new DeliveryReport
            {
                ProviderMessageId = sid,
                State = state,
                Code = error is { } number ? TwilioErrors.Code(number) : null,
                Reference = Guid.TryParse(query.GetValueOrDefault("m"), out var id) ? MessageId.From(id) : null,
                OptedOut = error is { } reason && state.IsFailure && TwilioErrors.IsOptOut(reason),
            },
        ];
    }

    private static string WithoutChannel(string address) =>
        address.StartsWith(Channel, StringComparison.Ordinal) ? address[Channel.Length..] : address;

    /// <summary>Parameters by name; empty when missing.</summary>
    private sealed class Fields(Dictionary<string, StringValues> values)
    {
        public string this[string name] => values.TryGetValue(name, out var value) ? value.FirstOrDefault() ?? "" : "";
    }
}

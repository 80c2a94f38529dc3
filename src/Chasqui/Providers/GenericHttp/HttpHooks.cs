using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

/// <summary>Receipts and incoming messages of a carrier described by settings: who may call, and which field means what.</summary>
internal static class HttpHooks
{
    private const string OptOut = "optOut";

    public static WebhookAnswer Receive(WebhookRequest request, ProviderAccount account)
    {
        if (!IsGenuine(request, account, out var topic))
            return new WebhookAnswer.BadSignature();
        var settings = account.Settings;
        var items = Items(request, settings, topic);
        if (topic is not ("status" or "inbound"))
            return new WebhookAnswer.NotUnderstood("The carrier is to call …/status and …/inbound.");
        if (items is null)
            return new WebhookAnswer.NotUnderstood("The body is no JSON, though its content type says so.");

        var taken = new WebhookAnswer.Taken { Body = settings.Text("hookAnswer") };
        if (topic == "inbound")
        {
            var messages = items.Select(item => Message(item, settings)).OfType<InboundMessage>().ToList();
            return messages.Count < items.Count
                ? new WebhookAnswer.NotUnderstood(
                    "An incoming message without its sender or receiver: check the names of the fields in the settings.")
                : taken with { Messages = messages };
        }

        var reports = new List<DeliveryReport>();
        foreach (var item in items)
        {
            var id = item.Text(settings.Text("receiptId"));
            var own = Guid.TryParse(item.Text(settings.Text("receiptReference")), out var reference)
                ? MessageId.From(reference)
                : (MessageId?)null;
            if (id is null && own is null)
                return new WebhookAnswer.NotUnderstood("A receipt without an id: check the names of the fields in the settings.");
            if (Report(item, settings, id, own) is { } report)
                reports.Add(report);
        }

        return taken with { Reports = reports };
    }

    /// <summary>What is wrong with the table of states; null for nothing.</summary>
    public static string? Fault(ProviderSettings settings) => Lines(settings)
        .Where(line => line.Word != OptOut && !DeliveryStates.TryParse(line.Word, out _))
        .Select(line => $"The table of states has \"{line.Word}\", which is no state: {string.Join(", ", DeliveryStates.All.Select(state => state.Wire()))} or {OptOut}.")
        .FirstOrDefault();

    private static bool IsGenuine(WebhookRequest request, ProviderAccount account, out string topic)
    {
        var opens = HookKey.Opens(request, account, out topic);
        var secret = account.Settings.Text("hmacSecret");
        if (account.Settings.Text(HookKey.Setting).Length > 0 ? !opens : secret.Length == 0)
            return false;
        if (secret.Length == 0)
            return true;

        var given = request.Header(account.Settings.Text("hmacHeader")) ?? "";
        var prefix = account.Settings.Text("hmacPrefix");
        if (!given.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span);
        var wanted = account.Settings.Text("hmacForm") == "base64" ? Convert.ToBase64String(mac) : Convert.ToHexStringLower(mac);
        var offered = account.Settings.Text("hmacForm") == "base64" ? given[prefix.Length..] : given[prefix.Length..].ToLowerInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(wanted));
    }

    /// <summary>The messages or receipts in a request; null when it cannot be read.</summary>
    private static List<Item>? Items(WebhookRequest request, ProviderSettings settings, string topic)
    {
        var query = FormText.Parse(request.Url.Query, Encoding.UTF8);
        var isJson = request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        if (!isJson)
        {
            var charset = settings.Text("charset") switch
            {
                "iso-8859-1" => Encoding.Latin1,
                "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
                _ => Encoding.UTF8,
            };
            var form = FormText.Parse(request.Text, charset);
            foreach (var (name, value) in FormText.Parse(request.Url.Query, charset))
                form.TryAdd(name, value);
            return [new Item(form, null)];
        }

        if (JsonPath.Parse(request.Body) is not { } json)
            return null;
        var path = settings.Text(topic == "inbound" ? "inboundItems" : "receiptItems");
        var found = path.Length == 0 ? json : JsonPath.Find(json, path);
        return found switch
        {
            { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(element => new Item(query, element))],
            { } one => [new Item(query, one)],
            _ => [],
        };
    }

    private static InboundMessage? Message(Item item, ProviderSettings settings)
    {
        var (from, to) = (item.Text(settings.Text("inboundFrom")), item.Text(settings.Text("inboundTo")));
        if (string.IsNullOrEmpty(to))
            to = settings.Text("inboundAddress"); // a carrier with one number per account may not name it
        return string.IsNullOrEmpty(from) || to.Length == 0
            ? null
            : new InboundMessage
            {
                ProviderMessageId = item.Text(settings.Text("inboundId")) ?? "",
                From = from,
                To = to,
                Text = item.Text(settings.Text("inboundText")) ?? "",
            };
    }

    private static DeliveryReport? Report(Item item, ProviderSettings settings, string? id, MessageId? own)
    {
        var told = item.Text(settings.Text("receiptState")) ?? "";
        var word = Lines(settings).FirstOrDefault(line => string.Equals(line.Told, told, StringComparison.OrdinalIgnoreCase)).Word;
        if (word is null || word != OptOut && !DeliveryStates.TryParse(word, out _))
            return null; // a state nobody has told us about changes nothing; the request itself is kept
        return new DeliveryReport
        {
            ProviderMessageId = id ?? GenericHttpConnection.PartId(own!.Value),
            Reference = own,
            State = word == OptOut ? DeliveryState.Rejected : DeliveryStates.Parse(word),
            OptedOut = word == OptOut,
            Code = item.Text(settings.Text("receiptCode")) is { Length: > 0 and <= 100 } code ? code : null,
            At = At(item.Text(settings.Text("receiptTime"))),
        };
    }

    private static DateTimeOffset? At(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unix))
        {
            return unix switch
            {
                > 0 and < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(unix),
                >= 100_000_000_000 and < 100_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(unix),
                _ => null,
            };
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime() : null;
    }

    private static IEnumerable<(string Told, string? Word)> Lines(ProviderSettings settings) =>
        from line in settings.Text("receiptStates").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let at = line.LastIndexOf('=')
        select at < 0 ? (line, "") : (line[..at].Trim(), (string?)line[(at + 1)..].Trim());

    /// <summary>One message or receipt: names in a form or query, paths in JSON.</summary>
    private sealed record Item(Dictionary<string, string> Values, JsonElement? Json)
    {
        public string? Text(string name) => name.Length == 0
            ? null
            : (Json is { } json ? JsonPath.Text(json, name) : null) ?? Values.GetValueOrDefault(name);
    }
}

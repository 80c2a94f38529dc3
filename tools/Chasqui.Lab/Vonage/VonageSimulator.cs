using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Chasqui.Lab.Vonage;

/// <summary>How the SMS API calls back, chosen per account.</summary>
internal enum VonageTransport
{
    Query,
    Form,
    Json,
}

/// <summary>Vonage: the SMS API with an answer per part and signed callbacks, and the Messages API with tokens.</summary>
internal sealed class VonageSimulator : HttpSimulator
{
    public const string Word = "vonage";

    public const string ApiKey = "a1b2c3d4";

    public const string ApiSecret = "LabApiSecret01";

    public const string SignatureSecret = "lab_signature_secret_0123456789abcdef";

    public const string ApplicationId = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab";

    /// <summary>Characters outside GSM 03.38's default alphabet become a question mark unless the type is unicode.</summary>
    private const string BeyondAscii = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€";

    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Sent> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LabFile> _files = new(StringComparer.Ordinal);
    private readonly bool _messages;
    private int _count;

    private VonageSimulator(bool messages) => _messages = messages;

    public override string Kind => Word;

    /// <summary>Of the application, PKCS #8 in PEM.</summary>
    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    public VonageTransport Transport { get; set; } = VonageTransport.Json;

    public override string Instructions => $"""
          api             {(_messages ? "messages" : "sms")}
          apiKey          {ApiKey}
          apiSecret       {ApiSecret}
          signatureSecret {SignatureSecret}
          signatureMethod sha256
          applicationId   {ApplicationId}
          privateKey      {PrivateKey.ReplaceLineEndings(" ")}
          smsAddress      {Address}
          apiAddress      {Address}
        """;

    /// <param name="port">0 takes any free one.</param>
    /// <param name="messages">Contacts' messages come by the Messages API and not by the SMS API.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<VonageSimulator> StartAsync(int port, bool messages, CancellationToken cancellationToken)
    {
        var simulator = new VonageSimulator(messages);
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var sent = _sent[message.Ids[0]];
        return Task.FromResult<IReadOnlyList<LabCall>>(
            [.. message.Ids.Select(id => sent.ByMessages ? Status(sent, id, state, code) : Receipt(sent, id, state, code))]);
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LabCall>>(_messages ? [InboundByMessages(text)] : [.. InboundBySms(text)]);

    /// <summary>A call of the SMS API, signed.</summary>
    public LabCall SmsCall(Uri url, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var all = parameters.Append(new("nonce", Next("nonce"))).Append(new("timestamp", Unix())).ToDictionary(StringComparer.Ordinal);
        all["sig"] = VonageSigning.Sign(all, SignatureSecret);
        var encoded = string.Join('&', all.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return Transport switch
        {
            VonageTransport.Query => Request("GET", new Uri($"{url}?{encoded}"), null, ""),
            VonageTransport.Form => Request("POST", url, "application/x-www-form-urlencoded", encoded),
            _ => Request("POST", url, "application/json", JsonSerializer.Serialize(all)),
        };
    }

    /// <summary>A call of the Messages API, with its token.</summary>
    public LabCall MessagesCall(Uri url, JsonObject body)
    {
        var json = body.ToJsonString();
        var token = VonageSigning.Token(new JsonObject
        {
            ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["jti"] = Next("jti"),
            ["iss"] = "Vonage",
            ["payload_hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))),
            ["api_key"] = ApiKey,
            ["application_id"] = ApplicationId,
        }, SignatureSecret);
        var call = Request("POST", url, "application/json", json);
        return call with
        {
            Headers = new Dictionary<string, string>(call.Headers, StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"Bearer {token}" },
        };
    }

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        var path = context.Request.Path.Value ?? "";
        if (path == "/sms/json")
            await SmsAsync(context, body);
        else if (path == "/v1/messages")
            await MessagesAsync(context, body);
        else if (path == "/account/get-balance" && context.Request.Query["api_secret"] == ApiSecret)
            await AnswerAsync(context, new LabAnswer(200, """{"value":3.14,"autoReload":false}"""));
        else if (_files.TryGetValue(path, out var file) && IsApplication(context))
        {
            context.Response.ContentType = file.ContentType;
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
        }
        else
            await AnswerAsync(context, new LabAnswer(401, """{"error-code":"401","error-code-label":"authentication failed"}"""));
    }

    private async Task SmsAsync(HttpContext context, string body)
    {
        var form = QueryHelpers.ParseQuery(body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        var signed = form.TryGetValue("sig", out var sig);
        var genuine = signed
            ? string.Equals(sig, VonageSigning.Sign(form, SignatureSecret), StringComparison.OrdinalIgnoreCase)
            : form.GetValueOrDefault("api_secret") == ApiSecret;
        if (signed && form.ContainsKey("api_secret"))
            await AnswerAsync(context, Refused("32", "Signature And API Secret Disallowed"));
        else if (!genuine || form.GetValueOrDefault("api_key") != ApiKey)
            await AnswerAsync(context, Refused(signed ? "14" : "4", "Bad Credentials"));
        else if (form.GetValueOrDefault("text") is not { Length: > 0 } || form.GetValueOrDefault("to") is not { Length: > 0 } to || to[0] == '+')
            await AnswerAsync(context, Refused("2", "Missing or wrong parameters"));
        else
            await PlayAsync(context, () => TakeSms(form, body), message => Taken(message, to), code => Refused(code, "It was refused"),
                wait => Refused("1", $"Throughput Rate Exceeded - please wait [ {wait?.TotalMilliseconds ?? 250} ] and retry"));
    }

    private async Task MessagesAsync(HttpContext context, string body)
    {
        if (!IsApplication(context))
        {
            await AnswerAsync(context, Problem(401, "Unauthorized", "You did not provide correct credentials."));
            return;
        }

        var json = JsonNode.Parse(body)!.AsObject();
        await PlayAsync(context, () => TakeMessage(json, body),
            message => new LabAnswer(202, $$"""{"message_uuid":"{{message.Ids[0]}}"}"""),
            code => Problem(422, code, "It was refused."),
            wait => Problem(429, "1000", "Throttled") with { RetryAfter = wait });
    }

    private LabMessage TakeSms(Dictionary<string, string> form, string body)
    {
        var unicode = form.GetValueOrDefault("type") == "unicode";
        var text = unicode ? form["text"] : string.Concat(form["text"].Select(c => char.IsAscii(c) || BeyondAscii.Contains(c) ? c : '?'));
        var (whole, part) = unicode ? (70, 67) : (160, 153);
        var parts = text.Length <= whole ? 1 : (text.Length + part - 1) / part;
        return Keep(new LabMessage
        {
            Ids = [.. Enumerable.Range(0, parts).Select(_ => Next("0A"))],
            From = form["from"],
            To = form["to"],
            Text = text,
            Reference = form.GetValueOrDefault("client-ref"),
            Raw = body,
        }, form.GetValueOrDefault("callback"), byMessages: false);
    }

    private LabMessage TakeMessage(JsonObject json, string body)
    {
        var type = json["message_type"]!.GetValue<string>();
        var content = json[type];
        return Keep(new LabMessage
        {
            Ids = [Guid.CreateVersion7().ToString()],
            From = json["from"]!.GetValue<string>(),
            To = json["to"]!.GetValue<string>(),
            Text = type == "text" ? json["text"]!.GetValue<string>() : (content as JsonObject)?["caption"]?.GetValue<string>() ?? "",
            Media = (content as JsonObject)?["url"]?.GetValue<string>() is { } url ? [url] : [],
            Reference = json["client_ref"]?.GetValue<string>(),
            Raw = body,
        }, json["webhook_url"]?.GetValue<string>(), byMessages: true);
    }

    private LabMessage Keep(LabMessage message, string? callback, bool byMessages)
    {
        _sent[message.Ids[0]] = new Sent(message, callback is null ? new Uri($"{Hook}/status") : new Uri(callback), byMessages);
        return message;
    }

    private LabCall Receipt(Sent sent, string id, string state, string? code)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            new("msisdn", sent.Message.To), new("to", sent.Message.From), new("network-code", "74801"), new("messageId", id), new("price", "0.033"),
            new("status", state == "sent" ? "accepted" : state), new("scts", "2601011200"), new("err-code", code ?? "0"), new("api-key", ApiKey),
            new("message-timestamp", "2026-01-01 12:00:00"),
        ];
        if (sent.Message.Reference is { } reference)
            parameters.Add(new("client-ref", reference));
        return SmsCall(sent.Callback, parameters);
    }

    private LabCall Status(Sent sent, string id, string state, string? code)
    {
        var body = new JsonObject
        {
            ["message_uuid"] = id,
            ["to"] = sent.Message.To,
            ["from"] = sent.Message.From,
            ["timestamp"] = "2026-01-01T12:00:00.000Z",
            ["status"] = state switch { "sent" => "submitted", "failed" => "undeliverable", _ => state },
            ["client_ref"] = sent.Message.Reference,
            ["channel"] = "sms",
            ["usage"] = new JsonObject { ["currency"] = "EUR", ["price"] = "0.033" },
        };
        if (code is not null)
            body["error"] = new JsonObject { ["type"] = $"https://developer.vonage.com/api-errors/messages#{code}", ["title"] = code, ["detail"] = "It did not go" };
        return MessagesCall(sent.Callback, body);
    }

    private IEnumerable<LabCall> InboundBySms(LabText text)
    {
        var unicode = text.Text.Any(c => !char.IsAscii(c) && !BeyondAscii.Contains(c));
        var (whole, size) = unicode ? (70, 67) : (160, 153);
        var parts = text.Text.Length <= whole ? [text.Text] : text.Text.Chunk(size).Select(part => new string(part)).ToArray();
        var reference = Interlocked.Increment(ref _count) % 256;
        foreach (var (index, part) in parts.Index())
        {
            List<KeyValuePair<string, string>> parameters =
            [
                new("api-key", ApiKey), new("msisdn", text.From.TrimStart('+')), new("to", text.To.TrimStart('+')), new("messageId", Next("0B")),
                new("text", part), new("type", unicode ? "unicode" : "text"), new("keyword", part.Split(' ')[0].ToUpperInvariant()),
                new("message-timestamp", "2026-01-01 12:00:00"),
            ];
            if (parts.Length > 1)
            {
                parameters.AddRange([new("concat", "true"), new("concat-ref", reference.ToString(CultureInfo.InvariantCulture)),
                    new("concat-total", parts.Length.ToString(CultureInfo.InvariantCulture)), new("concat-part", (index + 1).ToString(CultureInfo.InvariantCulture))]);
            }

            yield return SmsCall(Hook, parameters);
        }
    }

    private LabCall InboundByMessages(LabText text)
    {
        var body = new JsonObject
        {
            ["channel"] = "whatsapp",
            ["message_uuid"] = Guid.CreateVersion7().ToString(),
            ["to"] = text.To.TrimStart('+'),
            ["from"] = text.From.TrimStart('+'),
            ["timestamp"] = "2026-01-01T12:00:00.000Z",
            ["profile"] = new JsonObject { ["name"] = "Ana" },
            ["message_type"] = "text",
            ["text"] = text.Text,
        };
        if (text.Media is [var file, ..])
        {
            var path = $"/v3/media/{Next("file")}";
            _files[path] = file;
            var type = file.ContentType.Split('/')[0] is "image" or "audio" or "video" ? file.ContentType.Split('/')[0] : "file";
            body["message_type"] = type;
            body.Remove("text");
            body[type] = new JsonObject { ["url"] = new Uri(Address, path).ToString(), ["name"] = file.Name, ["caption"] = text.Text };
        }

        return MessagesCall(Hook, body);
    }

    private bool IsApplication(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal)
        && VonageSigning.IsGood(header["Bearer ".Length..], ApplicationId, _key, TimeProvider.System.GetUtcNow());

    private static LabAnswer Taken(LabMessage message, string to) => new(200, JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["message-count"] = message.Ids.Count.ToString(CultureInfo.InvariantCulture),
        ["messages"] = message.Ids.Select(id => new Dictionary<string, string?>
        {
            ["to"] = to,
            ["message-id"] = id,
            ["status"] = "0",
            ["remaining-balance"] = "3.14",
            ["message-price"] = "0.033",
            ["network"] = "74801",
            ["client-ref"] = message.Reference,
        }).ToArray(),
    }));

    private static LabAnswer Refused(string status, string text) =>
        new(200, $$"""{"message-count":"1","messages":[{"status":"{{status}}","error-text":"{{text}}"}]}""");

    private static LabAnswer Problem(int status, string title, string detail) => new(
        status, $$"""{"type":"https://developer.vonage.com/api-errors/messages#{{title}}","title":"{{title}}","detail":"{{detail}}","instance":"lab"}""",
        "application/problem+json");

    private static LabCall Request(string method, Uri url, string? contentType, string body) => new()
    {
        Method = method,
        Url = url,
        Headers = contentType is null
            ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = contentType },
        Body = Encoding.UTF8.GetBytes(body),
    };

    private string Next(string prefix) => $"{prefix}{Interlocked.Increment(ref _count):X14}";

    private static string Unix() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private sealed record Sent(LabMessage Message, Uri Callback, bool ByMessages);
}

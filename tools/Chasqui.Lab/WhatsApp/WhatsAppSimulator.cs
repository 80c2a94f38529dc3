using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Chasqui.Lab.WhatsApp;

/// <summary>WhatsApp Business Cloud API of Meta: messages, statuses, the verifying handshake, media by id.</summary>
internal sealed partial class WhatsAppSimulator : HttpSimulator
{
    public const string Word = "whatsApp";

    public const string PhoneNumberId = "106540352242922";

    public const string AccessToken = "EAAlabAccessToken0123456789";

    public const string AppSecret = "lab_app_secret_0123456789abcdef";

    public const string VerifyToken = "lab_verify_token";

    private const string Version = "v23.0";

    private readonly ConcurrentDictionary<string, LabFile> _files = new(StringComparer.Ordinal);
    private int _count;

    private WhatsAppSimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions =>
        $"  phoneNumberId {PhoneNumberId}\n  accessToken   {AccessToken}\n  appSecret     {AppSecret}\n  verifyToken   {VerifyToken}\n  apiAddress    {Address}";

    /// <summary>How often an address of a file is answered "gone" before it is given.</summary>
    public int StaleAddresses { get; set; }

    public static async Task<WhatsAppSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new WhatsAppSimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    /// <summary>What Meta asks when the address is entered in its console.</summary>
    public LabCall Handshake(string verifyToken, string challenge) => new()
    {
        Method = "GET",
        Url = new Uri($"{Hook}?hub.mode=subscribe&hub.verify_token={Uri.EscapeDataString(verifyToken)}&hub.challenge={challenge}"),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Body = [],
    };

    /// <summary>One event: <paramref name="value"/> is what changed.</summary>
    public LabCall Call(JsonObject value)
    {
        value["messaging_product"] = "whatsapp";
        value["metadata"] ??= new JsonObject { ["display_phone_number"] = "15550001111", ["phone_number_id"] = PhoneNumberId };
        var change = new JsonObject { ["field"] = "messages", ["value"] = value };
        var entry = new JsonObject { ["id"] = "102290129340398", ["changes"] = new JsonArray(change) };
        var json = new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray(entry) }.ToJsonString();
        // Meta escapes in lower case, and signs what it escaped.
        var body = Encoding.UTF8.GetBytes(Escape().Replace(json, match => match.Value.ToLowerInvariant()));
        return new LabCall
        {
            Method = "POST",
            Url = Hook,
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Content-Type"] = "application/json",
                ["X-Hub-Signature-256"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), body))}",
            },
            Body = body,
        };
    }

    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var status = new JsonObject
        {
            ["id"] = message.Ids[0],
            ["status"] = state,
            ["timestamp"] = "1767268800",
            ["recipient_id"] = message.To,
            ["biz_opaque_callback_data"] = message.Reference,
            ["conversation"] = new JsonObject { ["id"] = "c1", ["origin"] = new JsonObject { ["type"] = "service" } },
            ["pricing"] = new JsonObject { ["billable"] = true, ["pricing_model"] = "PMP", ["category"] = "service" },
        };
        if (code is not null)
        {
            status["errors"] = new JsonArray(new JsonObject
            {
                ["code"] = int.Parse(code, CultureInfo.InvariantCulture),
                ["title"] = "It did not go",
                ["error_data"] = new JsonObject { ["details"] = "for a reason" },
            });
        }

        return Task.FromResult<IReadOnlyList<LabCall>>([Call(new JsonObject { ["statuses"] = new JsonArray(status) })]);
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken)
    {
        var from = text.From.TrimStart('+');
        var message = new JsonObject { ["from"] = from, ["id"] = NewId(), ["timestamp"] = "1767268800" };
        if (text.Media is [var file, ..])
        {
            var id = NewFileId();
            _files[id] = file;
            var type = file.ContentType.Split('/')[0] is "image" or "audio" or "video" ? file.ContentType.Split('/')[0] : "document";
            message["type"] = type;
            message[type] = new JsonObject
            {
                ["id"] = id,
                ["mime_type"] = file.ContentType,
                ["sha256"] = Convert.ToBase64String(SHA256.HashData(file.Content)),
                ["caption"] = text.Text,
                ["filename"] = file.Name,
            };
        }
        else
        {
            message["type"] = "text";
            message["text"] = new JsonObject { ["body"] = text.Text };
        }

        return Task.FromResult<IReadOnlyList<LabCall>>([Bring(message, from, text.To.TrimStart('+'))]);
    }

    /// <summary>A message of any type.</summary>
    public LabCall Bring(JsonObject message, string from, string to) => Call(new JsonObject
    {
        ["metadata"] = new JsonObject { ["display_phone_number"] = to, ["phone_number_id"] = PhoneNumberId },
        ["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = "Ana" }, ["wa_id"] = from }),
        ["messages"] = new JsonArray(message),
    });

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.Request.Headers.Authorization != $"Bearer {AccessToken}")
            await AnswerAsync(context, Error(401, 190, "Invalid OAuth access token"));
        else if (path == $"/{Version}/{PhoneNumberId}/messages" && context.Request.Method == "POST")
            await SubmitAsync(context, body);
        else if (path == $"/{Version}/{PhoneNumberId}")
            await AnswerAsync(context, new LabAnswer(200, $$"""{"id":"{{PhoneNumberId}}","display_phone_number":"+1 555-000-1111","verified_name":"Lab"}"""));
        else if (path.StartsWith("/lookaside/", StringComparison.Ordinal) && _files.TryGetValue(path["/lookaside/".Length..], out var file))
            await FileAsync(context, file);
        else if (path.StartsWith($"/{Version}/", StringComparison.Ordinal) && _files.TryGetValue(path[(Version.Length + 2)..], out var named))
            await AddressAsync(context, path[(Version.Length + 2)..], named);
        else
            await AnswerAsync(context, Error(404, 100, "Unsupported request"));
    }

    private async Task SubmitAsync(HttpContext context, string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        if (json["messaging_product"]?.GetValue<string>() != "whatsapp" || json["type"]?.GetValue<string>() is not { } type || json[type] is not { } content)
        {
            await AnswerAsync(context, Error(400, 131008, "Required parameter is missing"));
            return;
        }

        await PlayAsync(context, () => Take(json, type, content, body),
            message => new LabAnswer(200, $$"""{"messaging_product":"whatsapp","contacts":[{"input":"{{message.To}}","wa_id":"{{message.To}}"}],"messages":[{"id":"{{message.Ids[0]}}"}]}"""),
            code => Error(code == "190" ? 401 : 400, int.Parse(code, CultureInfo.InvariantCulture), "It was refused"),
            wait => Error(400, 130429, "Rate limit hit") with
            {
                Header = wait is null ? null : ("x-business-use-case-usage",
                    $$"""{"102290129340398":[{"type":"whatsapp","call_count":100,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":{{(int)wait.Value.TotalMinutes}}}]}"""),
            });
    }

    private LabMessage Take(JsonObject json, string type, JsonNode content, string body) => new()
    {
        Ids = [NewId()],
        From = PhoneNumberId,
        To = json["to"]!.GetValue<string>(),
        Text = type switch
        {
            "text" => content["body"]!.GetValue<string>(),
            "interactive" => content["body"]!["text"]!.GetValue<string>(),
            _ => content["caption"]?.GetValue<string>() ?? "",
        },
        Media = content is JsonObject file && file["link"]?.GetValue<string>() is { } link ? [link] : [],
        Reference = json["biz_opaque_callback_data"]?.GetValue<string>(),
        Raw = body,
    };

    private async Task AddressAsync(HttpContext context, string id, LabFile file)
    {
        var address = new Uri(StorageAddress, $"/lookaside/{id}");
        await AnswerAsync(context, new LabAnswer(200, new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["url"] = address.ToString(),
            ["mime_type"] = file.ContentType,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Content)),
            ["file_size"] = file.Content.Length,
            ["id"] = id,
        }.ToJsonString()));
    }

    private async Task FileAsync(HttpContext context, LabFile file)
    {
        if (StaleAddresses-- > 0)
        {
            await AnswerAsync(context, new LabAnswer(404, "", "text/plain"));
            return;
        }

        context.Response.ContentType = file.ContentType;
        await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private static LabAnswer Error(int status, int code, string message) => new(
        status, $$$"""{"error":{"message":"(#{{{code}}}) {{{message}}}","type":"OAuthException","code":{{{code}}},"is_transient":false,"fbtrace_id":"lab"}}""");

    private string NewId() => $"wamid.HBgL{Interlocked.Increment(ref _count):X20}";

    private string NewFileId() => Interlocked.Increment(ref _count).ToString("D15", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\\u[0-9A-F]{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}

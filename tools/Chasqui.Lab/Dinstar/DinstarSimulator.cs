using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Chasqui.Lab.Dinstar;

/// <summary>
/// A Dinstar gateway with four ports, the last of them without a network: HTTP Digest, send_sms, results, receipts, incoming messages, and
/// the push mode.
/// </summary>
internal sealed partial class DinstarSimulator : HttpSimulator
{
    public const string Word = "dinstar";

    public const string User = "admin";

    public const string Password = "lab-dinstar-password";

    public const string HookKey = "labdinstarkey0123456789";

    private const string Serial = "da00-lab0-0001";

    private readonly Lock _lock = new();
    private readonly List<JsonObject> _results = [];
    private readonly List<JsonObject> _receipts = [];
    private readonly List<JsonObject> _incoming = [];
    private readonly Dictionary<string, int> _nonces = new(StringComparer.Ordinal); // and how often each was used
    private int _task;

    private DinstarSimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions =>
        $"  endpoint    {Address}\n  user        {User}\n  password    {Password}\n  ports       (0.2)\n  portNumbers 0 = <your sender's number>\n  hookKey     {HookKey}";

    /// <summary>Requests that brought no credentials.</summary>
    public int Challenges { get; private set; }

    /// <summary>Ports named in requests, -1 for none, in their order.</summary>
    public List<int> Ports { get; } = [];

    /// <summary>What the gateway says of its queue.</summary>
    public int Queued { get; set; } = 1;

    /// <summary>Whether results are told at all: one that was restarted has forgotten them.</summary>
    public bool Remembers { get; set; } = true;

    public static async Task<DinstarSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new DinstarSimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    /// <summary>Every nonce given out so far is stale.</summary>
    public void WearOutNonces()
    {
        lock (_lock)
            _nonces.Clear();
    }

    /// <summary>The result changes, and is pushed; queries tell it too.</summary>
    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var result = _results.Single(result => result["user_id"]!.ToString() == message.Reference);
            result["status"] = state switch { "sent" => "SENT_OK", "delivered" => "DELIVERED", "failed" => "FAILED", _ => state };
            result["ref_id"] = int.Parse(message.Reference!, CultureInfo.InvariantCulture) % 256;
            return Task.FromResult<IReadOnlyList<LabCall>>([Push("sms_result", result)]);
        }
    }

    /// <summary>The network's receipt, which only queries tell.</summary>
    public void Receipt(LabMessage message, int statusCode)
    {
        lock (_lock)
        {
            var result = _results.Single(result => result["user_id"]!.ToString() == message.Reference);
            _receipts.Add(new JsonObject
            {
                ["port"] = result["port"]!.DeepClone(),
                ["number"] = message.To,
                ["time"] = Now(),
                ["ref_id"] = result["ref_id"]!.DeepClone(),
                ["status_code"] = statusCode,
                ["imsi"] = "748070000000001",
            });
        }
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var sms = new JsonObject
            {
                ["incoming_sms_id"] = _incoming.Count + 1,
                ["port"] = 0,
                ["number"] = text.From,
                ["smsc"] = "+59899000000",
                ["timestamp"] = Now(),
                ["text"] = text.Text,
                ["imsi"] = "748070000000001",
            };
            _incoming.Add(sms);
            return Task.FromResult<IReadOnlyList<LabCall>>([Push("sms", sms)]);
        }
    }

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        if (!IsAuthorized(context, out var isStale))
        {
            var nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
            lock (_lock)
                _nonces[nonce] = 0;
            context.Response.Headers.WWWAuthenticate = $"Digest realm=\"Web Server\", domain=\"/\", qop=\"auth\", nonce=\"{nonce}\", algorithm=MD5{(isStale ? ", stale=true" : "")}";
            await AnswerAsync(context, new LabAnswer(401, ""));
            return;
        }

        var call = context.Request.Path.Value!;
        if (call == "/api/send_sms" && context.Request.Method == "POST")
            await SubmitAsync(context, body);
        else
            await AnswerAsync(context, Query(context, call, body));
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text)));

    private static LabAnswer Code(int code) => new(200, $$"""{"error_code":{{code}},"sn":"{{Serial}}"}""");

    private bool IsAuthorized(HttpContext context, out bool isStale)
    {
        isStale = false;
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Digest ", StringComparison.Ordinal))
        {
            Challenges++;
            return false;
        }

        var values = Parameter().Matches(header).ToDictionary(
            match => match.Groups["name"].Value, match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["word"].Value);
        var path = context.Request.Path + context.Request.QueryString;
        var wanted = Hash($"{Hash($"{User}:Web Server:{Password}")}:{values["nonce"]}:{values["nc"]}:{values["cnonce"]}:auth:{Hash($"{context.Request.Method}:{path}")}");
        if (values["uri"] != path || values["response"] != wanted || values["username"] != User)
            return false;
        lock (_lock)
        {
            var count = int.Parse(values["nc"], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            isStale = !_nonces.TryGetValue(values["nonce"], out var used) || count <= used;
            if (!isStale)
                _nonces[values["nonce"]] = count;
            return !isStale;
        }
    }

    private async Task SubmitAsync(HttpContext context, string body)
    {
        var request = JsonNode.Parse(body)!;
        var to = request["param"]![0]!;
        var port = request["port"] is JsonArray ports ? ports[0]!.GetValue<int>() : -1;
        lock (_lock)
            Ports.Add(port);
        if (port == 3)
        {
            await AnswerAsync(context, Code(503));
            return;
        }

        await PlayAsync(context, () => Take(request, to, Math.Max(0, port), body),
            _ => new LabAnswer(200, $$"""{"error_code":202,"sn":"{{Serial}}","sms_in_queue":{{Queued}},"task_id":{{Interlocked.Increment(ref _task)}}}"""),
            code => int.Parse(code, CultureInfo.InvariantCulture) is 401 ? new LabAnswer(401, "") : Code(int.Parse(code, CultureInfo.InvariantCulture)),
            _ => Code(500));
    }

    private LabMessage Take(JsonNode request, JsonNode to, int port, string body)
    {
        var text = request["text"]!.GetValue<string>();
        var at = 0;
        text = Placeholder().Replace(text, _ => to["text_param"]![at++]!.GetValue<string>());
        if (request["encoding"]!.GetValue<string>() == "gsm-7bit" && text.Any(c => c > 0xFF))
            text = "?"; // what the modem would make of it
        var userId = to["user_id"]!.GetValue<int>();
        lock (_lock)
        {
            _results.Add(new JsonObject
            {
                ["port"] = port,
                ["user_id"] = userId,
                ["number"] = to["number"]!.GetValue<string>(),
                ["time"] = Now(),
                ["status"] = "SENDING",
                ["count"] = text.Length <= 70 ? 1 : 2,
                ["succ_count"] = 0,
                ["ref_id"] = userId % 256,
                ["imsi"] = "748070000000001",
            });
        }

        return new LabMessage
        {
            Ids = [$"{userId.ToString(CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(to["number"]!.GetValue<string>()[^8..])))[..12]}"],
            From = "",
            To = to["number"]!.GetValue<string>(),
            Text = text,
            Reference = userId.ToString(CultureInfo.InvariantCulture),
            Raw = body,
        };
    }

    private LabAnswer Query(HttpContext context, string call, string body)
    {
        lock (_lock)
        {
            switch (call)
            {
                case "/api/query_sms_result":
                    var wanted = JsonNode.Parse(body)!["user_id"]?.AsArray().Select(id => id!.GetValue<int>()).ToList();
                    return List("result", Remembers ? _results.Where(result => wanted is null || wanted.Contains(result["user_id"]!.GetValue<int>())) : []);
                case "/api/query_sms_deliver_status":
                    return List("result", _receipts);
                case "/api/query_incoming_sms":
                    var after = int.Parse(context.Request.Query["incoming_sms_id"].ToString(), CultureInfo.InvariantCulture);
                    return List("sms", _incoming.Where(sms => sms["incoming_sms_id"]!.GetValue<int>() > after));
                case "/api/get_port_info":
                    return List("info", Enumerable.Range(0, 4).Select(port => new JsonObject
                    {
                        ["port"] = port,
                        ["type"] = "GSM",
                        ["reg"] = port < 3 ? "REGISTER_OK" : "UNREGISTER",
                        ["number"] = port == 1 ? "+59899000001" : "",
                        ["signal"] = 22,
                    }));
                default:
                    return new LabAnswer(404, "");
            }
        }
    }

    private static LabAnswer List(string name, IEnumerable<JsonObject> items) => new(200, new JsonObject
    {
        ["error_code"] = 200,
        ["sn"] = Serial,
        [name] = new JsonArray([.. items.Select(item => item.DeepClone())]),
    }.ToJsonString());

    private LabCall Push(string name, JsonObject item) => new()
    {
        Method = "POST",
        Url = new Uri($"{Hook}/push?key={HookKey}"),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" },
        Body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["sn"] = Serial, [name] = new JsonArray(item.DeepClone()) }),
    };

    [GeneratedRegex("""(?<name>\w+)=(?:"(?<quoted>[^"]*)"|(?<word>[^\s,]+))""", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();

    [GeneratedRegex("#param#", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}

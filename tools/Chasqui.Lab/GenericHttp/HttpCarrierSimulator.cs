using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Chasqui.Lab.GenericHttp;

/// <summary>A carrier as many are: JSON in, JSON out, a bearer token, callbacks signed with HMAC-SHA256 of the body.</summary>
internal sealed class HttpCarrierSimulator : HttpSimulator
{
    public const string Word = "http";

    public const string Token = "lab-http-token-0123456789";

    public const string HmacSecret = "lab-http-hmac-secret";

    public const string HookKey = "labhttpkey0123456789";

    public const string Body = """{"to":"${phone}","from":"${sender}","text":"${message}","ref":"${id}","callback":"${dlrUrl}"}""";

    private int _count;

    private HttpCarrierSimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions => $"""
          endpoint         {Endpoint(Address)}
          contentType      json
          body             {Body}
          auth             bearer
          token            {Token}
          idPath           messages[0].id
          permanentPattern "reason":"permanent"
          temporaryPattern "reason":"temporary"
          optOutPattern    "reason":"optOut"
          stopPattern      "reason":"accountStop"
          hookKey          {HookKey}
          hmacSecret       {HmacSecret}
          receiptId        message.id
          receiptReference message.ref
          receiptState     message.state
          inboundId        message.id
          inboundFrom      message.from
          inboundTo        message.to
          inboundText      message.text
        """;

    public static Uri Endpoint(Uri address) => new(address, "/v1/messages");

    public static async Task<HttpCarrierSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new HttpCarrierSimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var told = state switch { "sent" => "ENROUTE", "delivered" => "DELIVRD", "failed" => "UNDELIV", "expired" => "EXPIRED", _ => state };
        var sent = JsonSerializer.Deserialize<JsonElement>(message.Raw);
        return Task.FromResult<IReadOnlyList<LabCall>>(
        [
            Call(new Uri(message.Reference!), new { message = new { id = message.Ids[0], @ref = sent.GetProperty("ref").GetString(), state = told, error = code } }),
        ]);
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LabCall>>(
    [
        Call(new Uri($"{Hook}/inbound?key={HookKey}"), new { message = new { id = NewId("in"), from = text.From, to = text.To, text = text.Text } }),
    ]);

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        if (context.Request.Method == "OPTIONS")
            await AnswerAsync(context, new LabAnswer(204, ""));
        else if (context.Request.Path != "/v1/messages")
            await AnswerAsync(context, new LabAnswer(404, "{}"));
        else if (context.Request.Headers.Authorization != $"Bearer {Token}")
            await AnswerAsync(context, new LabAnswer(401, """{"reason":"unauthorized"}"""));
        else
        {
            await PlayAsync(context, () => Take(body), message => new LabAnswer(200, $$"""{"status":"ok","messages":[{"id":"{{message.Ids[0]}}"}]}"""),
                code => int.TryParse(code, CultureInfo.InvariantCulture, out var status)
                    ? new LabAnswer(status, "{}")
                    : new LabAnswer(200, $$"""{"status":"error","reason":"{{code}}"}"""),
                wait => new LabAnswer(429, "{}") { RetryAfter = wait });
        }
    }

    private static LabCall Call(Uri url, object body)
    {
        var octets = JsonSerializer.SerializeToUtf8Bytes(body);
        return new LabCall
        {
            Method = "POST",
            Url = url,
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Content-Type"] = "application/json",
                ["X-Signature"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HmacSecret), octets)),
            },
            Body = octets,
        };
    }

    private LabMessage Take(string body)
    {
        var sent = JsonSerializer.Deserialize<JsonElement>(body);
        return new LabMessage
        {
            Ids = [NewId("out")],
            From = sent.GetProperty("from").GetString()!,
            To = sent.GetProperty("to").GetString()!,
            Text = sent.GetProperty("text").GetString()!,
            Reference = sent.GetProperty("callback").GetString(),
            Raw = body,
        };
    }

    private string NewId(string kind) => $"{kind}-{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}";
}

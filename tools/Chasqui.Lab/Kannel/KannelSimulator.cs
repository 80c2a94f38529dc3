using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Chasqui.Lab.Kannel;

/// <summary>Kannel's smsbox: sendsms by GET, answers as version 1.4.5 words them, reports to dlr-url, get-url for what comes in.</summary>
internal sealed class KannelSimulator : HttpSimulator
{
    public const string Word = "kannel";

    public const string User = "chasqui";

    public const string Password = "lab-kannel-password";

    public const string HookKey = "labkannelkey0123456789";

    private int _count;

    private KannelSimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions =>
        $"  endpoint {Endpoint(Address)}\n  user     {User}\n  password {Password}\n  hookKey  {HookKey}";

    public static Uri Endpoint(Uri address) => new(address, "/cgi-bin/sendsms");

    public static async Task<KannelSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new KannelSimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    /// <summary>Fills in the escapes of dlr-url, as bearerbox does before it calls.</summary>
    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        if (message.Reference is null)
            return Task.FromResult<IReadOnlyList<LabCall>>([]);
        var (bit, answer) = state switch
        {
            "sent" => ("8", "ACK/"),
            "delivered" => ("1", $"id:{message.Ids[0]} sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:{message.Text}"),
            "failed" or "expired" => ("2", $"id:{message.Ids[0]} sub:001 dlvrd:000 stat:UNDELIV err:{code ?? "011"} text:{message.Text}"),
            "rejected" => ("16", $"NACK/{code ?? "0x0000000b"}/Invalid Destination Address"),
            _ => ("64", state),
        };
        var address = new StringBuilder();
        for (var i = 0; i < message.Reference.Length; i++)
        {
            if (message.Reference[i] != '%' || i + 1 == message.Reference.Length)
            {
                address.Append(message.Reference[i]);
                continue;
            }

            address.Append(message.Reference[++i] switch
            {
                'd' => bit,
                'A' => Uri.EscapeDataString(answer),
                'F' => Uri.EscapeDataString(message.Ids[0]),
                'p' => Uri.EscapeDataString(message.To),
                'P' => Uri.EscapeDataString(message.From),
                'T' => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                '%' => "%",
                var other => $"%{other}",
            });
        }

        return Task.FromResult<IReadOnlyList<LabCall>>([Get(new Uri(address.ToString()))]);
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken)
    {
        var address = $"{Hook}/inbound?key={HookKey}&from={Uri.EscapeDataString(text.From)}&to={Uri.EscapeDataString(text.To)}"
            + $"&text={Uri.EscapeDataString(text.Text).Replace("%20", "+", StringComparison.Ordinal)}&smsc=lab"
            + $"&id={Interlocked.Increment(ref _count):x8}-0000-4000-8000-000000000000&coding=2&charset=UTF-8&ts=2026-01-01+12%3A00%3A00";
        return Task.FromResult<IReadOnlyList<LabCall>>([Get(new Uri(address))]);
    }

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        var query = context.Request.Query;
        if (context.Request.Path != "/cgi-bin/sendsms")
            await AnswerAsync(context, Text(404, ""));
        else if (context.Request.Method != "GET")
            await AnswerAsync(context, Text(400, "Invalid content-type"));
        else if (query["username"] != User || query["password"] != Password)
            await AnswerAsync(context, Text(403, "Authorization failed for sendsms"));
        else if (query["to"].Count == 0)
            await AnswerAsync(context, Text(400, "Missing receiver number, rejected"));
        else if (query["to"].ToString().Length == 0)
            await AnswerAsync(context, Text(400, "Empty receiver number not allowed, rejected"));
        else
            await PlayAsync(context, () => Take(query), _ => Text(202, "0: Accepted for delivery"), Refusal, _ => Text(503, "Temporal failure, try again later."));
    }

    private static LabAnswer Refusal(string code) => code switch
    {
        "authorization" => Text(403, "Authorization failed for sendsms"),
        "denied" => Text(400, "Number(s) has/have been denied by white- and/or black-lists."),
        "misformed" => Text(400, "Charset or body misformed, rejected"),
        "temporal" => Text(503, "Temporal failure, try again later."),
        _ => Text(int.Parse(code, CultureInfo.InvariantCulture), ""),
    };

    private static LabMessage Take(IQueryCollection query)
    {
        var report = query["dlr-url"].FirstOrDefault();
        // Kannel has no id of its own to give: what stands for the message is what it was told to call.
        var id = report is null ? "" : report.Split("&m=")[1].Split('&')[0];
        var octets = Encoding.UTF8.GetBytes(query["text"].ToString());
        return new LabMessage
        {
            Ids = [id],
            From = query["from"].ToString(),
            To = query["to"].ToString(),
            Text = query["coding"] == "0" ? Gsm(query["text"].ToString()) : Encoding.UTF8.GetString(octets),
            Reference = report,
            Raw = query["coding"].ToString(),
        };
    }

    // What coding 0 has no letter for arrives as a question mark.
    private static string Gsm(string text) => string.Concat(text.Select(c => c < 0x80 || "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€".Contains(c, StringComparison.Ordinal) ? c : '?'));

    private static LabAnswer Text(int status, string body) => new(status, body, "text/html");

    private static LabCall Get(Uri address) => new()
    {
        Method = "GET",
        Url = address,
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Body = [],
    };
}

using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Chasqui.Lab.GenericHttp;

/// <summary>
/// Stands where Quality would: nobody outside knows its protocol, so this is a gateway as old ones are. A GET with user and password in
/// the query, a line of text for an answer, callbacks by GET.
/// </summary>
internal sealed class QualitySimulator : HttpSimulator
{
    public const string Word = "quality";

    public const string User = "chasqui";

    public const string Password = "lab-quality-password";

    public const string HookKey = "labqualitykey0123456789";

    public const string Query = "user=${user}&pass=${password}&from=${sender}&to=${phoneDigits}&text=${message}&id=${id}&dlr=${dlrUrl}";

    private int _count;

    private QualitySimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions => $"""
          endpoint         {Endpoint(Address)}
          user             {User}
          password         {Password}
          method           GET
          successPattern   ^OK
          permanentPattern ^ERR permanent
          temporaryPattern ^ERR temporary
          optOutPattern    ^ERR optOut
          stopPattern      ^ERR accountStop
          throttlePattern  ^SLOW (\d+)
          hookKey          {HookKey}
        """;

    public static string Endpoint(Uri address) => $"{new Uri(address, "/send")}?{Query}";

    public static async Task<QualitySimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new QualitySimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var told = state switch { "sent" => "ENROUTE", "delivered" => "DELIVRD", "failed" => "UNDELIV", "expired" => "EXPIRED", _ => state };
        return Task.FromResult<IReadOnlyList<LabCall>>([Get($"{message.Reference}&status={told}&error={code}")]);
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LabCall>>(
    [
        Get($"{Hook}/inbound?key={HookKey}&id=q{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}&from={Uri.EscapeDataString(text.From)}"
            + $"&to={Uri.EscapeDataString(text.To)}&text={Uri.EscapeDataString(text.Text)}"),
    ]);

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        var query = context.Request.Query;
        if (context.Request.Method != "GET" || context.Request.Path != "/send")
            await AnswerAsync(context, Line(404, "ERR no such page"));
        else if (query["user"] != User || query["pass"] != Password)
            await AnswerAsync(context, Line(200, "ERR accountStop"));
        else
        {
            await PlayAsync(context, () => Take(query), message => Line(200, $"OK {message.Ids[0]}"), code => Line(200, $"ERR {code}"),
                wait => Line(200, string.Create(CultureInfo.InvariantCulture, $"SLOW {(int)(wait?.TotalSeconds ?? 1)}")));
        }
    }

    private static LabMessage Take(IQueryCollection query) => new()
    {
        Ids = [query["id"].ToString()],
        From = query["from"].ToString(),
        To = query["to"].ToString(),
        Text = query["text"].ToString(),
        Reference = query["dlr"].ToString(),
        Raw = "",
    };

    private static LabAnswer Line(int status, string body) => new(status, body, "text/plain");

    private static LabCall Get(string address) => new()
    {
        Method = "GET",
        Url = new Uri(address),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Body = [],
    };
}

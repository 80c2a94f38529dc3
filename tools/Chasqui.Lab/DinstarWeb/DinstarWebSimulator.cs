using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Chasqui.Lab.DinstarWeb;

/// <summary>A Dinstar gateway's management site: login form, cookie, send form with a checkbox for each port.</summary>
internal sealed class DinstarWebSimulator : HttpSimulator
{
    public const string Word = "dinstarWeb";

    public const string User = "admin";

    public const string Password = "lab-dinstarweb-password";

    private string _cookie = "";

    private DinstarWebSimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions => $"  endpoint       {Address}\n  user           {User}\n  password       {Password}\n  successPattern The message was submitted";

    /// <summary>Ports ticked, in their order.</summary>
    public ConcurrentQueue<string> Ports { get; } = new();

    public int Logins { get; private set; }

    public static async Task<DinstarWebSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new DinstarWebSimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    /// <summary>The site forgets who is logged in.</summary>
    public void Forget() => _cookie = "";

    /// <summary>Nothing is ever told.</summary>
    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LabCall>>([]);

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LabCall>>([]);

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        if (context.Request.Path == "/goform/IADIdentityAuth")
        {
            var isGood = form.GetValueOrDefault("username") == User && form.GetValueOrDefault("password") == Password;
            if (isGood)
            {
                Logins++;
                _cookie = RandomNumberGenerator.GetHexString(12, lowercase: true);
                context.Response.Headers.SetCookie = new StringValues([$"devckie={_cookie}; path=/; expires=Wed, 21 Oct 2037 07:28:00 GMT", "lang=en"]);
            }

            context.Response.Redirect(isGood ? "/enIndex.htm" : "/enLogin.htm");
        }
        else if (_cookie.Length == 0 || context.Request.Headers.Cookie != $"devckie={_cookie}; lang=en")
        {
            context.Response.Redirect("/enLogin.htm");
        }
        else if (context.Request.Path != "/goform/WIAMsgSend")
        {
            await AnswerAsync(context, Page(404, "Not found"));
        }
        else
        {
            await PlayAsync(context, () => Take(form, body), _ => Page(200, "The message was submitted"),
                code => code == "sendFailed" ? Page(200, "Send failed!") : Page(int.Parse(code, CultureInfo.InvariantCulture), ""), _ => Page(503, ""));
        }
    }

    private static LabAnswer Page(int status, string text) => new(status, $"<html><body><p>{text}</p></body></html>", "text/html");

    private LabMessage Take(Dictionary<string, StringValues> form, string body)
    {
        Ports.Enqueue(form.Keys.Single(name => name.StartsWith("Index", StringComparison.Ordinal))["Index".Length..]);
        var text = form["MsgInfo"].ToString();
        return new LabMessage
        {
            Ids = [],
            From = "",
            To = form["Addressee"].ToString(),
            Text = form["Encoding"] == "1" && text.Any(c => c > 0xFF) ? "?" : text,
            Raw = body,
        };
    }
}

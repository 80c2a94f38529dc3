using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Chasqui.Lab.Twilio;

/// <summary>Twilio Programmable Messaging: messages, their list, media, status callbacks, inbound messages.</summary>
internal sealed class TwilioSimulator : HttpSimulator
{
    public const string Word = "twilio";

    public const string AccountSid = "AC00000000000000000000000000000001";

    public const string AuthToken = "lab_auth_token_0123456789abcdef";

    private static readonly string[] ContentFields = ["Body", "MediaUrl", "ContentSid"];

    private readonly ConcurrentDictionary<string, LabFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Sent> _sent = new(StringComparer.Ordinal);
    private int _count;

    private TwilioSimulator()
    {
    }

    public override string Kind => Word;

    public override string Instructions => $"  accountSid {AccountSid}\n  authToken  {AuthToken}\n  apiAddress {Address}";

    /// <summary>Messages that ask for the list of messages.</summary>
    public int Lists { get; private set; }

    public static async Task<TwilioSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        var simulator = new TwilioSimulator();
        await simulator.ListenAsync(port, cancellationToken);
        return simulator;
    }

    /// <summary>HMAC-SHA1 over the address and, sorted by name, every parameter's name and value.</summary>
    public static string Sign(Uri url, IEnumerable<KeyValuePair<string, string>> form, string token = AuthToken)
    {
        var signed = new StringBuilder(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
        foreach (var (name, value) in form.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            signed.Append(name).Append(value);
        return Convert.ToBase64String(CryptographicOperations.HmacData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed.ToString())));
    }

    public static LabCall Call(Uri url, IReadOnlyList<KeyValuePair<string, string>> form) => new()
    {
        Method = "POST",
        Url = url,
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8",
            ["X-Twilio-Signature"] = Sign(url, form),
            ["I-Twilio-Idempotency-Token"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('&', form))))[..32],
        },
        Body = Encoding.UTF8.GetBytes(string.Join('&', form.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))),
    };

    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        if (message.Reference is null)
            return Task.FromResult<IReadOnlyList<LabCall>>([]);
        // The fragment is for the carrier alone.
        var url = new Uri(new Uri(message.Reference).GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
        List<KeyValuePair<string, string>> form =
        [
            new("MessageSid", message.Ids[0]), new("SmsSid", message.Ids[0]), new("MessageStatus", state), new("SmsStatus", state),
            new("AccountSid", AccountSid), new("From", message.From), new("To", message.To), new("ApiVersion", "2010-04-01"),
        ];
        if (code is not null)
            form.AddRange([new("ErrorCode", code), new("ErrorMessage", "It did not go")]);
        return Task.FromResult<IReadOnlyList<LabCall>>([Call(url, form)]);
    }

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken)
    {
        var sid = NewSid("SM");
        List<KeyValuePair<string, string>> form =
        [
            new("MessageSid", sid), new("SmsSid", sid), new("SmsMessageSid", sid), new("AccountSid", AccountSid),
            new("From", text.From), new("To", text.To), new("Body", text.Text),
            new("NumMedia", text.Media.Count.ToString(CultureInfo.InvariantCulture)), new("NumSegments", "1"),
            new("SmsStatus", "received"), new("ApiVersion", "2010-04-01"), new("FromCountry", "UY"), new("FromCity", ""),
        ];
        foreach (var (index, file) in text.Media.Index())
        {
            var path = $"/2010-04-01/Accounts/{AccountSid}/Messages/{sid}/Media/{NewSid("ME")}";
            _files[path] = file;
            form.AddRange([new($"MediaUrl{index}", new Uri(Address, path).ToString()), new($"MediaContentType{index}", file.ContentType)]);
        }

        if (text.ObeyedWord is not null)
            form.Add(new("OptOutType", text.ObeyedWord));
        return Task.FromResult<IReadOnlyList<LabCall>>([Call(Hook, form)]);
    }

    protected override async Task HandleAsync(HttpContext context, string body)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/storage", StringComparison.Ordinal))
        {
            await StorageAsync(context, path["/storage".Length..]);
            return;
        }

        if (context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountSid}:{AuthToken}"))}")
        {
            await AnswerAsync(context, Error(401, 20003, "Authenticate"));
            return;
        }

        if (_files.ContainsKey(path))
            context.Response.Redirect(new Uri(StorageAddress, $"/storage{path}").ToString()); // to signed storage, which wants no credentials
        else if (path == $"/2010-04-01/Accounts/{AccountSid}/Messages.json" && context.Request.Method == "POST")
            await SubmitAsync(context, body);
        else if (path == $"/2010-04-01/Accounts/{AccountSid}/Messages.json")
            await ListAsync(context);
        else if (path == $"/2010-04-01/Accounts/{AccountSid}/Balance.json")
            await AnswerAsync(context, new LabAnswer(200, $$"""{"currency":"USD","balance":"12.34","account_sid":"{{AccountSid}}"}"""));
        else
            await AnswerAsync(context, Error(404, 20404, "The requested resource was not found"));
    }

    private async Task SubmitAsync(HttpContext context, string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        if (StringValues.IsNullOrEmpty(form.GetValueOrDefault("To")))
            await AnswerAsync(context, Error(400, 21604, "A 'To' phone number is required."));
        else if (StringValues.IsNullOrEmpty(form.GetValueOrDefault("From")) && StringValues.IsNullOrEmpty(form.GetValueOrDefault("MessagingServiceSid")))
            await AnswerAsync(context, Error(400, 21603, "A 'From' phone number is required."));
        else if (!ContentFields.Any(form.ContainsKey))
            await AnswerAsync(context, Error(400, 21619, "A text message body or media urls must be specified."));
        else if (form.GetValueOrDefault("Body").ToString().Length > 1600)
            await AnswerAsync(context, Error(400, 21617, "The concatenated message body exceeds the 1600 character limit"));
        else
            await PlayAsync(context, () => Take(form, body), message => new LabAnswer(201, Json(_sent[message.Ids[0]])),
                code => Error(400, int.Parse(code, CultureInfo.InvariantCulture), "It was refused."),
                wait => Error(429, 20429, "Too Many Requests") with { RetryAfter = wait });
    }

    private async Task ListAsync(HttpContext context)
    {
        Lists++;
        var query = context.Request.Query;
        var found = _sent.Values.Where(sent => sent.Message.To == query["To"] && (query["From"].Count == 0 || sent.Message.From == query["From"]));
        await AnswerAsync(context, new LabAnswer(200, $$"""{"messages":[{{string.Join(',', found.Select(Json))}}],"next_page_uri":null,"page":0}"""));
    }

    private async Task StorageAsync(HttpContext context, string path)
    {
        if (context.Request.Headers.Authorization.Count > 0 || !_files.TryGetValue(path, out var file))
        {
            await AnswerAsync(context, Error(400, 400, "Only one auth mechanism allowed"));
            return;
        }

        context.Response.ContentType = file.ContentType;
        await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private LabMessage Take(Dictionary<string, StringValues> form, string body)
    {
        var media = form.GetValueOrDefault("MediaUrl");
        var message = new LabMessage
        {
            Ids = [NewSid(media.Count > 0 ? "MM" : "SM")],
            From = form.GetValueOrDefault("From").ToString() is { Length: > 0 } from ? from : form["MessagingServiceSid"].ToString(),
            To = form["To"].ToString(),
            Text = form.GetValueOrDefault("Body").ToString(),
            Media = [.. media.OfType<string>()],
            Reference = form.GetValueOrDefault("StatusCallback").FirstOrDefault(),
            Raw = body,
        };
        _sent[message.Ids[0]] = new Sent(message, TimeProvider.System.GetUtcNow());
        return message;
    }

    private static string Json(Sent sent) => JsonSerializer.Serialize(new
    {
        sid = sent.Message.Ids[0],
        account_sid = AccountSid,
        status = "queued",
        body = sent.Message.Text,
        from = sent.Message.From,
        to = sent.Message.To,
        num_segments = "1",
        num_media = sent.Message.Media.Count.ToString(CultureInfo.InvariantCulture),
        direction = "outbound-api",
        error_code = (int?)null,
        price = (string?)null,
        date_created = sent.At.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
    });

    private static LabAnswer Error(int status, int code, string message) => new(
        status, $$"""{"code":{{code}},"message":"{{message}}","more_info":"https://www.twilio.com/docs/errors/{{code}}","status":{{status}}}""");

    private string NewSid(string kind) => $"{kind}{Interlocked.Increment(ref _count):x32}";

    private sealed record Sent(LabMessage Message, DateTimeOffset At);
}

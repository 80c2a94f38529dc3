using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Kannel;

/// <summary>
/// Kannel's smsbox, its HTTP interface <c>sendsms</c> (user guide 1.4.5, chapter "Using the SMS sending interface"). It gives no id, so
/// ours travels in the address it reports to. It takes much without a word: an empty text is sent, a long one is cut, of several
/// numbers the bad ones are dropped. So everything is checked before it leaves, and each request has one receiver.
/// </summary>
internal sealed partial class KannelKind(ProviderHttp http) : IProviderKind, IWebhookReceiver
{
    public const string Word = "kannel";

    /// <summary>The events Kannel reports, bit by bit: delivered, failed, queued, accepted and refused by the service centre.</summary>
    private const string EveryEvent = "31";

    public string Name => Word;

    public bool Checks => true;

    public IReadOnlyList<string> Topics { get; } = ["status", "inbound"];

    public ProviderSchema Schema { get; } = new("Kannel", "A Kannel or other gateway with Kannel's sendsms interface.",
    [
        new SettingField
        {
            Name = "endpoint",
            Type = SettingType.Address,
            Label = "sendsms address",
            Help = "With port and path: http://gateway.example:13013/cgi-bin/sendsms.",
            Required = true,
        },
        new SettingField { Name = "user", Type = SettingType.Text, Label = "User", Help = "username of the group sendsms-user.",
            Required = true },
        new SettingField { Name = "password", Type = SettingType.Secret, Label = "Password", Required = true },
        HookKey.Field,
        NumberForm.Field(otherwise: NumberForm.Plus),
        NumberForm.CountryField,
        new SettingField
        {
            Name = "maxParts",
            Type = SettingType.Number,
            Label = "Most parts",
            Help = "max-messages of Kannel: it silently cuts what is longer, so longer texts are refused here.",
            Default = "10",
            Least = 1,
            Most = 255,
        },
        new SettingField { Name = "smsc", Type = SettingType.Text, Label = "Route (smsc)",
            Help = "The smsc-id that is to carry the messages. Empty: Kannel chooses.", Advanced = true },
        new SettingField { Name = "account", Type = SettingType.Text, Label = "Account word", Help = "For Kannel's own bills and log.",
            Advanced = true },
        new SettingField
        {
            Name = "validityMinutes",
            Type = SettingType.Number,
            Label = "Validity (minutes)",
            Help = "How long the network tries. 0: as the network likes.",
            Default = "0",
            Least = 0,
            Most = 10_080,
            Advanced = true,
        },
        new SettingField { Name = "dlrMask", Type = SettingType.Number, Label = "Reported events", Help = "dlr-mask.", Default = EveryEvent,
            Least = 0, Most = 31, Advanced = true },
        new SettingField { Name = "timeoutSeconds", Type = SettingType.Number, Label = "Timeout (s)", Help = "For an answer.",
            Default = "20", Least = 1, Most = 120, Advanced = true },
    ]);

    public IProviderConnection Open(ProviderAccount account) => new KannelConnection(account, http);

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now)
    {
        if (!HookKey.Opens(request, account, out var topic))
            return new WebhookAnswer.BadSignature();
        var given = request.Method == "POST" && request.Body.Length > 0 ? request.Text : request.Url.Query;
        var fields = FormText.Parse(given, Encoding.UTF8);
        if (Charset(fields.GetValueOrDefault("charset") ?? "") is { } charset)
            fields["text"] = FormText.Parse(given, charset).GetValueOrDefault("text") ?? "";
        return topic switch
        {
            "status" => Receipt(fields, now),
            "inbound" => Inbound(fields),
            _ => new WebhookAnswer.NotUnderstood("Kannel calls …/status and …/inbound."),
        };
    }

    private static WebhookAnswer Receipt(Dictionary<string, string> fields, DateTimeOffset now)
    {
        if (!Guid.TryParse(fields.GetValueOrDefault("m"), out var id))
            return new WebhookAnswer.NotUnderstood("A receipt without our id (m).");
        var answer = fields.GetValueOrDefault("a") ?? "";
        DeliveryState? state = fields.GetValueOrDefault("st") switch
        {
            "1" => DeliveryState.Delivered,
            "2" => DeliveryState.Undelivered,
            "4" => DeliveryState.Accepted,
            "8" => DeliveryState.Sent,
            "16" => DeliveryState.Rejected,
            _ => null,
        };
        if (state is null)
            return new WebhookAnswer.Taken(); // an event of a Kannel to come: nothing we know changes
        return new WebhookAnswer.Taken
        {
            Reports =
            [
                new DeliveryReport
                {
                    ProviderMessageId = KannelConnection.PartId(MessageId.From(id)),
                    Reference = MessageId.From(id),
                    State = state.Value,
                    Code = Code(answer),
                    At = At(fields.GetValueOrDefault("ts")) ?? now,
                },
            ],
        };
    }

    private static WebhookAnswer Inbound(Dictionary<string, string> fields)
    {
        var (from, to) = (fields.GetValueOrDefault("from") ?? "", fields.GetValueOrDefault("to") ?? "");
        if (from.Length == 0 || to.Length == 0)
            return new WebhookAnswer.NotUnderstood("An incoming message without from or to: see the get-url in the documentation.");
        // An empty answer, and max-messages = 0 at Kannel: else it would send our answer to the contact.
        return new WebhookAnswer.Taken
        {
            Messages =
            [
                new InboundMessage
                {
                    ProviderMessageId = fields.GetValueOrDefault("id") ?? "",
                    From = from,
                    To = to,
                    Text = fields.GetValueOrDefault("text") ?? "",
                },
            ],
        };
    }

    /// <summary>Never the whole answer: a receipt quotes the text.</summary>
    private static string? Code(string answer)
    {
        var nack = Nack().Match(answer);
        if (nack.Success)
            return $"{Word}:{nack.Value}";
        var error = ReceiptError().Match(answer);
        return error.Success && error.Groups["code"].Value.Trim('0').Length > 0 ? $"{Word}:err{error.Groups["code"].Value}" : null;
    }

    private static DateTimeOffset? At(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(unix)
            : null;

    // Null for UTF-8, the default of what is configured at Kannel.
    private static Encoding? Charset(string name) => name.ToUpperInvariant() switch
    {
        "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
        "UTF-16BE" or "UTF-16" => Encoding.BigEndianUnicode,
        "WINDOWS-1252" or "CP1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        _ => null,
    };

    [GeneratedRegex("^NACK/[0-9a-zA-Z]{1,16}", RegexOptions.NonBacktracking)]
    private static partial Regex Nack();

    [GeneratedRegex(@"\berr:(?<code>[0-9A-Za-z]{1,8})", RegexOptions.NonBacktracking)]
    private static partial Regex ReceiptError();
}

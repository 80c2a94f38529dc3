using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dinstar;

/// <summary>
/// Dinstar's GSM gateways (UC2000, DWG2000 and relatives) by their HTTP API, manuals v1.1 (2019) and v202011: HTTP Digest, JSON, at most
/// 1500 octets of text and 128 numbers a request (we send one), one-element port lists so that our side decides whose turn it is.
/// </summary>
/// <remarks>
/// The gateway's own id of a message is the integer <c>user_id</c> that we choose. It is 31 random bits of our id, so it is the same after
/// a restart, on every node and in a look-up, and nothing need be remembered. 31 bits are not unique for ever, so the part's id adds a
/// mark of the number: two messages would have to share those bits and the receiver.
/// </remarks>
internal sealed class DinstarKind(ProviderHttp http, TimeProvider time) : IProviderKind, IWebhookReceiver
{
    public const string Word = "dinstar";

    public string Name => Word;

    public bool Checks => true;

    public bool Listens => true;

    public IReadOnlyList<string> Topics { get; } = ["push"];

    public ProviderSchema Schema { get; } = new("Dinstar", "A Dinstar GSM gateway (UC2000, DWG2000) by its HTTP API.",
    [
        new SettingField
        {
            Name = "endpoint",
            Type = SettingType.Address,
            Label = "Address of the gateway",
            Help = "http://10.0.0.20 or https://…:443. A private network must be allowed under Chasqui:Egress:Allow.",
            Required = true,
        },
        new SettingField { Name = "user", Type = SettingType.Text, Label = "User",
            Help = "Of the gateway's API (Mobile configuration → SMS → API).", Required = true },
        new SettingField { Name = "password", Type = SettingType.Secret, Label = "Password", Required = true },
        new SettingField
        {
            Name = "ports",
            Type = SettingType.Text,
            Label = "Ports that take turns",
            Help = "(0.3) is ports 0 to 3, (0,2,5) those three. A dialer's dial string goes before it. Empty: the gateway chooses.",
        },
        new SettingField
        {
            Name = "portNumbers",
            Type = SettingType.LongText,
            Label = "Numbers of the ports",
            Help = "One in a line, port = number: 0 = +59899111222. It says which sender an incoming message is for; without it the gateway's own note of the SIM's number is taken.",
        },
        NumberForm.Field(otherwise: NumberForm.National),
        NumberForm.CountryField with { Advanced = false },
        new SettingField
        {
            Name = "timeZone",
            Type = SettingType.Text,
            Label = "Time zone of the gateway",
            Help = "America/Montevideo. Its times carry none.",
            Default = "UTC",
        },
        HookKey.Field with { Help = "Only for the push mode: the gateway's push address is …/push?key=…. Polling needs none." },
        Number("pollSeconds", "Poll every (s)", "For incoming messages, results and receipts. 0: push mode only.", 10, 0, 3600),
        Number("concurrency", "Requests at a time", "It is a small server.", 1, 1, 16),
        Number("mostQueued", "Most in its queue", "Sending waits while the gateway holds more.", 200, 1, 100_000),
        Number("resultMinutes", "Ask for results of the last (min)", "How far back results and receipts are asked for.", 120, 1, 10_080),
        new SettingField
        {
            Name = "incomingMethod",
            Type = SettingType.Choice,
            Label = "Method of query_incoming_sms",
            Help = "GET with a query in newer manuals, POST with JSON in others.",
            Options = ["GET", "POST"],
            Default = "GET",
            Advanced = true,
        },
        new SettingField
        {
            Name = "textIsEncoded",
            Type = SettingType.Boolean,
            Label = "Pushed texts are percent-encoded",
            Help = "On some firmware.",
            Default = "false",
            Advanced = true,
        },
        Number("timeoutSeconds", "Timeout (s)", "For an answer.", 15, 1, 120),
        Number("lookUpSeconds", "Pause between look-ups (s)",
            "A message is certainly not there when two look-ups this far apart find nothing.", 5, 1, 60),
    ]);

    public IProviderConnection Open(ProviderAccount account) => new DinstarConnection(account, http, time);

    /// <summary>
    /// Push mode: the gateway signs nothing and says nothing of who it is. Results and messages are taken; what it pushes of receipts
    /// names a message only by a number from 0 to 255 that means nothing without the results before it, so polling brings those.
    /// </summary>
    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now)
    {
        if (!HookKey.Opens(request, account, out _))
            return new WebhookAnswer.BadSignature();
        if (JsonPath.Parse(request.Body) is not { ValueKind: System.Text.Json.JsonValueKind.Object } push)
            return new WebhookAnswer.NotUnderstood("The gateway pushes JSON objects.");
        var reader = new DinstarReader(account.Settings);
        var messages = reader.Messages(push, new Dictionary<int, string>());
        return messages.Any(message => message.To.Length == 0)
            ? new WebhookAnswer.NotUnderstood("An incoming message on a port whose number is not in the settings (portNumbers).")
            : new WebhookAnswer.Taken
            {
                Messages = messages,
                Reports = [.. reader.Results(push, "sms_result").Select(result => result.Report)]
            };
    }

    private static SettingField Number(string name, string label, string help, int otherwise, int least, int most) => new()
    {
        Name = name,
        Type = SettingType.Number,
        Label = label,
        Help = help,
        Default = otherwise.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Least = least,
        Most = most,
        Advanced = true,
    };
}

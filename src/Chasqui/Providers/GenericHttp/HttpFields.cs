namespace Chasqui.Providers.GenericHttp;

/// <summary>The settings of a carrier described by settings.</summary>
internal static class HttpFields
{
    private const string Variables =
        "Variables: ${phone} ${phoneDigits} ${phoneNational} ${message} ${messageHexUtf16} ${id} ${sender} ${user} ${password} ${dlrUrl} ${now}.";

    public static SettingField Endpoint { get; } = new()
    {
        Name = "endpoint",
        Type = SettingType.Address,
        Label = "Address",
        Help = $"With path and query, values percent-encoded by us: https://sms.example/send?to=${{phoneDigits}}&text=${{message}}. {Variables}",
        Required = true,
    };

    public static SettingField User { get; } = new() { Name = "user", Type = SettingType.Text, Label = "User" };

    public static SettingField Password { get; } = new() { Name = "password", Type = SettingType.Secret, Label = "Password" };

    public static IReadOnlyList<SettingField> Request { get; } =
    [
        Choice("method", "Method", "POST", ["GET", "POST", "PUT"], null),
        Choice("contentType", "Content type", "form", ["form", "json", "xml", "text"],
            "Of the body. It decides how values are written: percent-encoded, inside JSON strings, inside XML text, or as they are."),
        new SettingField
        {
            Name = "body",
            Type = SettingType.LongText,
            Label = "Body",
            Help = $"As a form: to=${{phoneDigits}}&text=${{message}}; as JSON: {{\"to\":\"${{phone}}\",\"text\":\"${{message}}\"}}. {Variables}",
        },
        Text("headers", "Headers", "One in a line, Name: value, with the same variables.", type: SettingType.LongText),
        Choice("auth", "Authorization", "none", ["none", "basic", "digest", "bearer", "header"],
            "basic and digest use user and password; bearer and header use the token."),
        new SettingField { Name = "token", Type = SettingType.Secret, Label = "Token" },
        Text("tokenHeader", "Header of the token", "For the authorization \"header\".", "X-API-Key"),
        Choice("charset", "Character set", "utf-8", ["utf-8", "iso-8859-1", "windows-1252"],
            "Of texts, both ways. A text with a character it lacks is refused."),
        NumberForm.Field(otherwise: NumberForm.Plus),
        NumberForm.CountryField,
        Number("maxParts", "Most parts", "Longer texts are refused here.", 10, 1, 255),
        Number("timeoutSeconds", "Timeout (s)", "For an answer.", 20, 1, 120),
        new SettingField
        {
            Name = "idempotent",
            Type = SettingType.Boolean,
            Label = "Drops repetitions by ${id}",
            Help = "Only when the carrier promises it: a message whose answer was lost is then sent again.",
            Default = "false",
            Advanced = true,
        },
    ];

    public static IReadOnlyList<SettingField> Answers { get; } =
    [
        Text("successStatus", "Statuses of success", "Numbers and ranges.", "200-299"),
        Text("successPattern", "Pattern of success", "Regular expression the body must match as well. Empty: the status is enough."),
        Text("idPath", "Path of the id", "In a JSON answer: messages[0].id. Empty, and no pattern: our own id stands for the message."),
        Text("idPattern", "Pattern of the id", "Regular expression whose first group is the id."),
        Text("permanentPattern", "Pattern of permanent failures",
            "The first of these patterns that the body matches decides, whatever the status."),
        Text("temporaryPattern", "Pattern of temporary failures", null),
        Text("optOutPattern", "Pattern of opt-outs", "The number goes on the do-not-contact list."),
        Text("stopPattern", "Pattern of account faults", "Balance, suspension, credentials: the provider is paused."),
        Text("throttlePattern", "Pattern of throttling",
            "Its first group may be the seconds to wait. HTTP 408, 425 and 429 throttle without it."),
        Text("throttleHeader", "Header of the wait", "In seconds.", "Retry-After"),
    ];

    public static IReadOnlyList<SettingField> Hooks { get; } =
    [
        HookKey.Field,
        new SettingField { Name = "hmacSecret", Type = SettingType.Secret, Label = "HMAC secret",
            Help = "When the carrier signs the body with HMAC-SHA256.", Advanced = true },
        Text("hmacHeader", "Header of the HMAC", null, "X-Signature", advanced: true),
        Choice("hmacForm", "Form of the HMAC", "hex", ["hex", "base64"], null, advanced: true),
        Text("hmacPrefix", "Prefix of the HMAC", "E.g. sha256=.", advanced: true),
        Text("receiptItems", "Receipts: list", "JSON path of the array, when one call brings several."),
        Text("receiptId", "Receipts: id", "Name in the query or form, or JSON path.", "id"),
        Text("receiptReference", "Receipts: our id", "m is in ${dlrUrl}; else where the carrier gives ${id} back.", "m"),
        Text("receiptState", "Receipts: state", null, "status"),
        Text(
            "receiptStates", "Receipts: states",
            "One in a line, what the carrier says = sent, delivered, read, undelivered, expired, rejected, failed, cancelled, unknown, or optOut.",
            "DELIVRD=delivered\nUNDELIV=undelivered\nEXPIRED=expired\nREJECTD=rejected\nACCEPTD=accepted\nENROUTE=sent\nDELETED=cancelled\nUNKNOWN=unknown",
            SettingType.LongText),
        Text("receiptCode", "Receipts: error code", null, "error"),
        Text("receiptTime", "Receipts: time", "Unix seconds or ISO 8601.", "time", advanced: true),
        Text("inboundItems", "Incoming: list", "JSON path of the array, when one call brings several."),
        Text("inboundId", "Incoming: id", null, "id"),
        Text("inboundFrom", "Incoming: from", null, "from"),
        Text("inboundTo", "Incoming: to", null, "to"),
        Text("inboundAddress", "Incoming: our number", "When the carrier does not say which number was texted."),
        Text("inboundText", "Incoming: text", null, "text"),
        Text("hookAnswer", "Answer to its calls", "The body the carrier wants to see.", advanced: true),
    ];

    /// <summary>The same fields, folded away: for a preset whose first three are enough to begin with.</summary>
    public static IEnumerable<SettingField> Folded(IEnumerable<SettingField> fields) =>
        fields.Select(field => field with { Advanced = true });

    private static SettingField Text(
        string name, string label, string? help, string? otherwise = null, SettingType type = SettingType.Text, bool advanced = false) =>
        new() { Name = name, Type = type, Label = label, Help = help, Default = otherwise, Advanced = advanced };

    private static SettingField Choice(string name, string label, string otherwise, string[] options, string? help,
        bool advanced = false) =>
        new()
        {
            Name = name,
            Type = SettingType.Choice,
            Label = label,
            Help = help,
            Default = otherwise,
            Options = options,
            Advanced = advanced
        };

    private static SettingField Number(string name, string label, string help, int otherwise, int least, int most) => new()
    {
        Name = name,
        Type = SettingType.Number,
        Label = label,
        Help = help,
        Default = otherwise.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Least = least,
        Most = most,
    };
}

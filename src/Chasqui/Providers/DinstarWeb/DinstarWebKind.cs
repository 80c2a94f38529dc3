using Chasqui.Providers.Network;

namespace Chasqui.Providers.DinstarWeb;

/// <summary>
/// Dinstar gateways whose firmware has no HTTP API, by the forms of their management site. Nobody documents these: public scripts agree
/// only in part, so every name and value is a setting. There are no ids, no receipts and nothing incoming.
/// </summary>
internal sealed class DinstarWebKind(ProviderHttp http) : IProviderKind
{
    public const string Word = "dinstarWeb";

    public string Name => Word;

    public bool Checks => true;

    public ProviderSchema Schema { get; } = new("Dinstar (web form)",
        "A Dinstar GSM gateway without API, by the forms of its management site. It can only send.",
    [
        new SettingField
        {
            Name = "endpoint",
            Type = SettingType.Address,
            Label = "Address of the gateway",
            Help = "http://10.0.0.20. A private network must be allowed under Chasqui:Egress:Allow.",
            Required = true,
        },
        Text("user", "User", "Of the management site.") with { Required = true },
        new SettingField { Name = "password", Type = SettingType.Secret, Label = "Password", Required = true },
        Text("ports", "Ports that take turns", "(0.3) is ports 0 to 3, (0,2,5) those three. A dialer's dial string goes before it.", "(0)"),
        NumberForm.Field(otherwise: NumberForm.National),
        NumberForm.CountryField with { Advanced = false },
        Choice("login", "Login", "cookie", ["cookie", "basic"],
            "cookie: a form, then a cookie. basic: HTTP Basic on every page, on older firmware."),
        Choice("encodingGsm", "Encoding of GSM-7 texts", "1", ["0", "1"],
            "Firmware disagrees: send yourself a text with an accent, and change both when it arrives garbled."),
        Choice("encodingUnicode", "Encoding of other texts", "0", ["0", "1"], null),
        Text("failurePattern", "Pattern of failures", "Regular expression; the page the form answers with.", "Send failed", advanced: true),
        Text("successPattern", "Pattern of success", "Empty: any page without failure is a success.", advanced: true),
        Text("loginPattern", "Pattern of the login page",
            "In an address it redirects to, or in the page: the session is lost, and begun anew.", "login|IADIdentityAuth", advanced: true),
        Text("loginPath", "Path of the login form", null, "/goform/IADIdentityAuth", advanced: true),
        Text("loginForm", "Login form", "${user} and ${password} are filled in.", "username=${user}&password=${password}", advanced: true),
        Choice("sendMethod", "Method of the send form", "POST", ["POST", "GET"], null, advanced: true),
        Text("sendPath", "Path of the send form", null, "/goform/WIAMsgSend", advanced: true),
        Text(
            "sendForm", "Send form",
            "${port} ${number} ${encoding} ${message} are filled in. Older DWG: CurrentPort=${port}&Addressee=${number}&Encoding=${encoding}&MsgInfo=${message}.",
            "Index${port}=on&SendMode=0&Addressee=${number}&Encoding=${encoding}&MsgInfo=${message}&ok=Send", advanced: true),
        Number("firstPort", "Number of the first port", "0, or 1 where the form counts from one.", 0, 0, 1),
        Choice("charset", "Character set of the form", "utf-8", ["utf-8", "iso-8859-1"], null, advanced: true),
        Number("maxParts", "Most parts", "Longer texts are refused here.", 5, 1, 20),
        Number("timeoutSeconds", "Timeout (s)", "For an answer.", 20, 1, 120),
    ]);

    public IProviderConnection Open(ProviderAccount account) => new DinstarWebConnection(account, http);

    private static SettingField Text(string name, string label, string? help, string? otherwise = null, bool advanced = false) =>
        new() { Name = name, Type = SettingType.Text, Label = label, Help = help, Default = otherwise, Advanced = advanced };

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
        Advanced = true,
    };
}

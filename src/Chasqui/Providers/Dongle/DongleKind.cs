using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dongle;

/// <summary>
/// GSM modems of an Asterisk with chan_dongle, by its manager interface (AMI) over TCP: action DongleSendSMS, events DongleReport and
/// DongleNewSMSBase64. After the source of chan_dongle 2bd3fc2. The payload of a message is our id, and comes back in its reports.
/// </summary>
internal sealed class DongleKind(EgressGuard guard, IWireLog wire, TimeProvider time) : IProviderKind
{
    public const string Word = "dongle";

    public string Name => Word;

    public bool Checks => true;

    public bool Listens => true;

    public ProviderSchema Schema { get; } = new("Asterisk chan_dongle", "GSM modems in an Asterisk, by its manager interface.",
    [
        new SettingField { Name = "host", Type = SettingType.Text, Label = "Host",
            Help = "Of Asterisk. A private network must be allowed under Chasqui:Egress:Allow.", Required = true },
        Number("port", "Port", "5038; 5039 with TLS.", 5038, 1, 65_535),
        new SettingField { Name = "tls", Type = SettingType.Boolean, Label = "TLS", Default = "false" },
        new SettingField { Name = "user", Type = SettingType.Text, Label = "User",
            Help = "Of manager.conf, with read and write permission \"call\".", Required = true },
        new SettingField { Name = "secret", Type = SettingType.Secret, Label = "Secret", Required = true },
        new SettingField
        {
            Name = "devices",
            Type = SettingType.Text,
            Label = "Devices that take turns",
            Help = "Names: dongle0, dongle3; or (0.3) for dongle0 to dongle3. A dialer's dial string goes before it.",
            Default = "dongle0",
        },
        new SettingField { Name = "devicePrefix", Type = SettingType.Text, Label = "Name before the number",
            Help = "(0.3) is this with 0 to 3.", Default = "dongle" },
        new SettingField
        {
            Name = "deviceNumbers",
            Type = SettingType.LongText,
            Label = "Numbers of the devices",
            Help = "One in a line, dongle0 = +59899111222: for which sender an incoming message is.",
        },
        Number("perMinute", "Messages a minute and device", "Modems and SIM plans take few.", 10, 1, 600),
        NumberForm.Field(otherwise: NumberForm.Plus),
        NumberForm.CountryField,
        Number("validityMinutes", "Validity (minutes)", "How long the network tries.", 1440, 5, 10_080) with { Advanced = true },
        new SettingField { Name = "report", Type = SettingType.Boolean, Label = "Ask for receipts", Default = "true", Advanced = true },
        Number("timeoutSeconds", "Timeout (s)", "For an answer.", 15, 1, 120) with { Advanced = true },
    ]);

    public IProviderConnection Open(ProviderAccount account) => new DongleConnection(account, guard, wire, time);

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

using System.Globalization;
using Chasqui.Providers.Network;
using Chasqui.Smpp;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Receipts;

namespace Chasqui.Providers.Smpp;

/// <summary>
/// A carrier's SMSC over SMPP 3.4 (protocols §5). One node listens and binds for both ways; the other nodes that send through the same
/// account bind as transmitters.
/// </summary>
internal sealed class SmppKind(EgressGuard guard, IWireLog wire, TimeProvider time) : IProviderKind
{
    public const string Word = "smpp";

    /// <summary>Below the server's own patience with a provider, so that a lost answer is told as what it is.</summary>
    private const int LongestAnswer = 9;

    public string Name => Word;

    public bool Checks => true;

    public bool Listens => true;

    public ProviderSchema Schema { get; } = new("SMPP 3.4", "A carrier's or aggregator's SMSC over the protocol every one of them speaks.",
    [
        new() { Name = "hosts", Type = SettingType.Text, Required = true, Label = "Hosts", Help = "host:port, several with commas between them: each new attempt takes the next. 2775 is the usual port." },
        new() { Name = "tls", Type = SettingType.Boolean, Label = "TLS", Default = "false", Help = "Without it password and texts travel in the clear." },
        new() { Name = "systemId", Type = SettingType.Text, Required = true, Label = "System id", Help = "The account's name at the SMSC." },
        new() { Name = "password", Type = SettingType.Secret, Label = "Password" },
        new() { Name = "systemType", Type = SettingType.Text, Label = "System type", Help = "By contract; mostly empty.", Advanced = true },
        new() { Name = "bindMode", Type = SettingType.Choice, Options = ["transceiver", "pair"], Default = "transceiver", Label = "Bind as", Help = "One session for both ways, or a transmitter and a receiver." },
        new() { Name = "window", Type = SettingType.Number, Default = "10", Least = 1, Most = 1000, Label = "Window", Help = "Unanswered requests at most, by contract." },
        new() { Name = "requestsPerSecond", Type = SettingType.Number, Default = "0", Least = 0, Most = 10_000, Label = "Requests per second", Help = "For all senders of this account together; 0 for no limit but the senders' own." },
        new() { Name = "receipts", Type = SettingType.Boolean, Default = "true", Label = "Ask for receipts" },
        new() { Name = "longMessages", Type = SettingType.Choice, Options = ["udh8", "udh16", "sar", "payload"], Default = "udh8", Label = "Long messages", Help = "Header with an 8-bit or 16-bit reference, sar_ parameters, or message_payload in one piece." },
        new() { Name = "messageIds", Type = SettingType.Choice, Options = ["literal", "decimal", "hexThenDecimal", "decimalThenHex", "hex"], Default = "literal", Label = "Message ids", Help = "How the id of an answer is written in its receipt.", Advanced = true },
        new() { Name = "alphabet", Type = SettingType.Choice, Options = ["gsm7", "latin1"], Default = "gsm7", Label = "Default alphabet", Help = "What the SMSC means by data_coding 0.", Advanced = true },
        new() { Name = "shortCodeType", Type = SettingType.Choice, Options = ["3/0", "0/0", "0/1"], Default = "3/0", Label = "Short codes", Help = "Type of number and numbering plan of short codes.", Advanced = true },
        new() { Name = "serviceType", Type = SettingType.Text, Label = "Service type", Advanced = true },
        new() { Name = "validityMinutes", Type = SettingType.Number, Default = "0", Least = 0, Most = 10_080, Label = "Validity (minutes)", Help = "How long the SMSC tries; 0 for its own time.", Advanced = true },
        new() { Name = "receiptOffsetHours", Type = SettingType.Number, Default = "0", Least = -12, Most = 14, Label = "Receipts' time zone (hours from UTC)", Advanced = true },
        new() { Name = "answerSeconds", Type = SettingType.Number, Default = "6", Least = 1, Most = LongestAnswer, Label = "Wait for an answer (s)", Advanced = true },
        new() { Name = "enquireSeconds", Type = SettingType.Number, Default = "30", Least = 5, Most = 600, Label = "Silence before enquire_link (s)", Advanced = true },
    ]);

    public IProviderConnection Open(ProviderAccount account) => new SmppConnection(account, Options(account.Settings), guard, wire, time);

    private static SmppAccount Options(ProviderSettings settings) => new()
    {
        Endpoints = [.. settings.Text("hosts").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Endpoint)],
        BindMode = settings.Text("bindMode") == "pair" ? SmppBindMode.Pair : SmppBindMode.Transceiver,
        AnswerTimeout = settings.Seconds("answerSeconds"),
        Method = settings.Text("longMessages") switch
        {
            "udh16" => SmppConcatenationMethod.Udh16,
            "sar" => SmppConcatenationMethod.Sar,
            "payload" => SmppConcatenationMethod.Payload,
            _ => SmppConcatenationMethod.Udh8,
        },
        IdForm = settings.Text("messageIds") switch
        {
            "decimal" => SmppMessageIdForm.BothDecimal,
            "hexThenDecimal" => SmppMessageIdForm.ResponseHexReceiptDecimal,
            "decimalThenHex" => SmppMessageIdForm.ResponseDecimalReceiptHex,
            "hex" => SmppMessageIdForm.BothHex,
            _ => SmppMessageIdForm.Literal,
        },
        Latin = settings.Text("alphabet") == "latin1",
        ReceiptOffset = TimeSpan.FromHours((double)settings.Number("receiptOffsetHours")),
    };

    private static SmppEndpoint Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new SmppEndpoint(text[..colon].Trim('[', ']'), port)
            : new SmppEndpoint(text, 2775);
    }
}

/// <summary>An account's settings as the connection needs them.</summary>
internal sealed record SmppAccount
{
    public required IReadOnlyList<SmppEndpoint> Endpoints { get; init; }

    public required SmppBindMode BindMode { get; init; }

    public required TimeSpan AnswerTimeout { get; init; }

    public required SmppConcatenationMethod Method { get; init; }

    public required SmppMessageIdForm IdForm { get; init; }

    /// <summary>data_coding 0 is Latin-1 and not GSM 7-bit.</summary>
    public required bool Latin { get; init; }

    public required TimeSpan ReceiptOffset { get; init; }
}

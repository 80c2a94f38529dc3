using Chasqui.Lab;
using Chasqui.Lab.Dongle;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Dongle;

public sealed class DongleCompliance : ProviderCompliance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override string Kind => DongleKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("deviceNotFound", SendFailureClass.PermanentSender), ("deviceDisabled", SendFailureClass.Transient), ("deviceDisconnected", SendFailureClass.Transient),
        ("invalidNumber", SendFailureClass.PermanentRecipient), ("utf8", SendFailureClass.PermanentMessage), ("pdu", SendFailureClass.PermanentMessage),
        ("smsdb", SendFailureClass.Transient), ("queue", SendFailureClass.Transient), ("permission", SendFailureClass.AccountStop),
    ];

    private protected override string? NotApplicable(ComplianceCase asked) => asked switch
    {
        ComplianceCase.Throttled => "a modem says nothing of its pace; ours keeps to one by itself",
        ComplianceCase.OptOut => "a modem knows no opt-outs",
        ComplianceCase.BadSignature or ComplianceCase.Replay => "events come over our own session, once",
        _ => null,
    };

    private protected override Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) => AsteriskSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new DongleKind(bench.Guard, bench.Wire, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => SettingsOf(address, patience);

    private protected override object ProductSettings() => SettingsOf(Simulator.Address, TimeSpan.FromSeconds(8), ProductSender);

    internal static object SettingsOf(Uri address, TimeSpan patience, string number = "+15550001111") => new
    {
        host = address.Host,
        port = address.Port,
        user = AsteriskSimulator.User,
        secret = AsteriskSimulator.Secret,
        deviceNumbers = $"dongle0 = {number}",
        perMinute = 600,
        timeoutSeconds = Math.Max(1, patience.TotalSeconds),
    };

    private protected override async Task<IReadOnlyList<DeliveryReport>> HearReceiptsAsync(
        ProviderAccount account, LabMessage message, string state, string? code, CancellationToken cancellationToken) =>
        (await HearAsync(account, () => Simulator.TellAsync(message, state, code, cancellationToken), cancellationToken)).Reports;

    private protected override async Task<IReadOnlyList<InboundMessage>> HearInboundAsync(
        ProviderAccount account, LabText text, CancellationToken cancellationToken) =>
        (await HearAsync(account, () => Simulator.BringAsync(text, cancellationToken), cancellationToken)).Messages;

    // Events come in order: when the mark has been heard, everything before it has been too.
    private async Task<(IReadOnlyList<InboundMessage> Messages, IReadOnlyList<DeliveryReport> Reports)> HearAsync(
        ProviderAccount account, Func<Task> tell, CancellationToken cancellationToken)
    {
        const string mark = "that was all";
        var events = new RecordedEvents();
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var connection = (IListeningConnection)Product.Open(account);
        var listening = connection.ListenAsync(events, until.Token);
        await events.LinkAsync(LinkState.Connected, cancellationToken);
        await tell();
        await Simulator.BringAsync(new LabText("+59898000000", "", mark), cancellationToken);
        var messages = new List<InboundMessage>();
        while (await events.Messages.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken) is var heard && heard.Text != mark)
            messages.Add(heard);
        await until.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
        var reports = new List<DeliveryReport>();
        while (events.Reports.TryRead(out var report))
            reports.Add(report);
        return (messages, reports);
    }
}

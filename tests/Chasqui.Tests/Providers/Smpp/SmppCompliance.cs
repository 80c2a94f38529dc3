using System.Collections.Concurrent;
using Chasqui.Lab;
using Chasqui.Lab.Smpp;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Compliance;
using Chasqui.Providers.Smpp;

namespace Chasqui.Providers;

public sealed class SmppCompliance : ProviderCompliance
{
    public override string Kind => SmppKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("0B", SendFailureClass.PermanentRecipient),
        ("0A", SendFailureClass.PermanentSender),
        ("45", SendFailureClass.Transient),
        ("66", SendFailureClass.PermanentMessage),
    ];

    private protected override TimeSpan? ThrottleHint => null;

    private protected override int IdsFor(int parts) => parts;

    private protected override string? NotApplicable(ComplianceCase asked) => asked switch
    {
        ComplianceCase.BrokenAnswer => "a PDU that is none ends the session: the library's own tests send them by the million",
        ComplianceCase.OptOut => "SMPP has no word for it",
        ComplianceCase.BadSignature or ComplianceCase.Replay => "a session and no calls",
        _ => null,
    };

    private protected override Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) => SmppSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new SmppKind(bench.Guard, bench.Wire, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => new
    {
        hosts = $"{address.Host}:{address.Port}",
        systemId = "chasqui",
        password = SmppSimulator.Password,
        answerSeconds = (int)Math.Clamp(patience.TotalSeconds, 1, 9),
    };

    private protected override async Task<IReadOnlyList<DeliveryReport>> HearReceiptsAsync(
        ProviderAccount account, LabMessage message, string state, string? code, CancellationToken cancellationToken) =>
        (await HearAsync(account, () => Simulator.TellAsync(message, state, code, cancellationToken), cancellationToken)).Reports;

    private protected override async Task<IReadOnlyList<InboundMessage>> HearInboundAsync(
        ProviderAccount account, LabText text, CancellationToken cancellationToken)
    {
        var messages = (await HearAsync(account, () => Simulator.BringAsync(text, cancellationToken), cancellationToken)).Messages;
        return messages is [{ Part: not null }, ..]
            ? [messages[0] with { Text = ReceivedPart.Join([.. messages.OrderBy(message => message.Part!.Number).Select(message => message.Part!.Encoded!)]) }]
            : messages;
    }

    // The SMSC's request ends when it has been answered, and it is answered when it has been stored.
    private async Task<Heard> HearAsync(ProviderAccount account, Func<Task> tell, CancellationToken cancellationToken)
    {
        var heard = new Heard();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var connection = (IListeningConnection)Product.Open(account);
        var listening = connection.ListenAsync(heard, stop.Token);
        await tell();
        await stop.CancelAsync();
        await listening;
        return heard;
    }

    private sealed class Heard : IProviderEvents
    {
        private readonly ConcurrentQueue<InboundMessage> _messages = new();
        private readonly ConcurrentQueue<DeliveryReport> _reports = new();

        public IReadOnlyList<InboundMessage> Messages => [.. _messages];

        public IReadOnlyList<DeliveryReport> Reports => [.. _reports];

        public Task InboundAsync(InboundMessage message, CancellationToken cancellationToken)
        {
            _messages.Enqueue(message);
            return Task.CompletedTask;
        }

        public Task ReportsAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
        {
            foreach (var report in reports)
                _reports.Enqueue(report);
            return Task.CompletedTask;
        }

        public void Link(LinkState state, string? sentence)
        {
        }
    }
}

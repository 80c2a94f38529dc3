using Chasqui.Lab;
using Chasqui.Lab.WhatsApp;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.WhatsApp;

public sealed class WhatsAppCompliance : ProviderCompliance
{
    public override string Kind => WhatsAppKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("131026", SendFailureClass.PermanentRecipient), ("190", SendFailureClass.AccountStop), ("0", SendFailureClass.AccountStop),
        ("210", SendFailureClass.AccountStop), ("131000", SendFailureClass.Transient), ("131047", SendFailureClass.NeedsTemplate),
        ("131050", SendFailureClass.OptOut), ("131056", SendFailureClass.Throttle), ("130497", SendFailureClass.PermanentSender),
        ("132000", SendFailureClass.PermanentMessage), ("133005", SendFailureClass.AccountStop), ("139999", SendFailureClass.Transient),
    ];

    private protected override string OptOutCode => "131050";

    private protected override TimeSpan? ThrottleHint => TimeSpan.FromMinutes(7);

    private protected override IReadOnlyList<(string State, DeliveryState Ours)> Life =>
        [("sent", DeliveryState.Sent), ("delivered", DeliveryState.Delivered), ("read", DeliveryState.Read)];

    private protected override OutboundMessage NewMessage(string text) => base.NewMessage(text) with { Medium = Medium.WhatsApp };

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await WhatsAppSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new WhatsAppKind(bench.Http);

    private protected override object Settings(Uri address, TimeSpan patience) => WhatsAppTests.Settings(address, patience);
}

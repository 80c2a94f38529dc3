using Chasqui.Lab;
using Chasqui.Lab.Twilio;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Twilio;

public sealed class TwilioCompliance : ProviderCompliance
{
    public override string Kind => TwilioKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("21211", SendFailureClass.PermanentRecipient), ("21614", SendFailureClass.PermanentRecipient), ("21408", SendFailureClass.PermanentSender),
        ("21620", SendFailureClass.PermanentMessage), ("20003", SendFailureClass.AccountStop), ("30002", SendFailureClass.AccountStop),
        ("21610", SendFailureClass.OptOut), ("63016", SendFailureClass.NeedsTemplate), ("21611", SendFailureClass.Throttle),
        ("20500", SendFailureClass.Transient), ("21999", SendFailureClass.PermanentMessage), ("30999", SendFailureClass.Transient),
    ];

    private protected override string OptOutCode => "21610";

    private protected override IReadOnlyList<(string State, DeliveryState Ours)> Life =>
        [("queued", DeliveryState.Accepted), ("sent", DeliveryState.Sent), ("delivered", DeliveryState.Delivered), ("read", DeliveryState.Read)];

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await TwilioSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new TwilioKind(bench.Http, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => TwilioTests.Settings(address, patience);
}

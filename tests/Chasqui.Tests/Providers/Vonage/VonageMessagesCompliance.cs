using Chasqui.Lab;
using Chasqui.Lab.Vonage;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Vonage;

public sealed class VonageMessagesCompliance : ProviderCompliance
{
    public override string Kind => VonageKind.Word;

    public override string Column => "vonage (messages)";

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("1020", SendFailureClass.PermanentMessage), ("1050", SendFailureClass.PermanentRecipient), ("1070", SendFailureClass.AccountStop),
        ("1120", SendFailureClass.PermanentSender), ("1220", SendFailureClass.Transient), ("1240", SendFailureClass.OptOut),
        ("1340", SendFailureClass.NeedsTemplate), ("1999", SendFailureClass.Transient),
    ];

    private protected override string OptOutCode => "1240";

    private protected override IReadOnlyList<(string State, DeliveryState Ours)> Life =>
        [("submitted", DeliveryState.Sent), ("delivered", DeliveryState.Delivered), ("read", DeliveryState.Read)];

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await VonageSimulator.StartAsync(0, messages: true, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new VonageKind(bench.Http, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) =>
        VonageTests.Settings(address, patience, "messages", ((VonageSimulator)Simulator).PrivateKey);
}

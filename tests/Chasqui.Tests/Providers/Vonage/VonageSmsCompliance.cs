using System.Text;
using Chasqui.Lab;
using Chasqui.Lab.Vonage;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Vonage;

public sealed class VonageSmsCompliance : ProviderCompliance
{
    public override string Kind => VonageKind.Word;

    public override string Column => "vonage (sms)";

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("2", SendFailureClass.PermanentMessage), ("4", SendFailureClass.AccountStop), ("5", SendFailureClass.Transient),
        ("7", SendFailureClass.PermanentRecipient), ("9", SendFailureClass.AccountStop), ("15", SendFailureClass.PermanentSender),
        ("33", SendFailureClass.PermanentRecipient), ("99", SendFailureClass.Transient),
    ];

    private protected override IReadOnlyList<(string State, DeliveryState Ours)> Life =>
        [("buffered", DeliveryState.Sent), ("accepted", DeliveryState.Sent), ("delivered", DeliveryState.Delivered)];

    private protected override int IdsFor(int parts) => parts;

    private protected override (string State, string Code)? OptOutReceipt => ("failed", "9");

    // The signature is among the parameters.
    private protected override IEnumerable<LabCall> Forgeries(LabCall call)
    {
        var body = Encoding.UTF8.GetString(call.Body);
        foreach (var (genuine, forged) in new[] { ("\"sig\":", "\"gis\":"), ("\"sig\":\"", "\"sig\":\"0"), ("59898344484", "59898344485") })
        {
            body.ShouldContain(genuine);
            yield return call with { Body = Encoding.UTF8.GetBytes(body.Replace(genuine, forged, StringComparison.Ordinal)) };
        }
    }

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await VonageSimulator.StartAsync(0, messages: false, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new VonageKind(bench.Http, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => VonageTests.Settings(address, patience, "sms", "");
}

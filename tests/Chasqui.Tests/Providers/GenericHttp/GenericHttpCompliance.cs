using Chasqui.Lab;
using Chasqui.Lab.GenericHttp;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.GenericHttp;

public sealed class GenericHttpCompliance : ProviderCompliance
{
    public override string Kind => GenericHttpKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("permanent", SendFailureClass.PermanentMessage), ("temporary", SendFailureClass.Transient), ("accountStop", SendFailureClass.AccountStop),
        ("400", SendFailureClass.PermanentMessage), ("401", SendFailureClass.AccountStop), ("500", SendFailureClass.Transient), ("504", SendFailureClass.UnknownOutcome),
    ];

    private protected override string OptOutCode => "optOut";

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await HttpCarrierSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new GenericHttpKind(bench.Http, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => SettingsOf(address, patience);

    internal static object SettingsOf(Uri address, TimeSpan patience) => new
    {
        endpoint = HttpCarrierSimulator.Endpoint(address),
        contentType = "json",
        body = HttpCarrierSimulator.Body,
        auth = "bearer",
        token = HttpCarrierSimulator.Token,
        idPath = "messages[0].id",
        permanentPattern = "\"reason\":\"permanent\"",
        temporaryPattern = "\"reason\":\"temporary\"",
        optOutPattern = "\"reason\":\"optOut\"",
        stopPattern = "\"reason\":\"accountStop\"",
        hookKey = HttpCarrierSimulator.HookKey,
        hmacSecret = HttpCarrierSimulator.HmacSecret,
        receiptId = "message.id",
        receiptReference = "message.ref",
        receiptState = "message.state",
        receiptCode = "message.error",
        inboundId = "message.id",
        inboundFrom = "message.from",
        inboundTo = "message.to",
        inboundText = "message.text",
        timeoutSeconds = Math.Max(1, patience.TotalSeconds),
    };
}

using Chasqui.Lab;
using Chasqui.Lab.GenericHttp;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.GenericHttp;

public sealed class QualityCompliance : ProviderCompliance
{
    public override string Kind => QualityKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("permanent", SendFailureClass.PermanentMessage), ("temporary", SendFailureClass.Transient), ("accountStop", SendFailureClass.AccountStop),
    ];

    private protected override string OptOutCode => "optOut";

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await QualitySimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new QualityKind(bench.Http, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => new
    {
        endpoint = QualitySimulator.Endpoint(address),
        user = QualitySimulator.User,
        password = QualitySimulator.Password,
        method = "GET",
        successPattern = "^OK",
        permanentPattern = "^ERR permanent",
        temporaryPattern = "^ERR temporary",
        optOutPattern = "^ERR optOut",
        stopPattern = "^ERR accountStop",
        throttlePattern = @"^SLOW (\d+)",
        hookKey = QualitySimulator.HookKey,
        timeoutSeconds = Math.Max(1, patience.TotalSeconds),
    };

    private protected override IEnumerable<LabCall> Forgeries(LabCall call) => KeyForgeries.Of(call, QualitySimulator.HookKey);
}

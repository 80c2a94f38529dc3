using Chasqui.Lab;
using Chasqui.Lab.Kannel;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Kannel;

public sealed class KannelCompliance : ProviderCompliance
{
    public override string Kind => KannelKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("denied", SendFailureClass.PermanentRecipient), ("misformed", SendFailureClass.PermanentMessage), ("temporal", SendFailureClass.Transient),
        ("authorization", SendFailureClass.AccountStop), ("404", SendFailureClass.AccountStop), ("502", SendFailureClass.UnknownOutcome),
    ];

    private protected override string? NotApplicable(ComplianceCase asked) => asked switch
    {
        ComplianceCase.Throttled => "Kannel queues what its link cannot take, and never says slower",
        ComplianceCase.OptOut => "Kannel keeps no opt-outs; its black list refuses numbers as such",
        _ => null,
    };

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await KannelSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new KannelKind(bench.Http);

    private protected override object Settings(Uri address, TimeSpan patience) => new
    {
        endpoint = KannelSimulator.Endpoint(address),
        user = KannelSimulator.User,
        password = KannelSimulator.Password,
        hookKey = KannelSimulator.HookKey,
        timeoutSeconds = Math.Max(1, patience.TotalSeconds),
    };

    private protected override IEnumerable<LabCall> Forgeries(LabCall call) => KeyForgeries.Of(call, KannelSimulator.HookKey);
}

using Chasqui.Lab;
using Chasqui.Lab.DinstarWeb;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.DinstarWeb;

public sealed class DinstarWebCompliance : ProviderCompliance
{
    public override string Kind => DinstarWebKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
        [("sendFailed", SendFailureClass.Transient), ("500", SendFailureClass.Transient), ("404", SendFailureClass.AccountStop), ("504", SendFailureClass.UnknownOutcome)];

    private protected override string? NotApplicable(ComplianceCase asked) => asked switch
    {
        ComplianceCase.Throttled => "a management site says nothing of pace",
        ComplianceCase.OptOut => "a gateway with SIM cards knows no opt-outs",
        ComplianceCase.Inbound or ComplianceCase.Receipts or ComplianceCase.Duplicates or ComplianceCase.Reordered or ComplianceCase.UnknownStatus
            or ComplianceCase.BadSignature or ComplianceCase.Replay => "the form only sends: nothing is told of it, and nothing comes in",
        _ => null,
    };

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await DinstarWebSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new DinstarWebKind(bench.Http);

    private protected override object Settings(Uri address, TimeSpan patience) => SettingsOf(address, patience);

    internal static object SettingsOf(Uri address, TimeSpan patience) => new
    {
        endpoint = address,
        user = DinstarWebSimulator.User,
        password = DinstarWebSimulator.Password,
        successPattern = "The message was submitted",
        numberForm = "plus",
        timeoutSeconds = Math.Max(1, patience.TotalSeconds),
    };
}

using Chasqui.Lab;
using Chasqui.Lab.Dinstar;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Dinstar;

public sealed class DinstarCompliance : ProviderCompliance
{
    public override string Kind => DinstarKind.Word;

    private protected override IReadOnlyList<(string Code, SendFailureClass Class)> Rejections =>
    [
        ("400", SendFailureClass.PermanentMessage), ("413", SendFailureClass.PermanentMessage), ("403", SendFailureClass.AccountStop),
        ("486", SendFailureClass.Transient), ("500", SendFailureClass.Transient), ("503", SendFailureClass.Transient), ("550", SendFailureClass.Transient),
    ];

    private protected override string? NotApplicable(ComplianceCase asked) => asked switch
    {
        ComplianceCase.Throttled => "the gateway tells the length of its queue instead, by which we wait",
        ComplianceCase.OptOut => "a gateway with SIM cards knows no opt-outs",
        _ => null,
    };

    private protected override async Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        await DinstarSimulator.StartAsync(0, cancellationToken);

    private protected override IProviderKind CreateKind(ProviderBench bench) => new DinstarKind(bench.Http, bench.Time);

    private protected override object Settings(Uri address, TimeSpan patience) => SettingsOf(address, patience);

    private protected override object ProductSettings() => SettingsOf(Simulator.Address, TimeSpan.FromSeconds(8), ProductSender);

    internal static object SettingsOf(Uri address, TimeSpan patience, string number = "+15550001111") => new
    {
        endpoint = address,
        user = DinstarSimulator.User,
        password = DinstarSimulator.Password,
        hookKey = DinstarSimulator.HookKey,
        portNumbers = $"0 = {number}\n2=+15550002222",
        numberForm = "plus",
        pollSeconds = 1,
        lookUpSeconds = 1,
        timeoutSeconds = Math.Max(1, patience.TotalSeconds),
    };

    private protected override IEnumerable<LabCall> Forgeries(LabCall call) => KeyForgeries.Of(call, DinstarSimulator.HookKey);
}

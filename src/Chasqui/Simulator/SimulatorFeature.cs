using Chasqui.Providers.Simulator;

namespace Chasqui.Simulator;

internal static class SimulatorFeature
{
    public static void AddSimulator(this IServiceCollection services)
    {
        services.AddSingleton<Behaviours>();
        services.AddSingleton<CarrierBooks>();
        services.AddHostedService(provider => provider.GetRequiredService<CarrierBooks>());
        services.AddSingleton<ISimulatedCarrier, SimulatedCarrier>();
        services.AddHostedService<CarrierTeller>();
    }
}

using Chasqui.Providers;
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
        if (services.Any(service => service.ServiceType == typeof(IDeliveryReportSink)) && services.Any(service => service.ServiceType == typeof(IInboundSink)))
            services.AddHostedService<CarrierTeller>();
    }
}

using Chasqui.Providers.Simulator;

namespace Chasqui.Providers;

internal static class ProvidersFeature
{
    public static void AddProviders(this IServiceCollection services)
    {
        services.AddSingleton<IProviderKind, SimulatorKind>();
        services.AddSingleton<ProviderCatalog>();
    }
}

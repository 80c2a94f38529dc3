namespace Chasqui.Providers;

internal static class ProvidersFeature
{
    public static void AddProviders(this IServiceCollection services)
    {
        services.AddSingleton<ProviderCatalog>();
    }
}

using Chasqui.Accounts;

namespace Chasqui.Demo;

internal static class DemoFeature
{
    public static void AddDemo(this IServiceCollection services) => services.AddSingleton<IDemoSeed, DemoSeed>();
}

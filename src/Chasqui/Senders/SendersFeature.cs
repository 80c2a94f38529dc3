using Chasqui.Providers.Network;
using Chasqui.Senders.Wire;

namespace Chasqui.Senders;

internal static class SendersFeature
{
    public static void AddSenders(this IServiceCollection services)
    {
        // Before whoever sends: hosted services stop in reverse order, and the last sends still have something to say.
        services.AddSingleton<WireLog>();
        services.AddSingleton<IWireLog>(provider => provider.GetRequiredService<WireLog>());
        services.AddHostedService(provider => provider.GetRequiredService<WireLog>());
        services.AddSingleton<WireRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<WireRetention>());
    }
}

using Chasqui.Consent;
using Chasqui.Providers;

namespace Chasqui.Inbound;

/// <summary>What contacts write: stored once, in its thread, with its interaction.</summary>
internal static class InboundFeature
{
    public static void AddInbound(this IServiceCollection services)
    {
        services.AddSingleton<Threads>();
        services.AddSingleton<OptOuts>();
        services.AddSingleton<InboundMessages>();
        services.AddSingleton<IInboundSink>(provider => provider.GetRequiredService<InboundMessages>());
    }
}

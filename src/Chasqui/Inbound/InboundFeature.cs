using Chasqui.Consent;
using Chasqui.Inbound.Media;
using Chasqui.Jobs;
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
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MediaDownload>();
        services.AddSingleton<IJobHandler, FetchMedia>();
        services.AddSingleton<InboundParts>();
        services.AddSingleton<IJobHandler, IncompleteMessages>();
        services.AddSingleton<IInboundSink, InboundSink>();
    }
}

using Chasqui.Hosting;

namespace Chasqui.Live;

internal static class LiveFeature
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveDispatcher>();
        services.AddSignalR().AddJsonProtocol(options => Json.Configure(options.PayloadSerializerOptions));
    }

    public static void MapLive(this IEndpointRouteBuilder app) => app.MapHub<LiveHub>("/live").RequiresSignIn();
}

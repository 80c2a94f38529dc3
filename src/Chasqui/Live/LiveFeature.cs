using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.Connections;

namespace Chasqui.Live;

internal static class LiveFeature
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveDispatcher>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<LiveVisibility>();
        services.AddSingleton<LiveRights>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveRights>());
        services.AddHostedService<LiveBroadcaster>();
        services.AddSignalR().AddJsonProtocol(options => Json.Configure(options.PayloadSerializerOptions));
    }

    public static void MapLive(this IEndpointRouteBuilder app) => app.MapHub<LiveHub>("/live", options =>
    {
        // Only WebSockets: the others are for browsers of the past, and a long poll would not notice its session ending.
        options.Transports = HttpTransportType.WebSockets;
        // Who does not read for so long is cut off, and fetches again when it comes back.
        options.TransportSendTimeout = TimeSpan.FromSeconds(5);
    }).RequiresSignIn();
}

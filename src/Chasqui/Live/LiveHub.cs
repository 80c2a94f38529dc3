using Microsoft.AspNetCore.SignalR;

namespace Chasqui.Live;

/// <summary>The hub at /live: browsers say what they look at, and hear when it changed.</summary>
internal sealed class LiveHub : Hub<ILiveClient>;

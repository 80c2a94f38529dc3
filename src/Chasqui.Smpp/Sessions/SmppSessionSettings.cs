using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

/// <summary>What client and server both tell a session; the units and defaults stand at their own options.</summary>
internal sealed record SmppSessionSettings
{
    public required string Name { get; init; }
    public required TimeProvider Time { get; init; }
    public required int WindowSize { get; init; }
    public required TimeSpan ResponseTimeout { get; init; }
    public required TimeSpan EnquireLinkInterval { get; init; }
    public required TimeSpan EnquireLinkTimeout { get; init; }
    public required TimeSpan ThrottlePause { get; init; }
    public required int MaxTimeoutsInARow { get; init; }
    public required int MaxConcurrentRequests { get; init; }
    public double MaxRequestsPerSecond { get; init; }
    public int MaxPduLength { get; init; } = SmppCodec.DefaultMaxLength;
    public Action<SmppWireEntry>? WireLog { get; init; }
}

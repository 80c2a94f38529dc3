namespace Chasqui.Providers.Network;

/// <summary>Settings under "Chasqui:Egress": where the server may connect to on behalf of a setting or a message.</summary>
internal sealed class EgressOptions
{
    public const string Section = "Chasqui:Egress";

    /// <summary>
    /// Networks besides the public internet that may be reached, in CIDR notation: "10.0.0.0/8" for gateways on the premises,
    /// "127.0.0.0/8" for simulators on this machine. Default: none.
    /// </summary>
    public IReadOnlyList<string> Allow { get; init; } = [];
}

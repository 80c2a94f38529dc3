using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Chasqui.Providers.Network;

/// <summary>
/// The one way to an address that a setting or a message names. The name is resolved and every address it gives is judged at the
/// moment of connecting, so a name that later points inward is refused then (engineering: SSRF). Redirects are never followed blindly.
/// </summary>
internal sealed class EgressGuard(IOptions<EgressOptions> options)
{
    /// <summary>How names become addresses.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { private get; init; } = Dns.GetHostAddressesAsync;

    // IANA's special-purpose registries: nothing of these is a carrier on the internet.
    private static readonly IPNetwork[] Inward = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/127", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    }.Select(IPNetwork.Parse)];

    private readonly IPNetwork[] _allowed = [.. options.Value.Allow.Select(IPNetwork.Parse)];

    public bool IsAllowed(IPAddress address)
    {
        var plain = Embedded(address);
        return _allowed.Any(network => network.Contains(plain)) || !Inward.Any(network => network.Contains(plain));
    }

    /// <exception cref="EgressRefusedException">The host is, or resolves to, an address this server must not reach.</exception>
    /// <exception cref="SocketException">It could not be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Resolve(host, cancellationToken);
        // One inward address among several is as bad as all: which one is used is the name server's choice.
        if (addresses.Length == 0 || !addresses.All(IsAllowed))
            throw new EgressRefusedException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // An IPv4 address may come dressed as an IPv6 one: mapped (::ffff:a.b.c.d) or translated (64:ff9b::/96).
    private static IPAddress Embedded(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        Span<byte> octets = stackalloc byte[16];
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.TryWriteBytes(octets, out _)
            && octets[..12].SequenceEqual(new byte[] { 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0 })
                ? new IPAddress(octets[12..])
                : address;
    }
}

/// <summary>A setting or a message named an address this server must not reach.</summary>
internal sealed class EgressRefusedException(string host)
    : Exception($"The address {host} is private, or no address at all, and this server may not reach it. Its operator allows networks under Chasqui:Egress:Allow.");

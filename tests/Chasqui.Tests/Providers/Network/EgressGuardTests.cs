using System.Net;
using System.Net.Sockets;
using Chasqui.Providers.Network;
using Microsoft.Extensions.Options;

namespace Chasqui.Providers;

public sealed class EgressGuardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Every spelling of an inward address that has fooled somebody's guard.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("127.255.255.254")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("0177.0.0.01")]
    [InlineData("017700000001")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("10.1")]
    [InlineData("167772161")]
    [InlineData("0xa.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0xa9fea9fe")]
    [InlineData("2852039166")]
    [InlineData("0251.0376.0251.0376")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("192.168.257")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("0:0:0:0:0:0:0:1")]
    [InlineData("[::1]")]
    [InlineData("::127.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("0:0:0:0:0:ffff:7f00:0001")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public async Task An_inward_address_is_refused_in_every_spelling(string host) =>
        await Should.ThrowAsync<EgressRefusedException>(async () => await Guard().ConnectAsync(host, 80, Cancellation));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.255.255")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("198.20.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void A_public_address_is_allowed(string address) => Guard().IsAllowed(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void A_network_the_operator_allows_is_reached_and_its_neighbour_is_not()
    {
        var guard = Guard("10.1.0.0/16", "fd00:1::/32");

        guard.IsAllowed(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
        guard.IsAllowed(IPAddress.Parse("::ffff:10.1.2.3")).ShouldBeTrue();
        guard.IsAllowed(IPAddress.Parse("fd00:1::5")).ShouldBeTrue();
        guard.IsAllowed(IPAddress.Parse("10.2.0.1")).ShouldBeFalse();
        guard.IsAllowed(IPAddress.Parse("fd00:2::5")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_with_one_inward_address_among_public_ones_is_refused()
    {
        var guard = Guard(_ => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);

        await Should.ThrowAsync<EgressRefusedException>(async () => await guard.ConnectAsync("two.example", 80, Cancellation));
    }

    [Fact]
    public async Task A_name_without_an_address_is_refused()
    {
        var guard = Guard(_ => []);

        await Should.ThrowAsync<EgressRefusedException>(async () => await guard.ConnectAsync("none.example", 80, Cancellation));
    }

    [Fact]
    public async Task A_name_that_turns_inward_between_two_calls_is_refused_at_the_second()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var asked = 0;
        var guard = new EgressGuard(Options.Create(new EgressOptions { Allow = ["127.0.0.1/32"] }))
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]),
        };

        await using (await guard.ConnectAsync("rebinding.example", port, Cancellation))
            await Should.ThrowAsync<EgressRefusedException>(async () => await guard.ConnectAsync("rebinding.example", port, Cancellation));
    }

    private static EgressGuard Guard(params string[] allowed) => new(Options.Create(new EgressOptions { Allow = allowed }));

    private static EgressGuard Guard(Func<string, IPAddress[]> names) =>
        new(Options.Create(new EgressOptions())) { Resolve = (name, _) => Task.FromResult(names(name)) };
}

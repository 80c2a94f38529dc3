using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Chasqui.Messages;
using Microsoft.Extensions.Options;

namespace Chasqui.Hooks;

/// <summary>
/// How many requests are taken. An address has a limit before anything is looked at; a provider's own is touched only by genuine
/// requests, so that a stranger cannot use it up; refusals have one that never stands in a genuine request's way, since behind a
/// proxy all share its address.
/// </summary>
internal sealed class HookRates(IOptions<HooksOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress?> _addresses = PartitionedRateLimiter.Create<IPAddress?, UInt128>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => Bucket(
            options.Value.AddressPerSecond, 5 * options.Value.AddressPerSecond, TimeSpan.FromSeconds(1))));

    private readonly PartitionedRateLimiter<ProviderId> _providers = PartitionedRateLimiter.Create<ProviderId, ProviderId>(id =>
        RateLimitPartition.GetTokenBucketLimiter(id, _ => Bucket(
            options.Value.ProviderPerSecond, 2 * options.Value.ProviderPerSecond, TimeSpan.FromSeconds(1))));

    private readonly PartitionedRateLimiter<IPAddress?> _refusals = PartitionedRateLimiter.Create<IPAddress?, UInt128>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => Bucket(
            options.Value.RefusedPerMinute, options.Value.RefusedPerMinute, TimeSpan.FromMinutes(1))));

    /// <summary>Counts a request; says how long to wait when there were too many.</summary>
    public TimeSpan? Enter(IPAddress? address) => Wait(_addresses.AttemptAcquire(address));

    /// <summary>Counts a genuine request for a provider.</summary>
    public TimeSpan? Enter(ProviderId provider) => Wait(_providers.AttemptAcquire(provider));

    /// <summary>Counts a request with a bad signature.</summary>
    public TimeSpan? Refuse(IPAddress? address) => Wait(_refusals.AttemptAcquire(address));

    public void Dispose()
    {
        _addresses.Dispose();
        _providers.Dispose();
        _refusals.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int tokens, int most, TimeSpan period) =>
        new() { TokensPerPeriod = tokens, TokenLimit = most, ReplenishmentPeriod = period, AutoReplenishment = true };

    private static TimeSpan? Wait(RateLimitLease lease)
    {
        using (lease)
        {
            if (lease.IsAcquired)
                return null;
            return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
        }
    }

    // An IPv6 site has at least 2^64 addresses: it is counted by its prefix.
    private static UInt128 Network(IPAddress? address)
    {
        if (address is null)
            return 0;
        if (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6)
            return new UInt128(0, BitConverter.ToUInt32(address.MapToIPv4().GetAddressBytes()));
        return new UInt128(1, BitConverter.ToUInt64(address.GetAddressBytes()));
    }
}

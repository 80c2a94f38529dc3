using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Chasqui.Accounts;

/// <summary>
/// How many failed sign-ins a network may make on this node: a second brake beside the one per account, against trying one
/// password on many accounts. Successful ones do not count, so a call centre behind one address signs in as it likes.
/// </summary>
internal sealed class SignInRate(TimeProvider time)
{
    public const int Allowed = 100;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int Sweep = 10_000;

    private readonly ConcurrentDictionary<ulong, Count> _counts = new();

    /// <summary>Counts an attempt; says how long to wait when there were too many.</summary>
    public TimeSpan? Enter(IPAddress? address)
    {
        var now = time.GetUtcNow();
        if (_counts.Count > Sweep)
            RemoveOld(now);
        var count = _counts.GetOrAdd(Network(address), static _ => new Count());
        lock (count)
        {
            if (now - count.Since >= Window)
                (count.Since, count.Failures) = (now, 0);
            if (count.Failures >= Allowed)
                return count.Since + Window - now;
            count.Failures++;
            return null;
        }
    }

    /// <summary>The attempt was no failure.</summary>
    public void Forgive(IPAddress? address)
    {
        if (!_counts.TryGetValue(Network(address), out var count))
            return;
        lock (count)
            count.Failures = Math.Max(0, count.Failures - 1);
    }

    private void RemoveOld(DateTimeOffset now)
    {
        foreach (var (network, count) in _counts)
        {
            if (now - count.Since >= Window)
                _counts.TryRemove(network, out _);
        }
    }

    // An IPv6 site has at least 2^64 addresses: it is counted by its prefix.
    private static ulong Network(IPAddress? address)
    {
        if (address is null)
            return 0;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private sealed class Count
    {
        public DateTimeOffset Since { get; set; }

        public int Failures { get; set; }
    }
}

using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Concatenation;

/// <summary>
/// Reference numbers for concatenation: a counter per pair of addresses, so that two long messages to one phone never share one until it
/// has come round. Pairs share 4,096 counters by hash, so memory stays what it is.
/// </summary>
public sealed class SmppReferences
{
    private readonly int[] _counters = new int[4096];

    /// <summary>Counters that begin at random places: a restart must not repeat the references of the last minutes.</summary>
    public SmppReferences()
    {
        for (var i = 0; i < _counters.Length; i++) _counters[i] = Random.Shared.Next(ushort.MaxValue + 1);
    }

    /// <summary>The next reference; for 8 bits take its low octet.</summary>
    public ushort Next(SmppAddress source, SmppAddress destination) =>
        (ushort)Interlocked.Increment(ref _counters[(uint)HashCode.Combine(source, destination) % (uint)_counters.Length]);
}

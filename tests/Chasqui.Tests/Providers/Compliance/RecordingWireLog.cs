using System.Collections.Concurrent;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Compliance;

/// <summary>Keeps the wire log in memory.</summary>
internal sealed class RecordingWireLog : IWireLog
{
    private readonly ConcurrentQueue<WireEntry> _entries = new();

    public IReadOnlyCollection<WireEntry> Entries => _entries;

    public void Record(ProviderAccount account, WireEntry entry) => _entries.Enqueue(entry);
}

using System.Collections.Concurrent;

namespace Chasqui.Providers;

/// <summary>Whose turn it is, for each list of ports that takes turns. Two lists with a port in common know nothing of each
/// other.</summary>
internal sealed class Turns
{
    private readonly ConcurrentDictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);

    /// <summary>Where the next turn of <paramref name="list"/> begins; the list in the order in which its members are to be
    /// tried.</summary>
    public IReadOnlyList<T> Next<T>(string list, IReadOnlyList<T> members)
    {
        if (members.Count < 2)
            return members;
        var start = (int)(_cursors.GetOrAdd(list, _ => new Cursor()).Next() % (uint)members.Count);
        return [.. members.Skip(start), .. members.Take(start)];
    }

    private sealed class Cursor
    {
        private int _turn = -1;

        public uint Next() => (uint)Interlocked.Increment(ref _turn);
    }
}

using System.Collections.Concurrent;
using Chasqui.Accounts;
using Chasqui.Messages;
using Microsoft.AspNetCore.SignalR;

namespace Chasqui.Live;

/// <summary>An open socket and who is behind it.</summary>
internal sealed class LiveConnection(HubCallerContext socket, Caller caller, string? sessionToken)
{
    // A screen watches a handful; more than this is a fault or an attack.
    private const int MostWatched = 500;

    private readonly ConcurrentDictionary<string, bool> _watched = new();

    public string Id => socket.ConnectionId;

    public Caller Caller => caller;

    /// <summary>What its cookie carries, to ask again whether it still holds.</summary>
    public string? SessionToken => sessionToken;

    public UserId UserId => caller.UserId!.Value;

    public bool MayWatchMore => _watched.Count < MostWatched;

    public void NoteWatched(string group) => _watched[group] = true;

    public void NoteUnwatched(string group) => _watched.TryRemove(group, out _);

    public void Close() => socket.Abort();
}

/// <summary>The open sockets of this node.</summary>
internal sealed class LiveConnections
{
    private readonly ConcurrentDictionary<string, LiveConnection> _open = new(StringComparer.Ordinal);

    public ICollection<LiveConnection> All => _open.Values;

    public LiveConnection? Find(string id) => _open.GetValueOrDefault(id);

    public void Add(LiveConnection connection) => _open[connection.Id] = connection;

    public void Remove(string id) => _open.TryRemove(id, out _);

    /// <summary>Closes every socket; browsers come back by themselves and fetch again what they show.</summary>
    public void CloseAll()
    {
        foreach (var connection in _open.Values)
            connection.Close();
    }
}

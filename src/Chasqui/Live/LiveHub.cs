using Chasqui.Accounts;
using Chasqui.Messages;
using Microsoft.AspNetCore.SignalR;

namespace Chasqui.Live;

/// <summary>
/// The hub at /live: browsers say what they look at, and hear when it changed. Watching answers false when there is no such thing
/// or the user may not see it, by the rule of the REST address that shows it.
/// </summary>
internal sealed class LiveHub(LiveConnections connections, LiveVisibility visibility, IEnumerable<IAgentPresence> presences) : Hub<ILiveClient>
{
    public override async Task OnConnectedAsync()
    {
        var http = Context.GetHttpContext();
        if (http?.Features.Get<Caller>() is not { UserId: { } user } caller)
        {
            Context.Abort(); // an API key has no screen
            return;
        }

        var connection = new LiveConnection(Context, caller, SessionCookie.Read(http.Request));
        var unit = caller.BusinessUnitId;
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.User(unit, user), Context.ConnectionAborted);
        if (caller.May(Permission.SuperviseAgents))
            await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Agents(unit), Context.ConnectionAborted);
        if (caller.May(Permission.ViewDialers))
            await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Dialers(unit), Context.ConnectionAborted);
        if (caller.May(Permission.ManageProviders))
            await Groups.AddToGroupAsync(Context.ConnectionId, LiveGroups.Providers(unit), Context.ConnectionAborted);
        connections.Add(connection);
        if (caller.May(Permission.HandleInteractions))
            foreach (var presence in presences)
                await presence.TouchAsync(unit, user, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    public async Task<bool> WatchInteraction(InteractionId id) => Connection is { } connection
        && await visibility.SeesInteractionAsync(connection.Caller, id, Context.ConnectionAborted)
        && await WatchAsync(connection, LiveGroups.Interaction(connection.Caller.BusinessUnitId, id));

    public Task UnwatchInteraction(InteractionId id) => UnwatchAsync(unit => LiveGroups.Interaction(unit, id));

    public async Task<bool> WatchDialer(DialerId id) => Connection is { } connection
        && await visibility.SeesDialerAsync(connection.Caller, id, Context.ConnectionAborted)
        && await WatchAsync(connection, LiveGroups.Dialer(connection.Caller.BusinessUnitId, id));

    public Task UnwatchDialer(DialerId id) => UnwatchAsync(unit => LiveGroups.Dialer(unit, id));

    public async Task<bool> WatchImport(ImportId id) => Connection is { } connection
        && await visibility.SeesImportAsync(connection.Caller, id, Context.ConnectionAborted)
        && await WatchAsync(connection, LiveGroups.Import(connection.Caller.BusinessUnitId, id));

    public Task UnwatchImport(ImportId id) => UnwatchAsync(unit => LiveGroups.Import(unit, id));

    /// <param name="number">E.164, as the handset's events name it.</param>
    public async Task<bool> WatchHandset(string number) => Connection is { } connection
        && LiveVisibility.SeesHandsets(connection.Caller)
        && PhoneNumber.TryParse(number, null, out var handset, out _)
        && await WatchAsync(connection, LiveGroups.Handset(connection.Caller.BusinessUnitId, handset.Value));

    public Task UnwatchHandset(string number) => PhoneNumber.TryParse(number, null, out var handset, out _)
        ? UnwatchAsync(unit => LiveGroups.Handset(unit, handset.Value))
        : Task.CompletedTask;

    private LiveConnection? Connection => connections.Find(Context.ConnectionId);

    private async Task<bool> WatchAsync(LiveConnection connection, string group)
    {
        if (!connection.MayWatchMore)
            return false;
        await Groups.AddToGroupAsync(connection.Id, group, Context.ConnectionAborted);
        connection.NoteWatched(group);
        return true;
    }

    private async Task UnwatchAsync(Func<BusinessUnitId, string> group)
    {
        if (Connection is not { } connection)
            return;
        var name = group(connection.Caller.BusinessUnitId);
        await Groups.RemoveFromGroupAsync(connection.Id, name, Context.ConnectionAborted);
        connection.NoteUnwatched(name);
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal static class ListEntryPoints
{
    public static async Task<Ok<Page<EntryPoint>>> HandleAsync(
        Caller caller, ChasquiDatabase database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var entryPoints = await EntryPoint.ReadAsync(tx, caller.BusinessUnitId, id: null, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<EntryPoint>.From(entryPoints, size, entryPoint => entryPoint.Id.Value));
    }
}

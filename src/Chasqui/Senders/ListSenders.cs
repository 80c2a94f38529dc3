using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal static class ListSenders
{
    public static async Task<Ok<Page<Sender>>> HandleAsync(
        Caller caller, ChasquiDatabase database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var senders = await Sender.ReadAsync(tx, caller.BusinessUnitId, id: null, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<Sender>.From(senders, size, sender => sender.Id.Value));
    }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class ListApiKeys
{
    public static async Task<Ok<Page<ApiKey>>> HandleAsync(
        Caller caller, ChasquiDatabase database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var keys = await ApiKey.ReadAsync(tx, caller.BusinessUnitId, id: null, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<ApiKey>.From(keys, size, key => key.Id.Value));
    }
}

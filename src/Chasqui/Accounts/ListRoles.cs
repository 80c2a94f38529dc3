using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class ListRoles
{
    public static async Task<Ok<Page<Role>>> HandleAsync(
        Caller caller, ChasquiDatabase database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var roles = await Role.ReadAsync(tx, caller.BusinessUnitId, id: null, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<Role>.From(roles, size, role => role.Id.Value));
    }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class ListUsers
{
    public static async Task<Ok<Page<User>>> HandleAsync(
        Caller caller, ChasquiDatabase database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var users = await User.ListAsync(tx, caller.BusinessUnitId, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<User>.From(users, size, user => user.Id.Value));
    }
}

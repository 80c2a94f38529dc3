using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class GetUser
{
    public static async Task<Results<Ok<User>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await User.FindAsync(tx, caller.BusinessUnitId, new UserId(id), cancellationToken) is { } user
            ? TypedResults.Ok(user)
            : Problems.NotFound("user");
    }
}

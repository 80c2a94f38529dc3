using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Chasqui.Accounts;

internal static class GetSession
{
    public static async Task<Results<Ok<Session>, ProblemHttpResult>> HandleAsync(
        Caller caller, ChasquiDatabase database, IOptions<ChasquiOptions> options, CancellationToken cancellationToken)
    {
        if (caller.UserId is not { } user)
            return Problems.Forbidden("usersOnly", "This is for signed-in users, not for API keys.");
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return TypedResults.Ok(await Session.ReadAsync(tx, caller.BusinessUnitId, user, options.Value.Demo, cancellationToken));
    }
}

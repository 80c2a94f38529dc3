using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal static class GetProvider
{
    public static async Task<Results<Ok<Provider>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProviderReader reader, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await reader.FindAsync(tx, caller.BusinessUnitId, new ProviderId(id), cancellationToken) is { } provider
            ? TypedResults.Ok(provider)
            : Problems.NotFound("provider");
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal static class ListProviders
{
    public static async Task<Ok<Page<Provider>>> HandleAsync(
        Caller caller, ChasquiDatabase database, ProviderReader reader, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var providers = await reader.ReadAsync(tx, caller.BusinessUnitId, id: null, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<Provider>.From(providers, size, provider => provider.Id.Value));
    }
}

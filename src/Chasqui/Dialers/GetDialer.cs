using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers;

/// <summary>GET /dialers and GET /dialers/{id}.</summary>
internal static class GetDialer
{
    public static async Task<Results<Ok<Dialer>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await VisibleDialers.FindAsync(tx, caller, new DialerId(id), cancellationToken) is { } dialer
            ? TypedResults.Ok(dialer)
            : Problems.NotFound("dialer");
    }

    public static async Task<Ok<Page<Dialer>>> ListAsync(
        Guid? after, int? limit, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        var most = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var found = await VisibleDialers.ListAsync(tx, caller, after, most + 1, cancellationToken);
        return TypedResults.Ok(Page<Dialer>.From(found, most, dialer => dialer.Id.Value));
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers.Imports;

/// <summary>GET /imports/{id} and GET /imports: how files are getting on.</summary>
internal static class GetImport
{
    private const string FirstErrorsSql =
        """
        SELECT line AS row, "column", code, message FROM import_error
        WHERE business_unit_id = @business_unit_id AND import_id = @import_id
        ORDER BY line LIMIT 100
        """;

    public static async Task<Results<Ok<Import>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await VisibleImports.FindAsync(tx, caller, new ImportId(id), cancellationToken) is not { } import)
            return Problems.NotFound("import");
        var errors = await tx.QueryAsync<ImportError>(
            FirstErrorsSql, new { business_unit_id = caller.BusinessUnitId, import_id = id }, cancellationToken);
        return TypedResults.Ok(import with { Errors = errors });
    }

    public static async Task<Ok<Page<Import>>> ListAsync(
        Guid? dialerId, Guid? after, int? limit, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        var most = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var found = await VisibleImports.ListAsync(tx, caller, dialerId, after, most + 1, cancellationToken);
        return TypedResults.Ok(Page<Import>.From(found, most, import => import.Id.Value));
    }
}

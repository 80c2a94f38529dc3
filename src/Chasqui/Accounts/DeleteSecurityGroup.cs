using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class DeleteSecurityGroup
{
    private const string DeleteSql = "DELETE FROM security_group WHERE business_unit_id = @business_unit_id AND id = @id";

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await tx.ExecuteAsync(DeleteSql, new { business_unit_id = caller.BusinessUnitId, id }, cancellationToken) == 0)
            return Problems.NotFound("security group");
        await Audit.RecordAsync(tx, caller, "securityGroup.delete", "securityGroup", id, null, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

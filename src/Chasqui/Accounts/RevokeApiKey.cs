using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

/// <summary>DELETE /api-keys/{id}: the key stops at once and stays in the list, so that the audit can name it.</summary>
internal static class RevokeApiKey
{
    private const string RevokeSql =
        """
        UPDATE api_key SET revoked_at = coalesce(revoked_at, @now)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await tx.ExecuteAsync(RevokeSql, new { business_unit_id = caller.BusinessUnitId, id, now }, cancellationToken) == 0)
            return Problems.NotFound("API key");
        await Audit.RecordAsync(tx, caller, "apiKey.revoke", "apiKey", id, null, now, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

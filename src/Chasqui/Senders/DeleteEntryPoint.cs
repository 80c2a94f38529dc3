using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>DELETE /entry-points/{id}: what the sender receives from now on is kept and enters no queue.</summary>
internal static class DeleteEntryPoint
{
    private const string DeleteSql = "DELETE FROM entry_point WHERE business_unit_id = @business_unit_id AND id = @id RETURNING queue_id";

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var emptied = await tx.QuerySingleOrDefaultAsync<QueueId?>(DeleteSql, new { business_unit_id = unit, id }, cancellationToken);
        if (emptied is not { } queue)
            return Problems.NotFound("entry point");
        await Audit.RecordAsync(tx, caller, "entryPoint.delete", "entryPoint", id, null, time.GetUtcNow(), cancellationToken);
        tx.Publish(new QueueChanged(unit, queue));
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

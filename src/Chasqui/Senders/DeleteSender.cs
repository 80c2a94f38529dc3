using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>DELETE /senders/{id}: one that was added by mistake. One that has been used is switched off instead: its history names it.</summary>
internal static class DeleteSender
{
    // The lock keeps everything that refers to senders from referring to this one.
    private const string LockSql = "SELECT 1 FROM sender WHERE business_unit_id = @business_unit_id AND id = @id FOR UPDATE";

    // Messages come last: there is no index by sender, and most senders in use are told by the others at once.
    private const string UseSql =
        """
        SELECT CASE
            WHEN EXISTS (SELECT FROM entry_point WHERE business_unit_id = @business_unit_id AND sender_id = @id)
                THEN 'An entry point leads from this sender to a queue: remove that first.'
            WHEN EXISTS (SELECT FROM dialer WHERE business_unit_id = @business_unit_id AND sender_id = @id)
                THEN 'A dialer sends with this sender: give it another one first.'
            WHEN EXISTS (SELECT FROM queue WHERE business_unit_id = @business_unit_id AND sender_id = @id)
                THEN 'A queue sends with this sender: give it another one first.'
            WHEN EXISTS (SELECT FROM sender WHERE business_unit_id = @business_unit_id AND fallback_sender_id = @id)
                THEN 'Another sender falls back to this one: change that first.'
            WHEN EXISTS (SELECT FROM conversation WHERE business_unit_id = @business_unit_id AND sender_id = @id)
              OR EXISTS (SELECT FROM message WHERE business_unit_id = @business_unit_id AND sender_id = @id)
                THEN 'There are messages from or to this sender. Switch it off instead.'
        END
        """;

    private const string DeleteSql = "DELETE FROM sender WHERE business_unit_id = @business_unit_id AND id = @id";

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var key = new { business_unit_id = caller.BusinessUnitId, id };
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await tx.QuerySingleOrDefaultAsync<int?>(LockSql, key, cancellationToken) is null)
            return Problems.NotFound("sender");
        if (await tx.QuerySingleAsync<string?>(UseSql, key, cancellationToken) is { } use)
            return Problems.Conflict("senderInUse", use);
        await tx.ExecuteAsync(DeleteSql, key, cancellationToken);
        await Audit.RecordAsync(tx, caller, "sender.delete", "sender", id, null, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

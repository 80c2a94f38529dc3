using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Outbound;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers;

internal sealed record DeletedMessages
{
    public required int Deleted { get; init; }
}

/// <summary>DELETE /dialers/{id}/unprocessed: withdraws what the dialer has not begun to send. The messages stay, as cancelled.</summary>
internal static class DeleteUnprocessed
{
    public static async Task<Results<Ok<DeletedMessages>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, Outbox outbox, TimeProvider time, CancellationToken cancellationToken)
    {
        var dialerId = new DialerId(id);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await VisibleDialers.FindAsync(tx, caller, dialerId, cancellationToken) is null)
            return Problems.NotFound("dialer");
        var deleted = await outbox.CancelUnprocessedAsync(tx, caller.BusinessUnitId, dialerId, cancellationToken);
        await Audit.RecordAsync(tx, caller, "dialer.deleteUnprocessed", "dialer", id, new { deleted }, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(new DeletedMessages { Deleted = deleted });
    }
}

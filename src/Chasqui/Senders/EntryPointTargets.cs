using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>Checks what an entry point joins: a verified sender that receives and leads nowhere else, and a queue the caller sees.</summary>
internal static class EntryPointTargets
{
    // The sender's row is locked: it must not stop receiving while this is decided.
    private const string SenderSql = "SELECT inbound, verified FROM sender WHERE business_unit_id = @business_unit_id AND id = @sender_id FOR SHARE";

    private const string QueueSql =
        """
        SELECT EXISTS (
            SELECT FROM queue AS q
            WHERE q.business_unit_id = @business_unit_id AND q.id = @queue_id
              AND (@sees_all::boolean OR EXISTS (
                  SELECT FROM security_group_user AS u
                  JOIN security_group_queue AS g ON g.business_unit_id = u.business_unit_id AND g.group_id = u.group_id
                  WHERE u.business_unit_id = q.business_unit_id AND u.user_id = @user_id::uuid AND g.queue_id = q.id)))
        """;

    private const string TakenBySql =
        """
        SELECT q.name
        FROM entry_point AS e
        JOIN queue AS q ON q.business_unit_id = e.business_unit_id AND q.id = e.queue_id
        WHERE e.business_unit_id = @business_unit_id AND e.sender_id = @sender_id AND e.id <> @entry_point_id
        """;

    /// <summary>Why the entry point cannot be so; null when it can.</summary>
    public static async Task<ProblemHttpResult?> RefusalAsync(
        DatabaseTransaction tx, Caller caller, EntryPointId entryPoint, SenderId? sender, QueueId? queue,
        CancellationToken cancellationToken)
    {
        var parameters = new
        {
            business_unit_id = caller.BusinessUnitId,
            entry_point_id = entryPoint,
            sender_id = sender?.Value,
            queue_id = queue?.Value,
            sees_all = caller.SeesAllObjects,
            user_id = caller.UserId?.Value,
        };
        var its = sender is null ? null : await tx.QuerySingleOrDefaultAsync<SenderRow>(SenderSql, parameters, cancellationToken);
        var queueSeen = queue is null || await tx.QuerySingleAsync<bool>(QueueSql, parameters, cancellationToken);
        var validation = new Validation()
            .Check(sender is null || its is not null, "senderId", "There is no such sender.")
            .Check(queueSeen, "queueId", "There is no such queue.");
        if (validation.Failed)
            return validation.ToProblem();
        if (its is { Inbound: false })
            return SenderProblems.SenderOutboundOnly();
        if (its is { Verified: false })
            return SenderProblems.SenderNotVerified();
        return sender is not null && await tx.QuerySingleOrDefaultAsync<string>(TakenBySql, parameters, cancellationToken) is { } other
            ? SenderProblems.SenderHasQueue(other)
            : null;
    }

    private sealed record SenderRow
    {
        public required bool Inbound { get; init; }

        public required bool Verified { get; init; }
    }
}

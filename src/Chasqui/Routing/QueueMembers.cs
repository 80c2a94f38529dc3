using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

internal sealed record QueueMember
{
    public required UserId UserId { get; init; }

    public required string Name { get; init; }

    public required int Penalty { get; init; }

    public required ShownState State { get; init; }
}

/// <summary>All members of a queue, in the order of the row.</summary>
internal sealed record QueueMembersList
{
    public required IReadOnlyList<QueueMember> Items { get; init; }
}

internal sealed record SetQueueMembers
{
    /// <summary>All of them, in the order of the row; at most 1000. Who was a member keeps its place.</summary>
    public required IReadOnlyList<UserId> UserIds { get; init; }
}

internal enum MembersAction
{
    Add,
    Remove,
}

/// <summary>Several agents into or out of several queues in one go (B12).</summary>
internal sealed record ChangeMembers
{
    public required IReadOnlyList<QueueId> QueueIds { get; init; }

    public required IReadOnlyList<UserId> UserIds { get; init; }

    public required MembersAction Action { get; init; }
}

/// <summary>GET and PUT /queues/{id}/members, POST /queues/members.</summary>
internal sealed class QueueMembers(ChasquiDatabase database, QueueReader queues, TimeProvider time)
{
    private const int Most = 1000;

    private const string ListSql = """
        SELECT member.user_id, app_user.name, member.penalty, coalesce(agent.signed_in, false) AS signed_in,
               agent.break_reason IS NOT NULL AS on_break, coalesce(agent.load, 0) AS load
        FROM queue_member AS member
        JOIN app_user ON app_user.business_unit_id = member.business_unit_id AND app_user.id = member.user_id
        LEFT JOIN agent ON agent.business_unit_id = member.business_unit_id AND agent.user_id = member.user_id
        WHERE member.business_unit_id = @business_unit_id AND member.queue_id = @queue_id
        ORDER BY member.added_at, member.user_id
        """;

    private const string UsersSql =
        "SELECT count(*)::int FROM app_user WHERE business_unit_id = @business_unit_id AND id = ANY(@user_ids::uuid[])";

    private const string QueuesSql =
        "SELECT id FROM queue WHERE business_unit_id = @business_unit_id AND id = ANY(@queue_ids::uuid[]) ORDER BY id FOR UPDATE";

    // A microsecond apart, so that the row is in the order they were given.
    private const string AddSql = """
        INSERT INTO queue_member (business_unit_id, queue_id, user_id, added_at)
        SELECT @business_unit_id, its.queue_id, its_user.user_id, @now::timestamptz + its_user.position * interval '1 microsecond'
        FROM unnest(@queue_ids::uuid[]) AS its (queue_id)
        CROSS JOIN unnest(@user_ids::uuid[]) WITH ORDINALITY AS its_user (user_id, position)
        ON CONFLICT DO NOTHING
        """;

    private const string RemoveSql = """
        DELETE FROM queue_member
        WHERE business_unit_id = @business_unit_id AND queue_id = ANY(@queue_ids::uuid[]) AND user_id = ANY(@user_ids::uuid[])
        """;

    private const string RemoveOthersSql = """
        DELETE FROM queue_member
        WHERE business_unit_id = @business_unit_id AND queue_id = ANY(@queue_ids::uuid[]) AND NOT user_id = ANY(@user_ids::uuid[])
        """;

    public async Task<Results<Ok<QueueMembersList>, ProblemHttpResult>> ListAsync(
        Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await queues.FindAsync(tx, caller, new QueueId(id), cancellationToken) is null)
            return Problems.NotFound("queue");
        return TypedResults.Ok(await ReadAsync(tx, caller.BusinessUnitId, id, cancellationToken));
    }

    public async Task<Results<Ok<QueueMembersList>, ProblemHttpResult>> ReplaceAsync(
        Guid id, SetQueueMembers request, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await ChangeAsync(
            tx, caller, [new QueueId(id)], request.UserIds, [RemoveOthersSql, AddSql], "set", cancellationToken) is { } problem)
            return problem;
        var members = await ReadAsync(tx, caller.BusinessUnitId, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(members);
    }

    public async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        ChangeMembers request, Caller caller, CancellationToken cancellationToken)
    {
        var sql = request.Action == MembersAction.Add ? AddSql : RemoveSql;
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await ChangeAsync(
            tx, caller, request.QueueIds, request.UserIds, [sql], Words.Camel(request.Action), cancellationToken) is { } problem)
            return problem;
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task<ProblemHttpResult?> ChangeAsync(
        DatabaseTransaction tx, Caller caller, IReadOnlyList<QueueId> queueIds, IReadOnlyList<UserId> userIds,
        IReadOnlyList<string> statements, string action, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var parameters = new
        {
            business_unit_id = caller.BusinessUnitId,
            queue_ids = queueIds.Select(queue => queue.Value).Distinct().ToArray(),
            user_ids = userIds.Select(user => user.Value).Distinct().ToArray(),
            now,
        };
        var validation = new Validation()
            .Check(parameters.queue_ids.Length <= Most, "queueIds", $"At most {Most}.")
            .Check(parameters.user_ids.Length <= Most, "userIds", $"At most {Most}.");
        if (validation.Failed)
            return validation.ToProblem();
        foreach (var queue in parameters.queue_ids)
        {
            if (await queues.FindAsync(tx, caller, new QueueId(queue), cancellationToken) is null)
                return Problems.NotFound("queue");
        }

        var known = await tx.QuerySingleAsync<int>(UsersSql, parameters, cancellationToken);
        if (validation.Check(known == parameters.user_ids.Length, "userIds", "Some of these users do not exist.").Failed)
            return validation.ToProblem();

        await tx.QueryAsync<Guid>(QueuesSql, parameters, cancellationToken);
        foreach (var sql in statements)
            await tx.ExecuteAsync(sql, parameters, cancellationToken);
        await Audit.RecordAsync(
            tx, caller, "queue.members", "queue", parameters.queue_ids.Length == 1 ? parameters.queue_ids[0] : null,
            new { action, parameters.queue_ids, parameters.user_ids }, now, cancellationToken);
        foreach (var queue in parameters.queue_ids)
            tx.Publish(new QueueChanged(caller.BusinessUnitId, new QueueId(queue)));
        foreach (var user in parameters.user_ids)
            tx.Publish(new AgentChanged(caller.BusinessUnitId, new UserId(user)));
        tx.Wake(WakeTopic.Routing);
        return null;
    }

    private static async Task<QueueMembersList> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid queueId, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<Row>(ListSql, new { business_unit_id = unit, queue_id = queueId }, cancellationToken);
        return new QueueMembersList { Items = [.. rows.Select(row => row.ToMember())] };
    }

    private sealed record Row
    {
        public required UserId UserId { get; init; }

        public required string Name { get; init; }

        public required int Penalty { get; init; }

        public required bool SignedIn { get; init; }

        public required bool OnBreak { get; init; }

        public required int Load { get; init; }

        public QueueMember ToMember() =>
            new() { UserId = UserId, Name = Name, Penalty = Penalty, State = AgentState.Shown(SignedIn, OnBreak, Load) };
    }
}

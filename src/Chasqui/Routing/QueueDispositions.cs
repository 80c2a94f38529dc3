using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

internal sealed record Disposition
{
    public required DispositionId Id { get; init; }

    public required string Name { get; init; }
}

internal sealed record SetDispositions
{
    /// <summary>All of them, in their order; at most 100 of 1 to 60 characters.</summary>
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>GET and PUT /queues/{id}/dispositions: how an interaction of this queue may end.</summary>
internal sealed class QueueDispositions(ChasquiDatabase database, QueueReader queues, TimeProvider time)
{
    private const int Most = 100;
    private const int Longest = 60;

    private const string ListSql = """
        SELECT id, name FROM disposition
        WHERE business_unit_id = @business_unit_id AND queue_id = @queue_id AND position >= 0
        ORDER BY position, id
        """;

    // Closed interactions still name them: position -1 is no longer offered, and back in use when its name is set again.
    private const string RetireSql =
        "UPDATE disposition SET position = -1 WHERE business_unit_id = @business_unit_id AND queue_id = @queue_id";

    private const string SetSql = """
        INSERT INTO disposition (business_unit_id, id, queue_id, name, position)
        SELECT @business_unit_id, made.id, @queue_id, made.name, made.position
        FROM unnest(@ids::uuid[], @names::text[]) WITH ORDINALITY AS made (id, name, position)
        ON CONFLICT (business_unit_id, queue_id, name) DO UPDATE SET position = excluded.position
        """;

    public async Task<Results<Ok<IReadOnlyList<Disposition>>, ProblemHttpResult>> ListAsync(
        Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await queues.FindAsync(tx, caller, new QueueId(id), cancellationToken) is null)
            return Problems.NotFound("queue");
        return TypedResults.Ok(await tx.QueryAsync<Disposition>(
            ListSql, new { business_unit_id = caller.BusinessUnitId, queue_id = id }, cancellationToken));
    }

    public async Task<Results<Ok<IReadOnlyList<Disposition>>, ProblemHttpResult>> ReplaceAsync(
        Guid id, SetDispositions request, Caller caller, CancellationToken cancellationToken)
    {
        var names = request.Names.Select(name => name.Trim()).Distinct(StringComparer.Ordinal).ToArray();
        var validation = new Validation()
            .Check(names.Length <= Most, "names", $"At most {Most}.")
            .Check(names.All(name => name.Length is >= 1 and <= Longest), "names", $"Each has 1 to {Longest} characters.");
        if (validation.Failed)
            return validation.ToProblem();

        var now = time.GetUtcNow();
        var parameters = new
        {
            business_unit_id = caller.BusinessUnitId,
            queue_id = id,
            ids = names.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            names,
        };
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await queues.FindAsync(tx, caller, new QueueId(id), cancellationToken) is null)
            return Problems.NotFound("queue");
        await tx.ExecuteAsync(RetireSql, parameters, cancellationToken);
        await tx.ExecuteAsync(SetSql, parameters, cancellationToken);
        await Audit.RecordAsync(tx, caller, "queue.dispositions", "queue", id, new { names }, now, cancellationToken);
        tx.Publish(new QueueChanged(caller.BusinessUnitId, new QueueId(id)));
        var dispositions = await tx.QueryAsync<Disposition>(ListSql, parameters, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(dispositions);
    }
}

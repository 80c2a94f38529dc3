using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Routing;

internal sealed record CreateQueue : QueueSettings
{
    /// <summary>2 to 30 letters, digits and <c>- _ . :</c>; not another queue's in any capitals.</summary>
    public required string Name { get; init; }
}

internal sealed record UpdateQueue : QueueSettings
{
    public string? Name { get; init; }
}

/// <summary>POST /queues and PATCH /queues/{id}.</summary>
internal sealed class SaveQueue(ChasquiDatabase database, QueueReader queues, TimeProvider time)
{
    private const string CreateSql = """
        INSERT INTO queue (business_unit_id, id, name, created_at) VALUES (@business_unit_id, @id, @name, @now)
        ON CONFLICT (business_unit_id, lower(name)) DO NOTHING
        """;

    private const string UpdateSql = """
        UPDATE queue
        SET name = coalesce(@name, name), enabled = coalesce(@enabled, enabled), eligibility = coalesce(@eligibility, eligibility),
            distribution = coalesce(@distribution, distribution), max_interactions = coalesce(@max_interactions, max_interactions),
            service_level_seconds = coalesce(@service_level_seconds, service_level_seconds),
            abandonment_seconds = coalesce(@abandonment_seconds, abandonment_seconds),
            wrap_up_seconds = coalesce(@wrap_up_seconds, wrap_up_seconds), schedule = coalesce(@schedule::jsonb, schedule),
            time_zone = nullif(coalesce(@time_zone, time_zone), ''),
            out_of_hours_message = nullif(coalesce(@out_of_hours_message, out_of_hours_message), ''),
            disposition_required = coalesce(@disposition_required, disposition_required)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public async Task<Results<Created<Queue>, ProblemHttpResult>> CreateAsync(
        CreateQueue request, Caller caller, CancellationToken cancellationToken)
    {
        if (QueueRules.Check(request.Name, request) is { Failed: true } validation)
            return validation.ToProblem();

        var now = time.GetUtcNow();
        var id = Id.New<QueueId>(time);
        var parameters = QueueRules.Parameters(caller.BusinessUnitId, id, request.Name, request, now);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await tx.ExecuteAsync(CreateSql, parameters, cancellationToken) == 0)
            return NameTaken();
        await tx.ExecuteAsync(UpdateSql, parameters, cancellationToken);
        if (!await SecurityGroups.ShareAsync(tx, caller, id, cancellationToken))
            return AccountProblems.NoSecurityGroup();
        await Audit.RecordAsync(tx, caller, "queue.create", "queue", id.Value, request, now, cancellationToken);
        tx.Publish(new QueueChanged(caller.BusinessUnitId, id));
        var queue = await queues.FindAsync(tx, caller, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/queues/{id.Value}", queue);
    }

    public async Task<Results<Ok<Queue>, ProblemHttpResult>> UpdateAsync(
        Guid id, UpdateQueue request, Caller caller, CancellationToken cancellationToken)
    {
        if (QueueRules.Check(request.Name, request) is { Failed: true } validation)
            return validation.ToProblem();

        var now = time.GetUtcNow();
        var queueId = new QueueId(id);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await queues.FindAsync(tx, caller, queueId, cancellationToken) is null)
            return Problems.NotFound("queue");
        try
        {
            await tx.ExecuteAsync(
                UpdateSql, QueueRules.Parameters(caller.BusinessUnitId, queueId, request.Name, request, now), cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return NameTaken();
        }

        await Audit.RecordAsync(tx, caller, "queue.update", "queue", id, request, now, cancellationToken);
        tx.Publish(new QueueChanged(caller.BusinessUnitId, queueId));
        tx.Wake(WakeTopic.Routing); // it may have been opened, or agents may take more
        var queue = await queues.FindAsync(tx, caller, queueId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(queue);
    }

    private static ProblemHttpResult NameTaken() => Problems.Conflict("nameTaken", "Another queue has this name.");
}

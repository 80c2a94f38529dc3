using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Senders;

/// <summary>What is null stays as it is. Interactions already waiting stay in their queue.</summary>
internal sealed record ChangeEntryPoint
{
    public string? Name { get; init; }

    public SenderId? SenderId { get; init; }

    public QueueId? QueueId { get; init; }

    private const string ChangeSql =
        """
        UPDATE entry_point SET
            name = coalesce(@name, name),
            sender_id = coalesce(@sender_id, sender_id),
            queue_id = coalesce(@queue_id, queue_id)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<Ok<EntryPoint>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeEntryPoint body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(body.Name is null || TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var entryPointId = new EntryPointId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (await EntryPoint.FindAsync(tx, unit, entryPointId, cancellationToken) is not { } before)
            return Problems.NotFound("entry point");
        if (await EntryPointTargets.RefusalAsync(tx, caller, entryPointId, body.SenderId, body.QueueId, cancellationToken) is { } refusal)
            return refusal;

        try
        {
            await tx.ExecuteAsync(
                ChangeSql,
                new
                {
                    business_unit_id = unit,
                    id,
                    name = body.Name?.Trim(),
                    sender_id = body.SenderId?.Value,
                    queue_id = body.QueueId?.Value,
                },
                cancellationToken);
        }
        catch (PostgresException taken) when (taken.ConstraintName == "entry_point_business_unit_id_sender_id_key")
        {
            return SenderProblems.SenderHasQueue("that was chosen just now");
        }

        await Audit.RecordAsync(tx, caller, "entryPoint.change", "entryPoint", id, body, time.GetUtcNow(), cancellationToken);
        tx.Publish(new QueueChanged(unit, before.QueueId));
        var entryPoint = await EntryPoint.FindAsync(tx, unit, entryPointId, cancellationToken);
        tx.Publish(new QueueChanged(unit, entryPoint!.QueueId));
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(entryPoint);
    }
}

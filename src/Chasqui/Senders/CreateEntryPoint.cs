using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal sealed record CreateEntryPoint
{
    public required string Name { get; init; }

    public required SenderId SenderId { get; init; }

    public required QueueId QueueId { get; init; }

    private const string InsertSql =
        """
        INSERT INTO entry_point (business_unit_id, id, name, sender_id, queue_id)
        VALUES (@business_unit_id, @id, @name, @sender_id, @queue_id)
        ON CONFLICT (business_unit_id, sender_id) DO NOTHING
        """;

    public static async Task<Results<Created<EntryPoint>, ProblemHttpResult>> HandleAsync(
        CreateEntryPoint body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var entryPoint = new EntryPoint
        {
            Id = Id.New<EntryPointId>(time),
            Name = body.Name.Trim(),
            SenderId = body.SenderId,
            QueueId = body.QueueId,
        };
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (await EntryPointTargets.RefusalAsync(tx, caller, entryPoint.Id, body.SenderId, body.QueueId, cancellationToken) is { } refusal)
            return refusal;
        var made = await tx.ExecuteAsync(
            InsertSql,
            new { business_unit_id = unit, id = entryPoint.Id, name = entryPoint.Name, sender_id = body.SenderId, queue_id = body.QueueId },
            cancellationToken);
        if (made == 0)
            return SenderProblems.SenderHasQueue("that was chosen just now");
        await Audit.RecordAsync(
            tx, caller, "entryPoint.create", "entryPoint", entryPoint.Id.Value, new { body.SenderId, body.QueueId }, time.GetUtcNow(),
            cancellationToken);
        tx.Publish(new QueueChanged(unit, body.QueueId));
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/entry-points/{entryPoint.Id.Value}", entryPoint);
    }
}

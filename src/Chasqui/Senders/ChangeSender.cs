using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>What is null stays as it is. Kind and address stay for good: conversations hang on them.</summary>
internal sealed record ChangeSender
{
    public ProviderId? ProviderId { get; init; }

    public string? Label { get; init; }

    /// <summary>Nothing is sent from a disabled sender.</summary>
    public bool? Enabled { get; init; }

    public bool? Inbound { get; init; }

    public bool? Mms { get; init; }

    public bool? Verified { get; init; }

    public decimal? MessagesPerSecond { get; init; }

    private const string LockSql = "SELECT 1 FROM sender WHERE business_unit_id = @business_unit_id AND id = @id FOR UPDATE";

    private const string ChangeSql =
        """
        UPDATE sender SET
            provider_id = coalesce(@provider_id, provider_id),
            label = coalesce(@label, label),
            enabled = coalesce(@enabled, enabled),
            inbound = coalesce(@inbound, inbound),
            mms = coalesce(@mms, mms),
            verified = coalesce(@verified, verified),
            messages_per_second = coalesce(@messages_per_second, messages_per_second)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<Ok<Sender>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeSender body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var senderId = new SenderId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.QuerySingleOrDefaultAsync<int?>(LockSql, new { business_unit_id = unit, id }, cancellationToken);
        if (await Sender.FindAsync(tx, unit, senderId, cancellationToken) is not { } before)
            return Problems.NotFound("sender");

        var provider = body.ProviderId is { } given ? await Provider.FindAsync(tx, unit, given, cancellationToken) : null;
        var validation = SenderRules.Check(body.Label, body.MessagesPerSecond)
            .Check(before.Kind != SenderKind.Alphanumeric || body.Inbound != true, "inbound", "Nobody can answer a name.")
            .Check(body.ProviderId is null || provider is not null, "providerId", "There is no such provider.");
        if (validation.Failed)
            return validation.ToProblem();
        if (body.Inbound == false && before.QueueId is not null)
            return Problems.Conflict("senderHasQueue", "This sender leads to a queue: remove its entry point before it stops receiving.");

        await tx.ExecuteAsync(
            ChangeSql,
            new
            {
                business_unit_id = unit,
                id,
                provider_id = body.ProviderId?.Value,
                label = body.Label?.Trim(),
                enabled = body.Enabled,
                inbound = body.Inbound,
                mms = body.Mms,
                verified = body.Verified,
                messages_per_second = body.MessagesPerSecond,
            },
            cancellationToken);
        await Audit.RecordAsync(tx, caller, "sender.change", "sender", id, body, time.GetUtcNow(), cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        var sender = await Sender.FindAsync(tx, unit, senderId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(sender!);
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>These senders, in the order they were given.</summary>
internal sealed record VerifiedSenders
{
    public required IReadOnlyList<Sender> Items { get; init; }
}

/// <summary>POST /senders/verify: says of one or many that they are ours to send from, or takes it back. All of them or none.</summary>
internal sealed record VerifySenders
{
    /// <summary>1 to 1000.</summary>
    public required IReadOnlyList<SenderId> Ids { get; init; }

    /// <summary>False: nothing is sent from them any more; what they are assigned to stays.</summary>
    public required bool Verified { get; init; }

    private const int Most = 1000;

    private const string VerifySql =
        """
        UPDATE sender SET verified = @verified, verified_at = CASE WHEN @verified THEN coalesce(verified_at, @now) END
        WHERE business_unit_id = @business_unit_id AND id = ANY(@ids::uuid[])
        """;

    public static async Task<Results<Ok<VerifiedSenders>, ProblemHttpResult>> HandleAsync(
        VerifySenders body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var ids = body.Ids.Select(id => id.Value).Distinct().ToArray();
        var validation = new Validation().Check(ids.Length is >= 1 and <= Most, "ids", $"Name 1 to {Most} senders.");
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var found = await tx.ExecuteAsync(
            VerifySql, new { business_unit_id = unit, ids, verified = body.Verified, now }, cancellationToken);
        if (validation.Check(found == ids.Length, "ids", "Some of these senders do not exist.").Failed)
            return validation.ToProblem();
        await Audit.RecordAsync(tx, caller, "sender.verify", "sender", null, new { ids, body.Verified }, now, cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        var senders = new List<Sender>();
        foreach (var id in ids)
            senders.Add((await Sender.FindAsync(tx, unit, new SenderId(id), cancellationToken))!);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(new VerifiedSenders { Items = senders });
    }
}

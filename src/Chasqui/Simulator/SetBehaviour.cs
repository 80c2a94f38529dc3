using Chasqui.Accounts;
using Chasqui.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Simulator;

/// <summary>How the carrier is to behave from now on; other nodes follow within a second.</summary>
internal static class SetBehaviour
{
    public static async Task<Results<Ok<Behaviour>, ProblemHttpResult>> HandleAsync(
        Behaviour behaviour, Caller caller, ChasquiDatabase database, Behaviours behaviours, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = behaviour.Validate();
        if (validation.Failed)
            return validation.ToProblem();

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        await Behaviours.WriteAsync(tx, caller.BusinessUnitId, behaviour, cancellationToken);
        await Audit.RecordAsync(
            tx, caller, "simulator.behave", "simulator", objectId: null, behaviour, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        behaviours.Forget(caller.BusinessUnitId);
        return TypedResults.Ok(behaviour);
    }
}

internal static class GetBehaviour
{
    public static async Task<Ok<Behaviour>> HandleAsync(Caller caller, Behaviours behaviours, CancellationToken cancellationToken) =>
        TypedResults.Ok(await behaviours.ReadAsync(caller.BusinessUnitId, cancellationToken));
}

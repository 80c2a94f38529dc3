using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>Stops sending through a provider until it is resumed, and resumes one that was paused, by hand or by its carrier.</summary>
internal static class PauseProvider
{
    public static Task<Results<Ok<Provider>, ProblemHttpResult>> PauseAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProviderReader reader, TimeProvider time, CancellationToken cancellationToken) =>
        ChangeAsync(id, caller, database, reader, "provider.pause", time, (tx, providerId) =>
            ProviderPause.PauseAsync(tx, caller.BusinessUnitId, providerId, $"Paused by {caller.Name}.", cancellationToken), cancellationToken);

    public static Task<Results<Ok<Provider>, ProblemHttpResult>> ResumeAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProviderReader reader, TimeProvider time, CancellationToken cancellationToken) =>
        ChangeAsync(id, caller, database, reader, "provider.resume", time, (tx, providerId) =>
            ProviderPause.ResumeAsync(tx, caller.BusinessUnitId, providerId, byHand: true, time.GetUtcNow(), cancellationToken), cancellationToken);

    private static async Task<Results<Ok<Provider>, ProblemHttpResult>> ChangeAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProviderReader reader, string action, TimeProvider time,
        Func<DatabaseTransaction, ProviderId, Task> change, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var providerId = new ProviderId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await change(tx, providerId);
        if (await reader.FindAsync(tx, unit, providerId, cancellationToken) is not { } provider)
            return Problems.NotFound("provider");
        await Audit.RecordAsync(tx, caller, action, "provider", id, details: null, time.GetUtcNow(), cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        tx.Publish(new ProvidersChanged(unit));
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(provider);
    }
}

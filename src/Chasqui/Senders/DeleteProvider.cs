using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Senders;

/// <summary>Removes a provider that no sender uses. What was sent through it stays.</summary>
internal static class DeleteProvider
{
    private const string DefaultOfOthersSql =
        """
        SELECT is_default AND EXISTS (SELECT FROM provider AS other WHERE other.business_unit_id = @business_unit_id AND other.id <> @id)
        FROM provider
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string DeleteSql = "DELETE FROM provider WHERE business_unit_id = @business_unit_id AND id = @id";

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProviderAccounts accounts, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var row = new { business_unit_id = unit, id };
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await ProviderRules.TakeTurnAsync(tx, unit, cancellationToken);
        if (await tx.QuerySingleOrDefaultAsync<bool?>(DefaultOfOthersSql, row, cancellationToken) is not { } isDefaultOfOthers)
            return Problems.NotFound("provider");
        if (isDefaultOfOthers)
            return SenderProblems.DefaultNeeded();
        try
        {
            await tx.ExecuteAsync(DeleteSql, row, cancellationToken);
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return Problems.Conflict("providerInUse", "Senders still use this provider: give them another, or remove them first.");
        }

        await Audit.RecordAsync(tx, caller, "provider.delete", "provider", id, details: null, time.GetUtcNow(), cancellationToken);
        tx.Publish(new ProvidersChanged(unit));
        await tx.CommitAsync(cancellationToken);
        accounts.Forget(new ProviderId(id));
        return TypedResults.NoContent();
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Senders;

/// <summary>What is null stays as it is. The kind stays for good: another kind is another provider.</summary>
internal sealed record ChangeProvider
{
    public string? Name { get; init; }

    /// <summary>True moves the default here; false is refused where it is: there is always one.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Nothing is sent through a disabled provider; what waits goes on waiting.</summary>
    public bool? Enabled { get; init; }

    private const string LockSql = "SELECT 1 FROM business_unit WHERE id = @business_unit_id FOR UPDATE";

    private const string StepDownSql =
        "UPDATE provider SET is_default = false WHERE business_unit_id = @business_unit_id AND is_default AND id <> @id";

    private const string ChangeSql =
        """
        UPDATE provider SET
            name = coalesce(@name, name),
            is_default = coalesce(@is_default, is_default),
            enabled = coalesce(@enabled, enabled)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<Ok<Provider>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeProvider body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(body.Name is null || TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var providerId = new ProviderId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.QuerySingleAsync<int>(LockSql, new { business_unit_id = unit }, cancellationToken);
        if (await Provider.FindAsync(tx, unit, providerId, cancellationToken) is not { } before)
            return Problems.NotFound("provider");
        if (body.IsDefault == false && before.IsDefault)
            return Problems.Conflict("defaultNeeded", "One provider is always the default: make another one the default instead.");

        try
        {
            if (body.IsDefault == true)
                await tx.ExecuteAsync(StepDownSql, new { business_unit_id = unit, id }, cancellationToken);
            await tx.ExecuteAsync(
                ChangeSql,
                new { business_unit_id = unit, id, name = body.Name?.Trim(), is_default = body.IsDefault, enabled = body.Enabled },
                cancellationToken);
        }
        catch (PostgresException taken) when (taken.ConstraintName == "provider_business_unit_id_name_key")
        {
            return SenderProblems.ProviderNameTaken();
        }

        await Audit.RecordAsync(
            tx, caller, "provider.change", "provider", id, new { body.Name, body.IsDefault, body.Enabled }, time.GetUtcNow(),
            cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        var provider = await Provider.FindAsync(tx, unit, providerId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(provider!);
    }
}

using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Senders;

/// <summary>What is null stays as it is. The kind stays for good: another kind is another provider.</summary>
internal sealed record ChangeProvider
{
    public string? Name { get; init; }

    /// <summary>Put over the ones there are: a value sets, null clears, what is left out stays. Secrets too.</summary>
    public Dictionary<string, JsonElement>? Settings { get; init; }

    /// <summary>True moves the default here; false is refused where it is: there is always one.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Nothing is sent through a disabled provider; what waits goes on waiting.</summary>
    public bool? Enabled { get; init; }

    public int? WireLogDays { get; init; }

    private const string StoredSql =
        """
        SELECT kind, is_default, settings::text AS settings, secrets::text AS secrets
        FROM provider
        WHERE business_unit_id = @business_unit_id AND id = @id
        FOR UPDATE
        """;

    private const string ChangeSql =
        """
        UPDATE provider SET
            name = coalesce(@name, name),
            settings = @settings::jsonb,
            secrets = @secrets::jsonb,
            is_default = coalesce(@is_default, is_default),
            enabled = coalesce(@enabled, enabled),
            wire_log_days = coalesce(@wire_log_days, wire_log_days)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<Ok<Provider>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeProvider body, Caller caller, ChasquiDatabase database, ProviderCatalog catalog, SettingsRules rules,
        ProviderAccounts accounts, ProviderReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var providerId = new ProviderId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await ProviderRules.TakeTurnAsync(tx, unit, cancellationToken);
        if (await tx.QuerySingleOrDefaultAsync<StoredRow>(StoredSql, new { business_unit_id = unit, id }, cancellationToken) is not { } before)
            return Problems.NotFound("provider");

        var validation = ProviderRules.Check(body.Name, body.WireLogDays);
        var settings = StoredSettings.Parse(before.Settings, before.Secrets);
        // A provider of a kind this server lacks keeps its settings: nobody here can say what they mean.
        if (body.Settings is not null && catalog.Find(before.Kind) is { } kind)
            settings = rules.Check(validation, kind.Schema, settings, body.Settings, unit, providerId);
        else
            validation.Check(body.Settings is null, "settings", $"This server does not know the kind {before.Kind}.");
        if (validation.Failed)
            return validation.ToProblem();
        if (body.IsDefault == false && before.IsDefault)
            return SenderProblems.DefaultNeeded();

        try
        {
            if (body.IsDefault == true)
                await ProviderRules.StepDownAsync(tx, unit, providerId, cancellationToken);
            await tx.ExecuteAsync(
                ChangeSql,
                new
                {
                    business_unit_id = unit,
                    id,
                    name = body.Name?.Trim(),
                    settings = settings.ValuesJson,
                    secrets = settings.SecretsJson,
                    is_default = body.IsDefault,
                    enabled = body.Enabled,
                    wire_log_days = body.WireLogDays,
                },
                cancellationToken);
        }
        catch (PostgresException taken) when (taken.ConstraintName == "provider_business_unit_id_name_key")
        {
            return SenderProblems.ProviderNameTaken();
        }

        // Of the settings only the names: a value may be a secret that somebody put into the wrong field.
        await Audit.RecordAsync(
            tx, caller, "provider.change", "provider", id,
            new { body.Name, body.IsDefault, body.Enabled, body.WireLogDays, settings = body.Settings?.Keys }, time.GetUtcNow(), cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        tx.Publish(new ProvidersChanged(unit));
        var provider = await reader.FindAsync(tx, unit, providerId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        accounts.Forget(providerId);
        return TypedResults.Ok(provider!);
    }

    private sealed record StoredRow
    {
        public required string Kind { get; init; }

        public required bool IsDefault { get; init; }

        public required string Settings { get; init; }

        public required string Secrets { get; init; }
    }
}

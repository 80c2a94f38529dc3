using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal sealed record CreateProvider
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>By the kind's fields (GET /provider-kinds), secrets among them. What is left out has its default.</summary>
    public Dictionary<string, JsonElement>? Settings { get; init; }

    /// <summary>The first provider is the default whatever stands here.</summary>
    public bool IsDefault { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>For how many days what went over the wire is kept, 0 to 90; 0 keeps nothing.</summary>
    public int WireLogDays { get; init; } = 7;

    private const string InsertSql =
        """
        INSERT INTO provider (business_unit_id, id, name, kind, settings, secrets, is_default, enabled, wire_log_days, created_at)
        SELECT @business_unit_id, @id, @name, @kind, @settings::jsonb, @secrets::jsonb,
               NOT EXISTS (SELECT FROM provider WHERE business_unit_id = @business_unit_id AND is_default), @enabled, @wire_log_days, @now
        ON CONFLICT (business_unit_id, name) DO NOTHING
        """;

    public static async Task<Results<Created<Provider>, ProblemHttpResult>> HandleAsync(
        CreateProvider body, Caller caller, ChasquiDatabase database, ProviderCatalog catalog, SettingsRules rules, ProviderReader reader,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var id = Id.New<ProviderId>(time);
        var kind = catalog.Find(body.Kind);
        var validation = ProviderRules.Check(body.Name, body.WireLogDays)
            .Check(kind is not null, "kind", $"This server knows these kinds: {Known(catalog)}.");
        var settings = kind is null ? null : rules.Check(validation, kind.Schema, StoredSettings.None, body.Settings, unit, id);
        if (validation.Failed || settings is null)
            return validation.ToProblem();

        var now = time.GetUtcNow();
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await ProviderRules.TakeTurnAsync(tx, unit, cancellationToken);
        if (body.IsDefault)
            await ProviderRules.StepDownAsync(tx, unit, id, cancellationToken);
        var made = await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = unit,
                id,
                name = body.Name.Trim(),
                kind = body.Kind,
                settings = settings.ValuesJson,
                secrets = settings.SecretsJson,
                enabled = body.Enabled,
                wire_log_days = body.WireLogDays,
                now,
            },
            cancellationToken);
        if (made == 0)
            return SenderProblems.ProviderNameTaken();
        await Audit.RecordAsync(
            tx, caller, "provider.create", "provider", id.Value, new { body.Kind, body.IsDefault, settings = body.Settings?.Keys }, now,
            cancellationToken);
        tx.Publish(new ProvidersChanged(unit));
        var provider = await reader.FindAsync(tx, unit, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/providers/{id.Value}", provider!);
    }

    private static string Known(ProviderCatalog catalog) => string.Join(", ", catalog.Names.Order(StringComparer.Ordinal));
}

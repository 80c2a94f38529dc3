using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal sealed record CreateProvider
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>The first provider is the default whatever stands here.</summary>
    public bool IsDefault { get; init; }

    public bool Enabled { get; init; } = true;

    // One at a time for a business unit: two that become the first at the same moment would both be the default.
    private const string LockSql = "SELECT 1 FROM business_unit WHERE id = @business_unit_id FOR UPDATE";

    private const string StepDownSql = "UPDATE provider SET is_default = false WHERE business_unit_id = @business_unit_id AND is_default";

    private const string InsertSql =
        """
        INSERT INTO provider (business_unit_id, id, name, kind, is_default, enabled, created_at)
        SELECT @business_unit_id, @id, @name, @kind,
               NOT EXISTS (SELECT FROM provider WHERE business_unit_id = @business_unit_id AND is_default), @enabled, @now
        ON CONFLICT (business_unit_id, name) DO NOTHING
        """;

    public static async Task<Results<Created<Provider>, ProblemHttpResult>> HandleAsync(
        CreateProvider body, Caller caller, ChasquiDatabase database, ProviderCatalog catalog, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var validation = new Validation()
            .Check(TextRule.IsName(body.Name), "name", TextRule.NameSentence)
            .Check(catalog.Find(body.Kind) is not null, "kind", $"This server knows these kinds: {Known(catalog)}.");
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var id = Id.New<ProviderId>(time);
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.QuerySingleAsync<int>(LockSql, new { business_unit_id = unit }, cancellationToken);
        if (body.IsDefault)
            await tx.ExecuteAsync(StepDownSql, new { business_unit_id = unit }, cancellationToken);
        var made = await tx.ExecuteAsync(
            InsertSql,
            new { business_unit_id = unit, id, name = body.Name.Trim(), kind = body.Kind, enabled = body.Enabled, now },
            cancellationToken);
        if (made == 0)
            return SenderProblems.ProviderNameTaken();
        await Audit.RecordAsync(
            tx, caller, "provider.create", "provider", id.Value, new { body.Kind, body.IsDefault }, now, cancellationToken);
        var provider = await Provider.FindAsync(tx, unit, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/providers/{id.Value}", provider!);
    }

    private static string Known(ProviderCatalog catalog) => string.Join(", ", catalog.Names.Order(StringComparer.Ordinal));
}

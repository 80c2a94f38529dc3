using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal sealed record CreateApiKey
{
    public required string Name { get; init; }

    public required IReadOnlyList<ApiScope> Scopes { get; init; }

    /// <summary>Null: does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public static async Task<Results<Created<CreatedApiKey>, ProblemHttpResult>> HandleAsync(
        CreateApiKey body, Caller caller, ChasquiDatabase database, ApiKeys keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation()
            .Check(TextRule.IsName(body.Name), "name", TextRule.NameSentence)
            .Check(body.Scopes.Count > 0, "scopes", "Choose at least one scope.")
            .Check(body.ExpiresAt is null || body.ExpiresAt > time.GetUtcNow(), "expiresAt", "Give a time to come.");
        if (validation.Failed)
            return validation.ToProblem();
        if (!Grants.Covers(caller, ApiScopes.Permissions(body.Scopes)))
            return AccountProblems.GrantTooMuch();

        var secret = ApiKeys.NewKey();
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var id = await keys.AddAsync(tx, caller.BusinessUnitId, body.Name.Trim(), secret, body.Scopes, body.ExpiresAt, cancellationToken);
        await Audit.RecordAsync(
            tx, caller, "apiKey.create", "apiKey", id.Value, new { body.Scopes, body.ExpiresAt }, time.GetUtcNow(), cancellationToken);
        var key = await ApiKey.FindAsync(tx, caller.BusinessUnitId, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/api-keys/{id.Value}", new CreatedApiKey { ApiKey = key!, Secret = secret });
    }
}

internal sealed record CreatedApiKey
{
    public required ApiKey ApiKey { get; init; }

    /// <summary>The whole key, told this once.</summary>
    public required string Secret { get; init; }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Accounts;

/// <summary>What is null stays as it is. New permissions hold from the next request of everyone who has the role.</summary>
internal sealed record ChangeRole
{
    public string? Name { get; init; }

    public IReadOnlyList<Permission>? Permissions { get; init; }

    private const string LockSql = "SELECT 1 FROM role WHERE business_unit_id = @business_unit_id AND id = @id FOR UPDATE";

    private const string ChangeSql =
        """
        UPDATE role SET name = coalesce(@name, name), permissions = coalesce(@permissions, permissions)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<Ok<Role>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeRole body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(body.Name is null || TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var roleId = new RoleId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.QuerySingleOrDefaultAsync<int?>(LockSql, new { business_unit_id = unit, id }, cancellationToken);
        if (await Role.FindAsync(tx, unit, roleId, cancellationToken) is not { } before)
            return Problems.NotFound("role");
        if (!Grants.Covers(caller, before.Permissions) || !Grants.Covers(caller, body.Permissions ?? []))
            return AccountProblems.GrantTooMuch();

        try
        {
            var permissions = body.Permissions is null ? null : PermissionWords.Of(body.Permissions);
            await tx.ExecuteAsync(ChangeSql, new { business_unit_id = unit, id, name = body.Name?.Trim(), permissions }, cancellationToken);
        }
        catch (PostgresException taken) when (taken.ConstraintName == "role_business_unit_id_name_key")
        {
            return AccountProblems.NameTaken("role");
        }

        if (!await Grants.KeepsOwnAsync(tx, caller, cancellationToken))
            return AccountProblems.OwnRights();
        await Audit.RecordAsync(
            tx, caller, "role.change", "role", id, new { before = before.Permissions, body.Permissions }, time.GetUtcNow(),
            cancellationToken);
        var role = await Role.FindAsync(tx, unit, roleId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(role!);
    }
}

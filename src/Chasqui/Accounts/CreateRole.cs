using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal sealed record CreateRole
{
    public required string Name { get; init; }

    public required IReadOnlyList<Permission> Permissions { get; init; }

    private const string InsertSql =
        """
        INSERT INTO role (business_unit_id, id, name, permissions)
        VALUES (@business_unit_id, @id, @name, @permissions)
        ON CONFLICT (business_unit_id, name) DO NOTHING
        """;

    public static async Task<Results<Created<Role>, ProblemHttpResult>> HandleAsync(
        CreateRole body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();
        if (!Grants.Covers(caller, body.Permissions))
            return AccountProblems.GrantTooMuch();

        var role = new Role { Id = Id.New<RoleId>(time), Name = body.Name.Trim(), Permissions = [.. body.Permissions.Distinct().Order()] };
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var made = await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = caller.BusinessUnitId,
                id = role.Id,
                name = role.Name,
                permissions = PermissionWords.Of(role.Permissions),
            },
            cancellationToken);
        if (made == 0)
            return AccountProblems.NameTaken("role");
        await Audit.RecordAsync(
            tx, caller, "role.create", "role", role.Id.Value, new { role.Permissions }, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/roles/{role.Id.Value}", role);
    }
}

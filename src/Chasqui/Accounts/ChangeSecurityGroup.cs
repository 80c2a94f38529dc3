using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Accounts;

/// <summary>What is null stays as it is; a list that is given replaces the one there was.</summary>
internal sealed record ChangeSecurityGroup
{
    public string? Name { get; init; }

    public IReadOnlyList<UserId>? UserIds { get; init; }

    public IReadOnlyList<QueueId>? QueueIds { get; init; }

    public IReadOnlyList<DialerId>? DialerIds { get; init; }

    private const string ChangeSql =
        "UPDATE security_group SET name = coalesce(@name, name) WHERE business_unit_id = @business_unit_id AND id = @id";

    public static async Task<Results<Ok<SecurityGroup>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeSecurityGroup body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(body.Name is null || TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var groupId = new SecurityGroupId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        try
        {
            if (await tx.ExecuteAsync(ChangeSql, new { business_unit_id = unit, id, name = body.Name?.Trim() }, cancellationToken) == 0)
                return Problems.NotFound("security group");
        }
        catch (PostgresException taken) when (taken.ConstraintName == "security_group_business_unit_id_name_key")
        {
            return AccountProblems.NameTaken("security group");
        }

        var members = await SecurityGroups.SetMembersAsync(
            tx, unit, groupId, body.UserIds, body.QueueIds, body.DialerIds, cancellationToken);
        if (members.Failed)
            return members.ToProblem();
        await Audit.RecordAsync(
            tx, caller, "securityGroup.change", "securityGroup", id, new { body.UserIds, body.QueueIds, body.DialerIds }, time.GetUtcNow(),
            cancellationToken);
        var group = await SecurityGroup.FindAsync(tx, unit, groupId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(group!);
    }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal sealed record CreateSecurityGroup
{
    public required string Name { get; init; }

    public IReadOnlyList<UserId> UserIds { get; init; } = [];

    public IReadOnlyList<QueueId> QueueIds { get; init; } = [];

    public IReadOnlyList<DialerId> DialerIds { get; init; } = [];

    private const string InsertSql =
        """
        INSERT INTO security_group (business_unit_id, id, name)
        VALUES (@business_unit_id, @id, @name)
        ON CONFLICT (business_unit_id, name) DO NOTHING
        """;

    public static async Task<Results<Created<SecurityGroup>, ProblemHttpResult>> HandleAsync(
        CreateSecurityGroup body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        var unit = caller.BusinessUnitId;
        var id = Id.New<SecurityGroupId>(time);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (await tx.ExecuteAsync(InsertSql, new { business_unit_id = unit, id, name = body.Name.Trim() }, cancellationToken) == 0)
            return AccountProblems.NameTaken("security group");
        var members = await SecurityGroups.SetMembersAsync(tx, unit, id, body.UserIds, body.QueueIds, body.DialerIds, cancellationToken);
        if (members.Failed)
            return members.ToProblem();
        await Audit.RecordAsync(
            tx, caller, "securityGroup.create", "securityGroup", id.Value, new { body.UserIds, body.QueueIds, body.DialerIds },
            time.GetUtcNow(), cancellationToken);
        var group = await SecurityGroup.FindAsync(tx, unit, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/security-groups/{id.Value}", group!);
    }
}

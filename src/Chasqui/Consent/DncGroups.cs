using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Consent;

/// <summary>A do-not-contact list that several senders share.</summary>
internal sealed record DncGroup
{
    public required DncListId Id { get; init; }

    public required string Name { get; init; }
}

/// <summary>All groups of the business unit, by name.</summary>
internal sealed record DncGroupsList
{
    public required IReadOnlyList<DncGroup> Items { get; init; }
}

internal sealed record CreateDncGroup
{
    public required string Name { get; init; }
}

/// <summary>GET and POST /dnc/groups: what a sender names as its group; a contact's STOP to one of them counts for all of them.</summary>
internal static class DncGroups
{
    private const string ListSql =
        "SELECT id, name FROM dnc_list WHERE business_unit_id = @business_unit_id AND kind = 'group' ORDER BY lower(name)";

    public static async Task<Ok<DncGroupsList>> ListAsync(Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var groups = await tx.QueryAsync<DncGroup>(ListSql, new { business_unit_id = caller.BusinessUnitId }, cancellationToken);
        return TypedResults.Ok(new DncGroupsList { Items = groups });
    }

    public static async Task<Results<Created<DncGroup>, ProblemHttpResult>> CreateAsync(
        CreateDncGroup body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation().Check(TextRule.IsName(body.Name), "name", TextRule.NameSentence);
        if (validation.Failed)
            return validation.ToProblem();

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        DncListId id;
        try
        {
            id = await DncLists.CreateAsync(tx, caller.BusinessUnitId, DncListKind.Group, body.Name.Trim(), time, cancellationToken);
        }
        catch (PostgresException taken) when (taken.ConstraintName == "dnc_list_group")
        {
            return Problems.Conflict("nameTaken", "There is already a group of this name.");
        }

        await Audit.RecordAsync(tx, caller, "dncGroup.create", "dncList", id.Value, new { body.Name }, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created("/api/v1/dnc/groups", new DncGroup { Id = id, Name = body.Name.Trim() });
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Outbound;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Conversations;

internal sealed record UpdateContact
{
    /// <summary>At most 100 characters; empty: no name.</summary>
    public required string Name { get; init; }
}

/// <summary>
/// GET /contacts/{id}/messages and PATCH /contacts/{id}: for the agent who has the contact before it and for supervisors of a queue it
/// wrote to; reading also for who may view messages.
/// </summary>
internal sealed class Contacts(ChasquiDatabase database, TimeProvider time)
{
    private const int LongestName = 100;

    private const string FindSql = """
        SELECT contact.id, contact.number, contact.name
        FROM contact
        WHERE contact.business_unit_id = @business_unit_id AND contact.id = @id
          AND (@views_all::boolean
            OR EXISTS (
                SELECT 1
                FROM conversation
                JOIN interaction ON interaction.business_unit_id = conversation.business_unit_id
                                AND interaction.conversation_id = conversation.id
                WHERE conversation.business_unit_id = @business_unit_id AND conversation.contact_id = contact.id
                  AND (@handles::boolean AND interaction.owner_id = @user_id::uuid AND interaction.state IN ('active', 'wrapUp')
                    OR @supervises::boolean AND (@sees_all::boolean OR EXISTS (
                        SELECT 1
                        FROM security_group_user AS its_user
                        JOIN security_group_queue AS its_queue
                          ON its_queue.business_unit_id = its_user.business_unit_id AND its_queue.group_id = its_user.group_id
                        WHERE its_user.business_unit_id = @business_unit_id AND its_user.user_id = @user_id::uuid
                          AND its_queue.queue_id = interaction.queue_id)))))
        """;

    private const string RenameSql = "UPDATE contact SET name = @name WHERE business_unit_id = @business_unit_id AND id = @id";

    private const string OpenSql = """
        SELECT interaction.id, interaction.owner_id
        FROM conversation
        JOIN interaction ON interaction.business_unit_id = conversation.business_unit_id AND interaction.conversation_id = conversation.id
        WHERE conversation.business_unit_id = @business_unit_id AND conversation.contact_id = @id AND interaction.state <> 'closed'
        """;

    public async Task<Results<Ok<Page<Message>>, ProblemHttpResult>> ListMessagesAsync(
        Guid id, Guid? before, int? limit, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await FindAsync(tx, id, caller, caller.May(Permission.ViewMessages), cancellationToken) is not { } contact)
            return Problems.NotFound("contact");
        return TypedResults.Ok(await Thread.ReadAsync(
            tx, caller.BusinessUnitId, contact.Number, senderId: null, before, limit, cancellationToken));
    }

    public async Task<Results<Ok<Contact>, ProblemHttpResult>> UpdateAsync(
        Guid id, UpdateContact request, Caller caller, CancellationToken cancellationToken)
    {
        var name = string.IsNullOrWhiteSpace(request.Name) ? null : request.Name.Trim();
        var validation = new Validation().Check(name is null || name.Length <= LongestName, "name", $"At most {LongestName} characters.");
        if (validation.Failed)
            return validation.ToProblem();

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await FindAsync(tx, id, caller, viewsAll: false, cancellationToken) is not { } contact)
            return Problems.NotFound("contact");
        var key = new { business_unit_id = caller.BusinessUnitId, id, name };
        await tx.ExecuteAsync(RenameSql, key, cancellationToken);
        await Audit.RecordAsync(tx, caller, "contact.rename", "contact", id, details: null, time.GetUtcNow(), cancellationToken);
        foreach (var open in await tx.QueryAsync<OpenRow>(OpenSql, key, cancellationToken))
        {
            tx.Publish(new InteractionChanged(caller.BusinessUnitId, open.Id));
            if (open.OwnerId is { } owner)
                tx.Publish(new InboxChanged(caller.BusinessUnitId, owner));
        }

        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(contact with { Name = name });
    }

    private static Task<Contact?> FindAsync(
        DatabaseTransaction tx, Guid id, Caller caller, bool viewsAll, CancellationToken cancellationToken) =>
        tx.QuerySingleOrDefaultAsync<Contact>(FindSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            user_id = caller.UserId?.Value,
            views_all = viewsAll,
            handles = caller.May(Permission.HandleInteractions),
            supervises = caller.May(Permission.SuperviseAgents),
            sees_all = caller.SeesAllObjects,
        }, cancellationToken);

    private sealed record OpenRow
    {
        public required InteractionId Id { get; init; }

        public required UserId? OwnerId { get; init; }
    }
}

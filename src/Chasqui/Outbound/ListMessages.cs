using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Outbound;

/// <summary>
/// GET /messages, newest first. A message of a dialer or of a queue's interaction shows to those who may see
/// that dialer or queue; the others to everyone who may view messages.
/// </summary>
internal sealed class ListMessages(ChasquiDatabase database)
{
    private const string ListSql =
        """
        SELECT message.id, message.direction, message.number, message.sender_id, message.intended_sender_id, message.provider_id,
               message.dialer_id, message.interaction_id,
               message.author_kind, message.author_id, coalesce(app_user.name, api_key.name, dialer.name) AS author_name,
               message.text, message.content::text AS content, message.parts, message.encoding, message.state, message.verdict, message.failure_code, message.failure_detail,
               message.created_at, message.state_changed_at, message.client_id
        FROM message
        LEFT JOIN app_user ON app_user.business_unit_id = message.business_unit_id AND app_user.id = message.author_id
        LEFT JOIN api_key ON api_key.business_unit_id = message.business_unit_id AND api_key.id = message.author_id
        LEFT JOIN dialer ON message.author_kind = 'dialer'
            AND dialer.business_unit_id = message.business_unit_id AND dialer.id = message.dialer_id
        LEFT JOIN interaction ON interaction.business_unit_id = message.business_unit_id AND interaction.id = message.interaction_id
        WHERE message.business_unit_id = @business_unit_id
          AND (@id::uuid IS NULL OR message.id = @id)
          AND (@dialer_id::uuid IS NULL OR message.dialer_id = @dialer_id)
          AND (@state::text IS NULL OR message.state = @state)
          AND (@after::uuid IS NULL OR message.id < @after)
          AND (@sees_all::boolean
            OR message.dialer_id IS NULL AND message.interaction_id IS NULL
            OR EXISTS (
                SELECT 1 FROM security_group_user AS member
                JOIN security_group_dialer AS granted
                    ON granted.business_unit_id = member.business_unit_id AND granted.group_id = member.group_id
                WHERE member.business_unit_id = @business_unit_id AND member.user_id = @user_id AND granted.dialer_id = message.dialer_id)
            OR EXISTS (
                SELECT 1 FROM security_group_user AS member
                JOIN security_group_queue AS granted
                    ON granted.business_unit_id = member.business_unit_id AND granted.group_id = member.group_id
                WHERE member.business_unit_id = @business_unit_id AND member.user_id = @user_id AND granted.queue_id = interaction.queue_id))
        ORDER BY message.id DESC
        LIMIT @limit
        """;

    public async Task<Results<Ok<Page<Message>>, ProblemHttpResult>> HandleAsync(
        Guid? dialerId, string? state, Guid? after, int? limit, Caller caller, CancellationToken cancellationToken)
    {
        var wanted = state is null ? null : Words.Parse<MessageState>(state);
        if (wanted is null && state is not null)
            return new Validation().Check(valid: false, "state", $"One of {string.Join(", ", Enum.GetValues<MessageState>().Select(Words.Camel))}.").ToProblem();
        var size = PageLimit.Clamp(limit);
        var messages = await QueryAsync(caller, null, dialerId, wanted, after, size + 1, cancellationToken);
        return TypedResults.Ok(Page<Message>.From(messages, size, message => message.Id.Value));
    }

    /// <summary>Null when there is no such message, or the caller may not see it.</summary>
    public async Task<Message?> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        (await QueryAsync(caller, id, null, null, null, 1, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<Message>> QueryAsync(
        Caller caller, Guid? id, Guid? dialerId, MessageState? state, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var rows = await tx.QueryAsync<MessageRow>(ListSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            dialer_id = dialerId,
            state = state is { } wanted ? Words.Camel(wanted) : null,
            after,
            sees_all = caller.SeesAllObjects,
            user_id = caller.UserId?.Value,
            limit,
        }, cancellationToken);
        return [.. rows.Select(row => row.ToMessage())];
    }
}

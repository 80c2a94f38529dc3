using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Live;

/// <summary>Whether a caller may watch something: the rules of the REST addresses that show it.</summary>
internal sealed class LiveVisibility(ChasquiDatabase database)
{
    // An agent sees what is or was offered to it and not yet another's; a supervisor what waits in the queues of their groups.
    private const string InteractionSql =
        """
        SELECT EXISTS (
            SELECT 1
            FROM interaction AS i
            WHERE i.business_unit_id = @business_unit_id AND i.id = @id
              AND (@handles::boolean AND i.owner_id = @user_id
                OR @handles::boolean AND EXISTS (
                    SELECT 1 FROM offer AS o
                    WHERE o.business_unit_id = i.business_unit_id AND o.interaction_id = i.id AND o.user_id = @user_id AND o.state = 'live')
                OR @supervises::boolean AND (@sees_all::boolean OR EXISTS (
                    SELECT 1
                    FROM security_group_user AS gu
                    JOIN security_group_queue AS gq ON gq.business_unit_id = gu.business_unit_id AND gq.group_id = gu.group_id
                    WHERE gu.business_unit_id = i.business_unit_id AND gu.user_id = @user_id AND gq.queue_id = i.queue_id))))
        """;

    private const string DialerSql =
        """
        SELECT EXISTS (
            SELECT 1
            FROM dialer AS d
            WHERE d.business_unit_id = @business_unit_id AND d.id = @id
              AND (@sees_all::boolean OR EXISTS (
                    SELECT 1
                    FROM security_group_user AS gu
                    JOIN security_group_dialer AS gd ON gd.business_unit_id = gu.business_unit_id AND gd.group_id = gu.group_id
                    WHERE gu.business_unit_id = d.business_unit_id AND gu.user_id = @user_id AND gd.dialer_id = d.id)))
        """;

    private const string ImportSql =
        """
        SELECT EXISTS (
            SELECT 1
            FROM import AS i
            WHERE i.business_unit_id = @business_unit_id AND i.id = @id
              AND (i.kind = 'dnc' AND @manages_dnc::boolean
                OR i.kind = 'messages' AND @views_dialers::boolean AND (@sees_all::boolean OR EXISTS (
                    SELECT 1
                    FROM security_group_user AS gu
                    JOIN security_group_dialer AS gd ON gd.business_unit_id = gu.business_unit_id AND gd.group_id = gu.group_id
                    WHERE gu.business_unit_id = i.business_unit_id AND gu.user_id = @user_id AND gd.dialer_id = i.dialer_id))))
        """;

    public Task<bool> SeesInteractionAsync(Caller caller, InteractionId id, CancellationToken cancellationToken) =>
        AskAsync(InteractionSql, caller, id.Value, cancellationToken);

    public async Task<bool> SeesDialerAsync(Caller caller, DialerId id, CancellationToken cancellationToken) =>
        caller.May(Permission.ViewDialers) && await AskAsync(DialerSql, caller, id.Value, cancellationToken);

    public Task<bool> SeesImportAsync(Caller caller, ImportId id, CancellationToken cancellationToken) =>
        AskAsync(ImportSql, caller, id.Value, cancellationToken);

    public static bool SeesHandsets(Caller caller) => caller.May(Permission.UseSimulator);

    private async Task<bool> AskAsync(string sql, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var question = new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            user_id = caller.UserId!.Value,
            handles = caller.May(Permission.HandleInteractions),
            supervises = caller.May(Permission.SuperviseAgents),
            views_dialers = caller.May(Permission.ViewDialers),
            manages_dnc = caller.May(Permission.ManageDnc),
            sees_all = caller.SeesAllObjects,
        };
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await tx.QuerySingleAsync<bool>(sql, question, cancellationToken);
    }
}

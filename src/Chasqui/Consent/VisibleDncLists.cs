using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Consent;

/// <summary>A do-not-contact list by name.</summary>
internal sealed record DncList
{
    public required DncListId Id { get; init; }

    public required string Name { get; init; }

    public required DncListKind Kind { get; init; }
}

/// <summary>The lists a caller may look at and change: of a dialer's, only those of dialers it sees.</summary>
internal static class VisibleDncLists
{
    private const string ListSql =
        """
        SELECT list.id, list.name, list.kind
        FROM dnc_list AS list
        LEFT JOIN dialer ON dialer.business_unit_id = list.business_unit_id AND dialer.dnc_list_id = list.id
        WHERE list.business_unit_id = @business_unit_id
          AND (@id::uuid IS NULL OR list.id = @id)
          AND (list.kind <> 'dialer' OR @sees_all::boolean OR EXISTS (
              SELECT 1 FROM security_group_user AS member
              JOIN security_group_dialer AS granted
                ON granted.business_unit_id = member.business_unit_id AND granted.group_id = member.group_id
              WHERE member.business_unit_id = @business_unit_id AND member.user_id = @user_id AND granted.dialer_id = dialer.id))
        ORDER BY list.kind, list.name
        """;

    public static Task<IReadOnlyList<DncList>> ListAsync(DatabaseTransaction tx, Caller caller, CancellationToken cancellationToken) =>
        QueryAsync(tx, caller, null, cancellationToken);

    public static async Task<DncList?> FindAsync(DatabaseTransaction tx, Caller caller, Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync(tx, caller, id, cancellationToken)).SingleOrDefault();

    private static Task<IReadOnlyList<DncList>> QueryAsync(
        DatabaseTransaction tx, Caller caller, Guid? id, CancellationToken cancellationToken) =>
        tx.QueryAsync<DncList>(
            ListSql,
            new { business_unit_id = caller.BusinessUnitId, id, sees_all = caller.SeesAllObjects, user_id = caller.UserId?.Value },
            cancellationToken);
}

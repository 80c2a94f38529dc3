using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// The imports a caller may look at: those of dialers it sees, when it may view dialers; those of do-not-contact numbers, when it
/// may manage them.
/// </summary>
internal static class VisibleImports
{
    private const string ListSql =
        """
        SELECT id, kind, dialer_id, file_name, strict, state, rows, imported, duplicates, blocked, rejected,
               failure_code, failure_detail, created_at, finished_at
        FROM import
        WHERE business_unit_id = @business_unit_id
          AND (@id::uuid IS NULL OR id = @id)
          AND (@dialer_id::uuid IS NULL OR dialer_id = @dialer_id)
          AND (@before::uuid IS NULL OR id < @before)
          AND CASE WHEN kind = 'dnc' THEN @sees_dnc::boolean
              ELSE @sees_dialers::boolean AND (@sees_all::boolean OR EXISTS (
                  SELECT 1 FROM security_group_user AS member
                  JOIN security_group_dialer AS granted
                    ON granted.business_unit_id = member.business_unit_id AND granted.group_id = member.group_id
                  WHERE member.business_unit_id = @business_unit_id AND member.user_id = @user_id AND granted.dialer_id = import.dialer_id))
              END
        ORDER BY id DESC LIMIT @limit
        """;

    public static async Task<Import?> FindAsync(DatabaseTransaction tx, Caller caller, ImportId id, CancellationToken cancellationToken) =>
        (await QueryAsync(tx, caller, id, null, null, 1, cancellationToken)).SingleOrDefault();

    /// <summary>Newest first.</summary>
    /// <param name="tx">The caller's transaction.</param>
    /// <param name="caller">Who looks.</param>
    /// <param name="dialer">Only those uploaded to this dialer; null for all.</param>
    /// <param name="before">Older than this one; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static Task<IReadOnlyList<Import>> ListAsync(
        DatabaseTransaction tx, Caller caller, Guid? dialer, Guid? before, int limit, CancellationToken cancellationToken) =>
        QueryAsync(tx, caller, null, dialer, before, limit, cancellationToken);

    private static Task<IReadOnlyList<Import>> QueryAsync(
        DatabaseTransaction tx, Caller caller, ImportId? id, Guid? dialer, Guid? before, int limit, CancellationToken cancellationToken) =>
        tx.QueryAsync<Import>(
            ListSql,
            new
            {
                business_unit_id = caller.BusinessUnitId,
                id = id?.Value,
                dialer_id = dialer,
                before,
                sees_dnc = caller.May(Permission.ManageDnc),
                sees_dialers = caller.May(Permission.ViewDialers),
                sees_all = caller.SeesAllObjects,
                user_id = caller.UserId?.Value,
                limit,
            },
            cancellationToken);
}

using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>Writes who and what belongs to security groups.</summary>
internal static class SecurityGroups
{
    private const string CountGroupsSql =
        "SELECT count(*) FROM security_group WHERE business_unit_id = @business_unit_id AND id = ANY(@ids::uuid[])";

    private const string CountUsersSql =
        "SELECT count(*) FROM app_user WHERE business_unit_id = @business_unit_id AND id = ANY(@ids::uuid[])";

    private const string CountQueuesSql =
        "SELECT count(*) FROM queue WHERE business_unit_id = @business_unit_id AND id = ANY(@ids::uuid[])";

    private const string CountDialersSql =
        "SELECT count(*) FROM dialer WHERE business_unit_id = @business_unit_id AND id = ANY(@ids::uuid[])";

    private const string RemoveUsersSql =
        """
        DELETE FROM security_group_user
        WHERE business_unit_id = @business_unit_id AND group_id = @group_id AND NOT user_id = ANY(@ids::uuid[])
        """;

    private const string AddUsersSql =
        """
        INSERT INTO security_group_user (business_unit_id, group_id, user_id)
        SELECT @business_unit_id, @group_id, unnest(@ids::uuid[])
        ON CONFLICT DO NOTHING
        """;

    private const string RemoveQueuesSql =
        """
        DELETE FROM security_group_queue
        WHERE business_unit_id = @business_unit_id AND group_id = @group_id AND NOT queue_id = ANY(@ids::uuid[])
        """;

    private const string AddQueuesSql =
        """
        INSERT INTO security_group_queue (business_unit_id, group_id, queue_id)
        SELECT @business_unit_id, @group_id, unnest(@ids::uuid[])
        ON CONFLICT DO NOTHING
        """;

    private const string RemoveDialersSql =
        """
        DELETE FROM security_group_dialer
        WHERE business_unit_id = @business_unit_id AND group_id = @group_id AND NOT dialer_id = ANY(@ids::uuid[])
        """;

    private const string AddDialersSql =
        """
        INSERT INTO security_group_dialer (business_unit_id, group_id, dialer_id)
        SELECT @business_unit_id, @group_id, unnest(@ids::uuid[])
        ON CONFLICT DO NOTHING
        """;

    private const string ShareQueueSql =
        """
        INSERT INTO security_group_queue (business_unit_id, group_id, queue_id)
        SELECT business_unit_id, group_id, @id FROM security_group_user WHERE business_unit_id = @business_unit_id AND user_id = @user_id
        """;

    private const string ShareDialerSql =
        """
        INSERT INTO security_group_dialer (business_unit_id, group_id, dialer_id)
        SELECT business_unit_id, group_id, @id FROM security_group_user WHERE business_unit_id = @business_unit_id AND user_id = @user_id
        """;

    /// <summary>
    /// Gives a new queue to the groups of who made it, unless that one sees all anyway: it could not be seen again otherwise.
    /// False when there is no such group.
    /// </summary>
    public static Task<bool> ShareAsync(DatabaseTransaction tx, Caller caller, QueueId queue, CancellationToken cancellationToken) =>
        ShareAsync(tx, caller, ShareQueueSql, queue.Value, cancellationToken);

    /// <summary>The same for a new dialer.</summary>
    public static Task<bool> ShareAsync(DatabaseTransaction tx, Caller caller, DialerId dialer, CancellationToken cancellationToken) =>
        ShareAsync(tx, caller, ShareDialerSql, dialer.Value, cancellationToken);

    private static async Task<bool> ShareAsync(
        DatabaseTransaction tx, Caller caller, string sql, Guid id, CancellationToken cancellationToken) =>
        caller.SeesAllObjects
        || await tx.ExecuteAsync(
            sql, new { business_unit_id = caller.BusinessUnitId, user_id = caller.UserId?.Value, id }, cancellationToken) > 0;

    public static Task<bool> ExistAsync(
        DatabaseTransaction tx, BusinessUnitId unit, IReadOnlyList<SecurityGroupId> groups, CancellationToken cancellationToken) =>
        AllExistAsync(tx, CountGroupsSql, unit, Values(groups), cancellationToken);

    /// <summary>Replaces those lists that are given; says what in them does not exist in this business unit.</summary>
    public static async Task<Validation> SetMembersAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SecurityGroupId group, IReadOnlyList<UserId>? users, IReadOnlyList<QueueId>? queues,
        IReadOnlyList<DialerId>? dialers, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Check(
            users is null || await AllExistAsync(tx, CountUsersSql, unit, Values(users), cancellationToken),
            "userIds", "One of the users does not exist.");
        validation.Check(
            queues is null || await AllExistAsync(tx, CountQueuesSql, unit, Values(queues), cancellationToken),
            "queueIds", "One of the queues does not exist.");
        validation.Check(
            dialers is null || await AllExistAsync(tx, CountDialersSql, unit, Values(dialers), cancellationToken),
            "dialerIds", "One of the dialers does not exist.");
        if (validation.Failed)
            return validation;

        if (users is not null)
            await ReplaceAsync(tx, RemoveUsersSql, AddUsersSql, unit, group, Values(users), cancellationToken);
        if (queues is not null)
            await ReplaceAsync(tx, RemoveQueuesSql, AddQueuesSql, unit, group, Values(queues), cancellationToken);
        if (dialers is not null)
            await ReplaceAsync(tx, RemoveDialersSql, AddDialersSql, unit, group, Values(dialers), cancellationToken);
        return validation;
    }

    private static async Task<bool> AllExistAsync(
        DatabaseTransaction tx, string countSql, BusinessUnitId unit, Guid[] ids, CancellationToken cancellationToken) =>
        ids.Length == 0 || await tx.QuerySingleAsync<int>(countSql, new { business_unit_id = unit, ids }, cancellationToken) == ids.Length;

    private static async Task ReplaceAsync(
        DatabaseTransaction tx, string removeSql, string addSql, BusinessUnitId unit, SecurityGroupId group, Guid[] ids,
        CancellationToken cancellationToken)
    {
        var parameters = new { business_unit_id = unit, group_id = group, ids };
        await tx.ExecuteAsync(removeSql, parameters, cancellationToken);
        await tx.ExecuteAsync(addSql, parameters, cancellationToken);
    }

    private static Guid[] Values<T>(IReadOnlyList<T> ids)
        where T : struct, IId<T> => [.. ids.Select(id => id.Value).Distinct()];
}

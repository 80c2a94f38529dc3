using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>
/// Nobody gives away, or takes from others, what they may not do themselves: who may manage users is not thereby everything.
/// </summary>
internal static class Grants
{
    private const string RolesSql =
        "SELECT id, permissions FROM role WHERE business_unit_id = @business_unit_id AND id = ANY(@role_ids::uuid[])";

    private const string UserSql =
        """
        SELECT DISTINCT unnest(r.permissions)
        FROM user_role AS ur
        JOIN role AS r ON r.business_unit_id = ur.business_unit_id AND r.id = ur.role_id
        WHERE ur.business_unit_id = @business_unit_id AND ur.user_id = @user_id
        """;

    /// <summary>Whether the caller may give these. To handle interactions is work and no power: anyone may give it.</summary>
    public static bool Covers(Caller caller, IEnumerable<Permission> permissions) =>
        permissions.All(permission => permission == Permission.HandleInteractions || caller.May(permission));

    /// <summary>What these roles allow together; null when one of them does not exist.</summary>
    public static async Task<IReadOnlySet<Permission>?> OfRolesAsync(
        DatabaseTransaction tx, BusinessUnitId unit, IReadOnlyList<RoleId> roles, CancellationToken cancellationToken)
    {
        var ids = roles.Select(role => role.Value).Distinct().ToArray();
        var rows = await tx.QueryAsync<Role>(RolesSql, new { business_unit_id = unit, role_ids = ids }, cancellationToken);
        return rows.Count == ids.Length ? PermissionWords.Read(rows.SelectMany(row => row.Permissions)) : null;
    }

    public static async Task<IReadOnlySet<Permission>> OfUserAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId user, CancellationToken cancellationToken) =>
        PermissionWords.Read(await tx.QueryAsync<string>(UserSql, new { business_unit_id = unit, user_id = user }, cancellationToken));

    /// <summary>Whether the caller, when a user, can still manage users: asked after a change, against locking oneself out.</summary>
    public static async Task<bool> KeepsOwnAsync(DatabaseTransaction tx, Caller caller, CancellationToken cancellationToken) =>
        caller.UserId is not { } user
        || (await OfUserAsync(tx, caller.BusinessUnitId, user, cancellationToken)).Contains(Permission.ManageUsers);

    private sealed record Role
    {
        public required RoleId Id { get; init; }

        public required string[] Permissions { get; init; }
    }
}

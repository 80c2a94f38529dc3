using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>A user to be made. Parsed and checked by whoever asks.</summary>
internal sealed record NewUser
{
    /// <summary>Lower case, as <see cref="EmailAddress.Normalize"/> gives it.</summary>
    public required string Email { get; init; }

    public required string Name { get; init; }

    /// <summary>From <see cref="Passwords.HashAsync"/>; null: cannot sign in until a password is set.</summary>
    public string? PasswordHash { get; init; }

    public IReadOnlyList<RoleId> RoleIds { get; init; } = [];

    public IReadOnlyList<SecurityGroupId> GroupIds { get; init; } = [];

    public string? Language { get; init; }

    /// <summary>How many interactions at once, 1 to 100.</summary>
    public int MaxInteractions { get; init; } = 3;

    /// <summary>How long an offer waits for an answer, 15 to 300 seconds.</summary>
    public int RefusalTimeoutSeconds { get; init; } = 45;
}

/// <summary>Writes users with their roles and groups.</summary>
internal sealed class Users(TimeProvider time)
{
    private const string InsertSql =
        """
        INSERT INTO app_user (business_unit_id, id, email, name, password_hash, security_stamp, language,
                              max_interactions, refusal_timeout_seconds, created_at)
        VALUES (@business_unit_id, @id, @email, @name, @password_hash, @security_stamp, @language,
                @max_interactions, @refusal_timeout_seconds, @now)
        ON CONFLICT (email) DO NOTHING
        """;

    private const string RemoveRolesSql =
        "DELETE FROM user_role WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND NOT role_id = ANY(@role_ids::uuid[])";

    // From the unit's own roles: an id of another unit's role finds nothing.
    private const string AddRolesSql =
        """
        INSERT INTO user_role (business_unit_id, user_id, role_id)
        SELECT business_unit_id, @user_id, id FROM role WHERE business_unit_id = @business_unit_id AND id = ANY(@role_ids::uuid[])
        ON CONFLICT DO NOTHING
        """;

    private const string RemoveGroupsSql =
        """
        DELETE FROM security_group_user
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND NOT group_id = ANY(@group_ids::uuid[])
        """;

    private const string AddGroupsSql =
        """
        INSERT INTO security_group_user (business_unit_id, group_id, user_id)
        SELECT business_unit_id, id, @user_id FROM security_group
        WHERE business_unit_id = @business_unit_id AND id = ANY(@group_ids::uuid[])
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Makes a user; null when the e-mail address is taken (in any business unit: it is the sign-in name).</summary>
    public async Task<UserId?> AddAsync(DatabaseTransaction tx, BusinessUnitId unit, NewUser user, CancellationToken cancellationToken)
    {
        var id = Id.New<UserId>(time);
        var made = await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = unit,
                id,
                email = user.Email,
                name = user.Name,
                password_hash = user.PasswordHash,
                security_stamp = Guid.CreateVersion7(time.GetUtcNow()),
                language = user.Language,
                max_interactions = user.MaxInteractions,
                refusal_timeout_seconds = user.RefusalTimeoutSeconds,
                now = time.GetUtcNow(),
            },
            cancellationToken);
        if (made == 0)
            return null;
        await SetRolesAsync(tx, unit, id, user.RoleIds, cancellationToken);
        await SetGroupsAsync(tx, unit, id, user.GroupIds, cancellationToken);
        return id;
    }

    public static async Task SetRolesAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId user, IReadOnlyList<RoleId> roles, CancellationToken cancellationToken)
    {
        var parameters = new { business_unit_id = unit, user_id = user, role_ids = roles.Select(role => role.Value).ToArray() };
        await tx.ExecuteAsync(RemoveRolesSql, parameters, cancellationToken);
        await tx.ExecuteAsync(AddRolesSql, parameters, cancellationToken);
    }

    public static async Task SetGroupsAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId user, IReadOnlyList<SecurityGroupId> groups,
        CancellationToken cancellationToken)
    {
        var parameters = new { business_unit_id = unit, user_id = user, group_ids = groups.Select(group => group.Value).ToArray() };
        await tx.ExecuteAsync(RemoveGroupsSql, parameters, cancellationToken);
        await tx.ExecuteAsync(AddGroupsSql, parameters, cancellationToken);
    }
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>Who is signed in, where, and what they may do now.</summary>
internal sealed record Session
{
    public required SessionUser User { get; init; }

    public required SessionBusinessUnit BusinessUnit { get; init; }

    public required IReadOnlyList<Permission> Permissions { get; init; }

    /// <summary>The server runs with the demo's data and its well-known passwords.</summary>
    public required bool Demo { get; init; }

    private const string ReadSql =
        """
        SELECT u.id AS user_id, u.name, u.email, coalesce(u.language, b.language) AS language,
               b.id AS unit_id, b.name AS unit_name, b.country, b.time_zone,
               ARRAY(SELECT DISTINCT unnest(r.permissions)
                     FROM user_role AS ur
                     JOIN role AS r ON r.business_unit_id = ur.business_unit_id AND r.id = ur.role_id
                     WHERE ur.business_unit_id = u.business_unit_id AND ur.user_id = u.id) AS permissions
        FROM app_user AS u
        JOIN business_unit AS b ON b.id = u.business_unit_id
        WHERE u.business_unit_id = @business_unit_id AND u.id = @user_id
        """;

    public static async Task<Session> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId user, bool demo, CancellationToken cancellationToken)
    {
        var row = await tx.QuerySingleAsync<Row>(ReadSql, new { business_unit_id = unit, user_id = user }, cancellationToken);
        return new Session
        {
            User = new SessionUser(row.UserId, row.Name, row.Email, row.Language),
            BusinessUnit = new SessionBusinessUnit(row.UnitId, row.UnitName, row.Country, row.TimeZone),
            Permissions = [.. PermissionWords.Read(row.Permissions).Order()],
            Demo = demo,
        };
    }

    private sealed record Row
    {
        public required UserId UserId { get; init; }

        public required string Name { get; init; }

        public required string Email { get; init; }

        public required string Language { get; init; }

        public required BusinessUnitId UnitId { get; init; }

        public required string UnitName { get; init; }

        public required string Country { get; init; }

        public required string TimeZone { get; init; }

        public required string[] Permissions { get; init; }
    }
}

internal sealed record SessionUser(UserId Id, string Name, string Email, string Language);

internal sealed record SessionBusinessUnit(BusinessUnitId Id, string Name, string Country, string TimeZone);

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>Makes business units: the walls everything else lives between.</summary>
internal sealed class BusinessUnits(TimeProvider time)
{
    private const string InsertSql =
        """
        INSERT INTO business_unit (id, name, country, time_zone, language, created_at)
        VALUES (@id, @name, @country, @time_zone, @language, @now)
        """;

    private const string InsertRoleSql =
        "INSERT INTO role (business_unit_id, id, name, permissions) VALUES (@business_unit_id, @id, @name, @permissions)";

    private const string InsertDncListSql =
        "INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@business_unit_id, @id, 'businessUnit', 'All')";

    private const string RoleSql = "SELECT id FROM role WHERE business_unit_id = @business_unit_id AND name = @name";

    /// <summary>Makes a business unit with its roles and its do-not-contact list.</summary>
    /// <param name="tx">Begun across units: the new one is nobody's yet.</param>
    /// <param name="name">As people call it.</param>
    /// <param name="country">ISO 3166-1 alpha-2: national numbers are read as this country's.</param>
    /// <param name="timeZone">IANA name.</param>
    /// <param name="language">BCP 47, e.g. "en" or "es-UY".</param>
    public async Task<BusinessUnitId> CreateAsync(
        DatabaseTransaction tx, string name, string country, string timeZone, string language, CancellationToken cancellationToken)
    {
        var unit = Id.New<BusinessUnitId>(time);
        await tx.ExecuteAsync(
            InsertSql, new { id = unit, name, country, time_zone = timeZone, language, now = time.GetUtcNow() }, cancellationToken);
        foreach (var (role, permissions) in DefaultRoles.All)
        {
            await tx.ExecuteAsync(
                InsertRoleSql,
                new { business_unit_id = unit, id = Id.New<RoleId>(time), name = role, permissions = PermissionWords.Of(permissions) },
                cancellationToken);
        }

        await tx.ExecuteAsync(InsertDncListSql, new { business_unit_id = unit, id = Id.New<DncListId>(time) }, cancellationToken);
        return unit;
    }

    /// <summary>The role of that name; it must exist.</summary>
    public static Task<RoleId> RoleAsync(DatabaseTransaction tx, BusinessUnitId unit, string name, CancellationToken cancellationToken) =>
        tx.QuerySingleAsync<RoleId>(RoleSql, new { business_unit_id = unit, name }, cancellationToken);
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Accounts;

internal sealed record Role
{
    public required RoleId Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<Permission> Permissions { get; init; }

    private const string ReadSql =
        """
        SELECT id, name, permissions
        FROM role
        WHERE business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR id = @id) AND (@after::uuid IS NULL OR id > @after)
        ORDER BY id
        LIMIT @count
        """;

    public static async Task<Role?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, RoleId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static async Task<IReadOnlyList<Role>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<Row>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
        return [.. rows.Select(row => row.ToRole())];
    }

    private sealed record Row
    {
        public required RoleId Id { get; init; }

        public required string Name { get; init; }

        public required string[] Permissions { get; init; }

        public Role ToRole() => new() { Id = Id, Name = Name, Permissions = [.. PermissionWords.Read(Permissions).Order()] };
    }
}

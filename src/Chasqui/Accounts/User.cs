using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Accounts;

internal sealed record User
{
    public required UserId Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Null: the business unit's.</summary>
    public required string? Language { get; init; }

    public required IReadOnlyList<Named> Roles { get; init; }

    public required IReadOnlyList<Named> Groups { get; init; }

    public required int MaxInteractions { get; init; }

    public required int RefusalTimeoutSeconds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    private const string ReadSql =
        """
        SELECT u.id, u.email, u.name, u.enabled, u.language, u.max_interactions, u.refusal_timeout_seconds, u.created_at,
               (SELECT coalesce(json_agg(json_build_object('id', r.id, 'name', r.name) ORDER BY r.name), '[]')
                FROM user_role AS ur
                JOIN role AS r ON r.business_unit_id = ur.business_unit_id AND r.id = ur.role_id
                WHERE ur.business_unit_id = u.business_unit_id AND ur.user_id = u.id)::text AS roles,
               (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name), '[]')
                FROM security_group_user AS gu
                JOIN security_group AS g ON g.business_unit_id = gu.business_unit_id AND g.id = gu.group_id
                WHERE gu.business_unit_id = u.business_unit_id AND gu.user_id = u.id)::text AS groups
        FROM app_user AS u
        WHERE u.business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR u.id = @id) AND (@after::uuid IS NULL OR u.id > @after)
        ORDER BY u.id
        LIMIT @count
        """;

    public static async Task<User?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static Task<IReadOnlyList<User>> ListAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? after, int count, CancellationToken cancellationToken) =>
        ReadAsync(tx, unit, id: null, after, count, cancellationToken);

    private static async Task<IReadOnlyList<User>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<Row>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
        return [.. rows.Select(row => row.ToUser())];
    }

    private sealed record Row
    {
        public required UserId Id { get; init; }

        public required string Email { get; init; }

        public required string Name { get; init; }

        public required bool Enabled { get; init; }

        public required string? Language { get; init; }

        public required string Roles { get; init; }

        public required string Groups { get; init; }

        public required int MaxInteractions { get; init; }

        public required int RefusalTimeoutSeconds { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public User ToUser() => new()
        {
            Id = Id,
            Email = Email,
            Name = Name,
            Enabled = Enabled,
            Language = Language,
            Roles = Named.ReadList(Roles),
            Groups = Named.ReadList(Groups),
            MaxInteractions = MaxInteractions,
            RefusalTimeoutSeconds = RefusalTimeoutSeconds,
            CreatedAt = CreatedAt,
        };
    }
}

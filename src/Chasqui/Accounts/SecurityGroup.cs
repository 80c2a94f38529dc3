using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>Who of these users sees which queues and dialers, when their role does not let them see all.</summary>
internal sealed record SecurityGroup
{
    public required SecurityGroupId Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<UserId> UserIds { get; init; }

    public required IReadOnlyList<QueueId> QueueIds { get; init; }

    public required IReadOnlyList<DialerId> DialerIds { get; init; }

    private const string ReadSql =
        """
        SELECT g.id, g.name,
               ARRAY(SELECT user_id FROM security_group_user AS m
                     WHERE m.business_unit_id = g.business_unit_id AND m.group_id = g.id ORDER BY 1) AS user_ids,
               ARRAY(SELECT queue_id FROM security_group_queue AS m
                     WHERE m.business_unit_id = g.business_unit_id AND m.group_id = g.id ORDER BY 1) AS queue_ids,
               ARRAY(SELECT dialer_id FROM security_group_dialer AS m
                     WHERE m.business_unit_id = g.business_unit_id AND m.group_id = g.id ORDER BY 1) AS dialer_ids
        FROM security_group AS g
        WHERE g.business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR g.id = @id) AND (@after::uuid IS NULL OR g.id > @after)
        ORDER BY g.id
        LIMIT @count
        """;

    public static async Task<SecurityGroup?> FindAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SecurityGroupId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public static async Task<IReadOnlyList<SecurityGroup>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<Row>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
        return [.. rows.Select(row => row.ToGroup())];
    }

    private sealed record Row
    {
        public required SecurityGroupId Id { get; init; }

        public required string Name { get; init; }

        public required Guid[] UserIds { get; init; }

        public required Guid[] QueueIds { get; init; }

        public required Guid[] DialerIds { get; init; }

        public SecurityGroup ToGroup() => new()
        {
            Id = Id,
            Name = Name,
            UserIds = [.. UserIds.Select(id => new UserId(id))],
            QueueIds = [.. QueueIds.Select(id => new QueueId(id))],
            DialerIds = [.. DialerIds.Select(id => new DialerId(id))],
        };
    }
}

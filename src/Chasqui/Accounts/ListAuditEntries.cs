using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal sealed record AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>"user", "api-key" or "system".</summary>
    public required string ActorKind { get; init; }

    public required Guid? ActorId { get; init; }

    /// <summary>The user's or key's name now; null for the system.</summary>
    public required string? ActorName { get; init; }

    /// <summary>Object and verb, e.g. "dialer.start".</summary>
    public required string Action { get; init; }

    public required string ObjectKind { get; init; }

    public required Guid? ObjectId { get; init; }

    public required JsonElement Details { get; init; }
}

/// <summary>GET /audit: what was done, newest first.</summary>
internal static class ListAuditEntries
{
    private const string ListSql =
        """
        SELECT e.id, e.at, e.actor_kind, e.actor_id, coalesce(u.name, k.name) AS actor_name, e.action, e.object_kind, e.object_id,
               e.details::text AS details
        FROM audit_entry AS e
        LEFT JOIN app_user AS u ON u.business_unit_id = e.business_unit_id AND u.id = e.actor_id
        LEFT JOIN api_key AS k ON k.business_unit_id = e.business_unit_id AND k.id = e.actor_id
        WHERE e.business_unit_id = @business_unit_id AND (@after::uuid IS NULL OR e.id < @after)
        ORDER BY e.id DESC
        LIMIT @count
        """;

    public static async Task<Ok<Page<AuditEntry>>> HandleAsync(
        Caller caller, ChasquiDatabase database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var rows = await tx.QueryAsync<Row>(
            ListSql, new { business_unit_id = caller.BusinessUnitId, after, count = size + 1 }, cancellationToken);
        return TypedResults.Ok(Page<AuditEntry>.From([.. rows.Select(row => row.ToEntry())], size, entry => entry.Id));
    }

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string ActorKind { get; init; }

        public required Guid? ActorId { get; init; }

        public required string? ActorName { get; init; }

        public required string Action { get; init; }

        public required string ObjectKind { get; init; }

        public required Guid? ObjectId { get; init; }

        public required string Details { get; init; }

        public AuditEntry ToEntry() => new()
        {
            Id = Id,
            At = At,
            ActorKind = ActorKind,
            ActorId = ActorId,
            ActorName = ActorName,
            Action = Action,
            ObjectKind = ObjectKind,
            ObjectId = ObjectId,
            Details = JsonSerializer.Deserialize<JsonElement>(Details),
        };
    }
}

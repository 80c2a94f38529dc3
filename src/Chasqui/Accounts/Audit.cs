using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>
/// What was done, by whom, to what. Written in the transaction that does it, so that neither is there without the other.
/// The database grants no way to change or remove an entry.
/// </summary>
internal static class Audit
{
    private const string InsertSql =
        """
        INSERT INTO audit_entry (business_unit_id, id, at, actor_kind, actor_id, action, object_kind, object_id, details)
        VALUES (@business_unit_id, @id, @now, @actor_kind, @actor_id, @action, @object_kind, @object_id, @details::jsonb)
        """;

    /// <param name="tx">The transaction that makes the change.</param>
    /// <param name="caller">Who makes it.</param>
    /// <param name="action">Object and verb: "dialer.start".</param>
    /// <param name="objectKind">"dialer", "user" …</param>
    /// <param name="objectId">Null when there is no one object.</param>
    /// <param name="details">Anonymous object; never a secret, a message's text or a full number. Null: nothing to add.</param>
    /// <param name="now">The business time, from TimeProvider.</param>
    public static Task RecordAsync(
        DatabaseTransaction tx, Caller caller, string action, string objectKind, Guid? objectId, object? details, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        InsertAsync(
            tx, caller.BusinessUnitId, caller.ActorKind, caller.ActorId, action, objectKind, objectId, details, now, cancellationToken);

    /// <summary>As <see cref="RecordAsync"/>, for what the server does of itself.</summary>
    public static Task RecordSystemAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string action, string objectKind, Guid? objectId, object? details, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        InsertAsync(tx, unit, "system", null, action, objectKind, objectId, details, now, cancellationToken);

    private static async Task InsertAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string actorKind, Guid? actorId, string action, string objectKind, Guid? objectId,
        object? details, DateTimeOffset now, CancellationToken cancellationToken) =>
        await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = unit,
                id = Guid.CreateVersion7(now),
                now,
                actor_kind = actorKind,
                actor_id = actorId,
                action,
                object_kind = objectKind,
                object_id = objectId,
                details = details is null ? "{}" : JsonSerializer.Serialize(details, Json.Options),
            },
            cancellationToken);
}

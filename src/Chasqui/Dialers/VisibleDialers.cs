using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Dialers;

/// <summary>The dialers a caller may see: all, or those of its security groups. What it may not see is not there (404).</summary>
internal static class VisibleDialers
{
    private const string ListSql =
        """
        SELECT id, name, sender_id, enabled, running, schedule::text AS schedule, time_zone, dial_string, gap_milliseconds, check_dnc,
               dnc_list_id, created_at
        FROM dialer
        WHERE business_unit_id = @business_unit_id
          AND (@id::uuid IS NULL OR id = @id)
          AND (@after::uuid IS NULL OR id > @after)
          AND (@sees_all::boolean OR EXISTS (
              SELECT 1 FROM security_group_user AS member
              JOIN security_group_dialer AS granted
                ON granted.business_unit_id = member.business_unit_id AND granted.group_id = member.group_id
              WHERE member.business_unit_id = @business_unit_id AND member.user_id = @user_id AND granted.dialer_id = dialer.id))
        ORDER BY id
        LIMIT @limit
        """;

    public static async Task<Dialer?> FindAsync(DatabaseTransaction tx, Caller caller, DialerId id, CancellationToken cancellationToken) =>
        (await QueryAsync(tx, caller, id, null, 1, cancellationToken)).SingleOrDefault()?.ToDialer();

    public static async Task<IReadOnlyList<Dialer>> ListAsync(
        DatabaseTransaction tx, Caller caller, Guid? after, int limit, CancellationToken cancellationToken) =>
        [.. (await QueryAsync(tx, caller, null, after, limit, cancellationToken)).Select(row => row.ToDialer())];

    /// <summary>All of them by name, in any case: what the rows of a file may name.</summary>
    public static async Task<IReadOnlyDictionary<string, NamedDialer>> ByNameAsync(
        DatabaseTransaction tx, Caller caller, CancellationToken cancellationToken) =>
        (await QueryAsync(tx, caller, null, null, null, cancellationToken)).ToDictionary(
            row => row.Name, row => new NamedDialer(row.Id, row.SenderId, row.DncListId), StringComparer.OrdinalIgnoreCase);

    private static Task<IReadOnlyList<Row>> QueryAsync(
        DatabaseTransaction tx, Caller caller, DialerId? id, Guid? after, int? limit, CancellationToken cancellationToken) =>
        tx.QueryAsync<Row>(
            ListSql,
            new
            {
                business_unit_id = caller.BusinessUnitId,
                id = id?.Value,
                after,
                sees_all = caller.SeesAllObjects,
                user_id = caller.UserId?.Value,
                limit,
            },
            cancellationToken);

    private sealed record Row
    {
        public required DialerId Id { get; init; }

        public required string Name { get; init; }

        public required SenderId SenderId { get; init; }

        public required bool Enabled { get; init; }

        public required bool Running { get; init; }

        public required string Schedule { get; init; }

        public required string? TimeZone { get; init; }

        public required string DialString { get; init; }

        public required int GapMilliseconds { get; init; }

        public required bool CheckDnc { get; init; }

        public required DncListId DncListId { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public Dialer ToDialer() => new()
        {
            Id = Id,
            Name = Name,
            SenderId = SenderId,
            Enabled = Enabled,
            Running = Running,
            Schedule = JsonSerializer.Deserialize<IReadOnlyList<ScheduleRow>>(Schedule, Json.Options)!,
            TimeZone = TimeZone,
            DialString = DialString,
            GapMilliseconds = GapMilliseconds,
            CheckDnc = CheckDnc,
            CreatedAt = CreatedAt,
        };
    }
}

/// <param name="Id">The dialer.</param>
/// <param name="SenderId">What it sends with.</param>
/// <param name="DncListId">Its own do-not-contact list.</param>
internal sealed record NamedDialer(DialerId Id, SenderId SenderId, DncListId DncListId);

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>A waiting line with rules and members.</summary>
internal sealed record Queue
{
    public required QueueId Id { get; init; }

    /// <summary>2 to 30 letters, digits and <c>- _ . :</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Off keeps everything and offers nothing.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Who may get an offer. "nocall": anyone not on break and below capacity, whatever the telephone does.</summary>
    public required string Eligibility { get; init; }

    /// <summary>Who of them gets it. "rrmemory": the next in the row after the last one served.</summary>
    public required string Distribution { get; init; }

    /// <summary>Most interactions of this queue for one agent, 1 to 100.</summary>
    public required int MaxInteractions { get; init; }

    public required int ServiceLevelSeconds { get; init; }

    public required int AbandonmentSeconds { get; init; }

    /// <summary>0 to 3600; 0: none.</summary>
    public required int WrapUpSeconds { get; init; }

    /// <summary>Empty: always open.</summary>
    public required IReadOnlyList<ScheduleRow> Schedule { get; init; }

    /// <summary>IANA name; null: the business unit's.</summary>
    public required string? TimeZone { get; init; }

    /// <summary>Sent once to who writes while it is closed; null: nothing is sent.</summary>
    public required string? OutOfHoursMessage { get; init; }

    public required bool DispositionRequired { get; init; }

    /// <summary>The senders whose inbound messages lead here.</summary>
    public required IReadOnlyList<SenderId> SenderIds { get; init; }

    public required int MemberCount { get; init; }

    /// <summary>Interactions waiting now.</summary>
    public required int Waiting { get; init; }

    /// <summary>Switched on and inside its schedule, now.</summary>
    public required bool Open { get; init; }
}

/// <summary>Reads queues as their viewers see them. Who does not see every object sees those of its security groups and those
/// it is a member of: an agent reads its queue's dispositions to close what came through it.</summary>
internal sealed class QueueReader(TimeProvider time)
{
    private const string ListSql = """
        SELECT queue.id, queue.name, queue.enabled, queue.eligibility, queue.distribution, queue.max_interactions,
               queue.service_level_seconds, queue.abandonment_seconds, queue.wrap_up_seconds, queue.schedule::text AS schedule,
               queue.time_zone, coalesce(queue.time_zone, business_unit.time_zone) AS effective_time_zone, queue.out_of_hours_message,
               queue.disposition_required,
               ARRAY(SELECT sender_id FROM entry_point
                     WHERE business_unit_id = @business_unit_id AND queue_id = queue.id ORDER BY sender_id) AS sender_ids,
               (SELECT count(*) FROM queue_member
                WHERE business_unit_id = @business_unit_id AND queue_id = queue.id)::int AS member_count,
               (SELECT count(*) FROM interaction
                WHERE business_unit_id = @business_unit_id AND queue_id = queue.id AND state = 'waiting')::int AS waiting
        FROM queue
        JOIN business_unit ON business_unit.id = queue.business_unit_id
        WHERE queue.business_unit_id = @business_unit_id
          AND (@id::uuid IS NULL OR queue.id = @id)
          AND (@after::uuid IS NULL OR queue.id > @after)
          AND (@sees_all::boolean OR EXISTS (
                SELECT 1
                FROM security_group_user AS its_user
                JOIN security_group_queue AS its_queue
                  ON its_queue.business_unit_id = its_user.business_unit_id AND its_queue.group_id = its_user.group_id
                WHERE its_user.business_unit_id = @business_unit_id AND its_user.user_id = @user_id::uuid AND its_queue.queue_id = queue.id)
            OR EXISTS (SELECT 1 FROM queue_member
                WHERE business_unit_id = @business_unit_id AND queue_id = queue.id AND user_id = @user_id::uuid))
        ORDER BY queue.id
        LIMIT @limit::int
        """;

    /// <summary>Up to <paramref name="limit"/> queues the caller sees, in the order they were made.</summary>
    public Task<IReadOnlyList<Queue>> ListAsync(
        DatabaseTransaction tx, Caller caller, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(tx, caller, id: null, after, limit, cancellationToken);

    /// <summary>The queue, or null when there is none or the caller may not see it.</summary>
    public async Task<Queue?> FindAsync(DatabaseTransaction tx, Caller caller, QueueId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, caller, id.Value, after: null, limit: 1, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<Queue>> ReadAsync(
        DatabaseTransaction tx, Caller caller, Guid? id, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<Row>(ListSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            after,
            limit,
            sees_all = caller.SeesAllObjects,
            user_id = caller.UserId?.Value,
        }, cancellationToken);
        var now = time.GetUtcNow();
        return [.. rows.Select(row => row.ToQueue(now))];
    }

    private sealed record Row
    {
        public required QueueId Id { get; init; }

        public required string Name { get; init; }

        public required bool Enabled { get; init; }

        public required string Eligibility { get; init; }

        public required string Distribution { get; init; }

        public required int MaxInteractions { get; init; }

        public required int ServiceLevelSeconds { get; init; }

        public required int AbandonmentSeconds { get; init; }

        public required int WrapUpSeconds { get; init; }

        public required string Schedule { get; init; }

        public required string? TimeZone { get; init; }

        public required string EffectiveTimeZone { get; init; }

        public required string? OutOfHoursMessage { get; init; }

        public required bool DispositionRequired { get; init; }

        public required Guid[] SenderIds { get; init; }

        public required int MemberCount { get; init; }

        public required int Waiting { get; init; }

        public Queue ToQueue(DateTimeOffset now) => new()
        {
            Id = Id,
            Name = Name,
            Enabled = Enabled,
            Eligibility = Eligibility,
            Distribution = Distribution,
            MaxInteractions = MaxInteractions,
            ServiceLevelSeconds = ServiceLevelSeconds,
            AbandonmentSeconds = AbandonmentSeconds,
            WrapUpSeconds = WrapUpSeconds,
            Schedule = OpeningHours.Read(Schedule),
            TimeZone = TimeZone,
            OutOfHoursMessage = OutOfHoursMessage,
            DispositionRequired = DispositionRequired,
            SenderIds = [.. SenderIds.Select(SenderId.From)],
            MemberCount = MemberCount,
            Waiting = Waiting,
            Open = OpeningHours.IsOpen(Enabled, Schedule, EffectiveTimeZone, now),
        };
    }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>
/// The agents' rows. All that changes one takes its lock first, so load and state are never counted wrong. The order of locks
/// over the whole room is interaction, then agent, then queue.
/// </summary>
internal sealed class Agents(TimeProvider time)
{
    private const string EnsureSql = """
        INSERT INTO agent (business_unit_id, user_id, state_changed_at)
        VALUES (@business_unit_id, @user_id, @now)
        ON CONFLICT DO NOTHING
        """;

    private const string LockSql = """
        SELECT business_unit_id, user_id, signed_in, present_until, socket_seen_at, break_reason, not_responding, missed_offers, load,
               completed, state_changed_at, state_changed_by, last_offered_at, last_assigned_at
        FROM agent
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id
        FOR UPDATE
        """;

    private const string SaveSql = """
        UPDATE agent
        SET signed_in = @signed_in, present_until = @present_until, break_reason = @break_reason, not_responding = @not_responding,
            missed_offers = @missed_offers, load = @load, completed = @completed, state_changed_at = @state_changed_at,
            state_changed_by = @state_changed_by, last_offered_at = @last_offered_at, last_assigned_at = @last_assigned_at
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id
        """;

    private const string RecordChangeSql = """
        INSERT INTO agent_state_change (business_unit_id, id, user_id, state, break_reason, cause, actor_id, at)
        VALUES (@business_unit_id, @id, @user_id, @state, @break_reason, @cause, @actor_id, @at)
        """;

    /// <summary>Makes the user's row unless there is one.</summary>
    public Task EnsureAsync(DatabaseTransaction tx, BusinessUnitId unit, UserId userId, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(EnsureSql, new { business_unit_id = unit, user_id = userId, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>The row as it is now, locked until the transaction ends; null for a user who never worked as an agent.</summary>
    public static Task<AgentRow?> LockAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId userId, CancellationToken cancellationToken) =>
        tx.QuerySingleOrDefaultAsync<AgentRow>(LockSql, new { business_unit_id = unit, user_id = userId }, cancellationToken);

    /// <summary>The row of an agent who holds something and therefore has one.</summary>
    public static async Task<AgentRow> LockExistingAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId userId, CancellationToken cancellationToken) =>
        await LockAsync(tx, unit, userId, cancellationToken)
        ?? throw new InvalidOperationException($"User {userId.Value} holds an interaction and is no agent.");

    /// <summary>Writes a locked row back. When what others see of the agent changes, that is recorded and told.</summary>
    public async Task<AgentRow> SaveAsync(
        DatabaseTransaction tx, AgentRow before, AgentRow after, AgentCause cause, Guid? actorId, CancellationToken cancellationToken)
    {
        var changed = before.Shown != after.Shown || before.BreakReason != after.BreakReason;
        if (changed)
            after = after with { StateChangedAt = time.GetUtcNow(), StateChangedBy = cause };
        await tx.ExecuteAsync(SaveSql, new
        {
            business_unit_id = after.BusinessUnitId,
            user_id = after.UserId,
            signed_in = after.SignedIn,
            present_until = after.PresentUntil,
            break_reason = after.BreakReason,
            not_responding = after.NotResponding,
            missed_offers = after.MissedOffers,
            load = after.Load,
            completed = after.Completed,
            state_changed_at = after.StateChangedAt,
            state_changed_by = Words.Camel(after.StateChangedBy),
            last_offered_at = after.LastOfferedAt,
            last_assigned_at = after.LastAssignedAt,
        }, cancellationToken);
        if (changed)
        {
            await tx.ExecuteAsync(RecordChangeSql, new
            {
                business_unit_id = after.BusinessUnitId,
                id = Guid.CreateVersion7(after.StateChangedAt),
                user_id = after.UserId,
                state = Words.Camel(after.Shown),
                break_reason = after.BreakReason,
                cause = Words.Camel(cause),
                actor_id = actorId,
                at = after.StateChangedAt,
            }, cancellationToken);
        }

        tx.Publish(new AgentChanged(after.BusinessUnitId, after.UserId));
        return after;
    }
}

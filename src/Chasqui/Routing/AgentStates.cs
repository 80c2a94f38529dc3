using System.Text.Json.Serialization;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

/// <summary>What an agent may say of itself.</summary>
internal enum ChosenState
{
    /// <summary>At work; offers come.</summary>
    Free,

    /// <summary>At work; no new offers, what one has stays.</summary>
    OnBreak,

    /// <summary>Not at work; what one has goes back to its queue.</summary>
    Disconnected,
}

internal sealed record SetAgentState
{
    public required ChosenState State { get; init; }

    /// <summary>At most 60 characters; "break" when a break has none.</summary>
    public string? BreakReason { get; init; }

    [JsonIgnore]
    public string Reason => string.IsNullOrWhiteSpace(BreakReason) ? "break" : BreakReason.Trim();
}

/// <summary>PUT and GET /agents/me/state.</summary>
internal sealed class AgentStates(ChasquiDatabase database, Agents agents, AgentDeparture departure, TimeProvider time)
{
    public const int LongestReason = 60;

    private const string FindSql = """
        SELECT business_unit_id, user_id, signed_in, present_until, socket_seen_at, break_reason, not_responding, missed_offers, load,
               completed, state_changed_at, state_changed_by, last_offered_at, last_assigned_at
        FROM agent
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id
        """;

    public async Task<Results<Ok<AgentState>, ProblemHttpResult>> SetAsync(
        SetAgentState request, Caller caller, CancellationToken cancellationToken)
    {
        var userId = caller.UserId!.Value;
        var validation = new Validation().Check(
            request.Reason.Length <= LongestReason, "breakReason", $"At most {LongestReason} characters.");
        if (validation.Failed)
            return validation.ToProblem();

        if (request.State == ChosenState.Disconnected)
            await departure.LeaveAsync(caller.BusinessUnitId, userId, AgentCause.Agent, userId.Value, cancellationToken);
        else
            await BeAtWorkAsync(
                caller.BusinessUnitId, userId, request.State == ChosenState.OnBreak ? request.Reason : null, cancellationToken);
        return TypedResults.Ok(await ReadAsync(caller.BusinessUnitId, userId, cancellationToken));
    }

    public async Task<Ok<AgentState>> GetAsync(Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ReadAsync(caller.BusinessUnitId, caller.UserId!.Value, cancellationToken));

    /// <summary>An agent's state; that of a user who never worked as one is disconnected.</summary>
    public async Task<AgentState> ReadAsync(BusinessUnitId unit, UserId userId, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        return await ReadAsync(tx, unit, userId, cancellationToken);
    }

    public async Task<AgentState> ReadAsync(DatabaseTransaction tx, BusinessUnitId unit, UserId userId, CancellationToken cancellationToken)
    {
        var row = await tx.QuerySingleOrDefaultAsync<AgentRow>(
            FindSql, new { business_unit_id = unit, user_id = userId }, cancellationToken);
        return row?.ToState() ?? new AgentState
        {
            State = ShownState.Disconnected,
            BreakReason = null,
            NotResponding = false,
            Since = time.GetUtcNow(),
            ChangedBy = AgentCause.Agent,
        };
    }

    private async Task BeAtWorkAsync(BusinessUnitId unit, UserId userId, string? breakReason, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await agents.EnsureAsync(tx, unit, userId, cancellationToken);
        var before = await Agents.LockExistingAsync(tx, unit, userId, cancellationToken);
        var after = before with
        {
            SignedIn = true,
            PresentUntil = AgentPresence.UntilAfterRequest(before, time.GetUtcNow()),
            BreakReason = breakReason,
            NotResponding = breakReason is not null && before.NotResponding,
            MissedOffers = breakReason is null ? 0 : before.MissedOffers,
        };
        await agents.SaveAsync(tx, before, after, AgentCause.Agent, userId.Value, cancellationToken);
        tx.Publish(new InboxChanged(unit, userId));
        if (breakReason is null)
            tx.Wake(WakeTopic.Routing);
        await tx.CommitAsync(cancellationToken);
    }
}

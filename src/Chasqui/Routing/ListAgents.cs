using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

internal sealed record NamedQueue
{
    public required QueueId Id { get; init; }

    public required string Name { get; init; }
}

/// <summary>An agent as a supervisor sees it.</summary>
internal sealed record Agent
{
    public required UserId UserId { get; init; }

    public required string Name { get; init; }

    public required ShownState State { get; init; }

    public required string? BreakReason { get; init; }

    /// <summary>Several offers in a row went unanswered: no more come until the agent says "free" again.</summary>
    public required bool NotResponding { get; init; }

    /// <summary>Null for who never worked as an agent.</summary>
    public required DateTimeOffset? StateChangedAt { get; init; }

    /// <summary>Interactions it has open now.</summary>
    public required int Active { get; init; }

    /// <summary>Interactions it has closed.</summary>
    public required int Completed { get; init; }

    public required int MaxInteractions { get; init; }

    /// <summary>Those the caller sees.</summary>
    public required IReadOnlyList<NamedQueue> Queues { get; init; }
}

/// <summary>GET /agents: who is or was an agent; for who does not see every object, the members of the queues it sees.</summary>
internal sealed class ListAgents(ChasquiDatabase database)
{
    private const string ListSql = """
        WITH visible_member AS (
            SELECT member.user_id, queue.id, queue.name
            FROM queue_member AS member
            JOIN queue ON queue.business_unit_id = member.business_unit_id AND queue.id = member.queue_id
            WHERE member.business_unit_id = @business_unit_id
              AND (@sees_all::boolean OR EXISTS (
                    SELECT 1
                    FROM security_group_user AS its_user
                    JOIN security_group_queue AS its_queue
                      ON its_queue.business_unit_id = its_user.business_unit_id AND its_queue.group_id = its_user.group_id
                    WHERE its_user.business_unit_id = @business_unit_id AND its_user.user_id = @user_id::uuid
                      AND its_queue.queue_id = queue.id))
        )
        SELECT app_user.id AS user_id, app_user.name, coalesce(agent.signed_in, false) AS signed_in, agent.break_reason,
               coalesce(agent.not_responding, false) AS not_responding, coalesce(agent.load, 0) AS load, agent.state_changed_at,
               (SELECT count(*) FROM interaction
                WHERE interaction.business_unit_id = @business_unit_id AND owner_id = app_user.id AND state = 'active')::int AS active,
               coalesce(agent.completed, 0) AS completed, app_user.max_interactions,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('id', visible_member.id, 'name', visible_member.name)
                                          ORDER BY visible_member.name), '[]')
                FROM visible_member WHERE visible_member.user_id = app_user.id)::text AS queues
        FROM app_user
        LEFT JOIN agent ON agent.business_unit_id = app_user.business_unit_id AND agent.user_id = app_user.id
        WHERE app_user.business_unit_id = @business_unit_id
          AND (@after::uuid IS NULL OR app_user.id > @after)
          AND app_user.enabled
          AND (@sees_all::boolean AND agent.user_id IS NOT NULL OR app_user.id IN (SELECT visible_member.user_id FROM visible_member))
        ORDER BY app_user.id
        LIMIT @limit::int
        """;

    public async Task<Ok<Page<Agent>>> HandleAsync(Guid? after, int? limit, Caller caller, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var rows = await tx.QueryAsync<Row>(ListSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            after,
            limit = size + 1,
            sees_all = caller.SeesAllObjects,
            user_id = caller.UserId?.Value,
        }, cancellationToken);
        return TypedResults.Ok(Page<Agent>.From([.. rows.Select(row => row.ToAgent())], size, agent => agent.UserId.Value));
    }

    private sealed record Row
    {
        public required UserId UserId { get; init; }

        public required string Name { get; init; }

        public required bool SignedIn { get; init; }

        public required string? BreakReason { get; init; }

        public required bool NotResponding { get; init; }

        public required int Load { get; init; }

        public required DateTimeOffset? StateChangedAt { get; init; }

        public required int Active { get; init; }

        public required int Completed { get; init; }

        public required int MaxInteractions { get; init; }

        public required string Queues { get; init; }

        public Agent ToAgent() => new()
        {
            UserId = UserId,
            Name = Name,
            State = AgentState.Shown(SignedIn, BreakReason is not null, Load),
            BreakReason = BreakReason,
            NotResponding = NotResponding,
            StateChangedAt = StateChangedAt,
            Active = Active,
            Completed = Completed,
            MaxInteractions = MaxInteractions,
            Queues = JsonSerializer.Deserialize<IReadOnlyList<NamedQueue>>(Queues, Json.Options) ?? [],
        };
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>
/// Who is still there. An open browser says so through its socket every few seconds; a program that only speaks REST says so
/// with each request it makes as an agent. Neither signs anyone in: that is for PUT /agents/me/state.
/// </summary>
internal sealed class AgentPresence(ChasquiDatabase database, TimeProvider time) : IAgentPresence
{
    /// <summary>How long an agent counts as present after a heartbeat of its socket.</summary>
    public static readonly TimeSpan AfterHeartbeat = TimeSpan.FromSeconds(30);

    /// <summary>How long an agent counts as present after a request: REST clients ask rarely.</summary>
    public static readonly TimeSpan AfterRequest = TimeSpan.FromSeconds(120);

    private const string HeartbeatSql = """
        UPDATE agent SET socket_seen_at = @now, present_until = CASE WHEN signed_in THEN @until_after_heartbeat::timestamptz END
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id
        """;

    // A browser makes requests too, until the moment it is closed: they vouch for no longer than its heartbeats do, or it would
    // be missed two minutes late. What moves it by less than five seconds is not written: a busy screen makes many requests.
    private const string RequestSql = """
        UPDATE agent SET present_until = granted.until
        FROM (SELECT CASE WHEN socket_seen_at > @socket_since THEN @until_after_heartbeat::timestamptz
                          ELSE @until_after_request::timestamptz END AS until
              FROM agent
              WHERE business_unit_id = @business_unit_id AND user_id = @user_id) AS granted
        WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND signed_in
          AND present_until < granted.until - interval '5 seconds'
        """;

    /// <summary>The user's socket is open.</summary>
    public Task TouchAsync(BusinessUnitId unit, UserId userId, CancellationToken cancellationToken) =>
        MoveAsync(HeartbeatSql, unit, userId, cancellationToken);

    /// <summary>Endpoint filter for what an agent does at work.</summary>
    public async ValueTask<object?> NoteRequestAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.Features.Get<Caller>() is { UserId: { } userId } caller)
            await MoveAsync(RequestSql, caller.BusinessUnitId, userId, context.HttpContext.RequestAborted);
        return await next(context);
    }

    /// <summary>How long an agent is present after saying so itself, now.</summary>
    public static DateTimeOffset UntilAfterRequest(AgentRow agent, DateTimeOffset now) =>
        now + (agent.SocketSeenAt > now - AfterHeartbeat ? AfterHeartbeat : AfterRequest);

    private async Task MoveAsync(string sql, BusinessUnitId unit, UserId userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var presence = new
        {
            business_unit_id = unit,
            user_id = userId,
            now,
            socket_since = now - AfterHeartbeat,
            until_after_heartbeat = now + AfterHeartbeat,
            until_after_request = now + AfterRequest,
        };
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (await tx.ExecuteAsync(sql, presence, cancellationToken) > 0)
            await tx.CommitAsync(cancellationToken);
    }
}

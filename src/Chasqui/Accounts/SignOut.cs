using Chasqui.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class SignOut
{
    public static async Task<NoContent> HandleAsync(
        HttpContext context, Sessions sessions, AgentDeparture departure, CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(context.Request) is { } token)
        {
            // First what the agent has goes back to its queue: without a session, nobody could ask again if that failed.
            if (await sessions.FindAsync(token, cancellationToken) is { UserId: { } userId } caller)
                await departure.LeaveAsync(caller.BusinessUnitId, userId, AgentCause.Agent, userId.Value, cancellationToken);
            await sessions.EndAsync(token, cancellationToken);
        }

        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }
}

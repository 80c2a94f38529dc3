using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal static class SignOut
{
    public static async Task<NoContent> HandleAsync(HttpContext context, Sessions sessions, CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(context.Request) is { } token)
            await sessions.EndAsync(token, cancellationToken);
        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }
}

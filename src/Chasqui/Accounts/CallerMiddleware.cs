using System.Text;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.SignalR;

namespace Chasqui.Accounts;

/// <summary>
/// Finds out who is asking: by API key (as a bearer token, or as the password of Basic authentication, which old integrations
/// speak) or by the session cookie. What another site made a browser send is refused before it is looked at.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, Sessions sessions, ApiKeys keys)
{
    /// <summary>
    /// The header of what an open page asks by itself while nobody is at it. Leaving it out gains a browser nothing it could not
    /// have by asking.
    /// </summary>
    private const string Unattended = "Chasqui-Unattended";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }

        var (scheme, credentials) = Authorization(context.Request);
        if (Refusal(context.Request, scheme) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        if (endpoint.Metadata.GetMetadata<Access>() is not Access.Open
            && await FindAsync(context, endpoint, scheme, credentials) is { } caller)
        {
            context.Features.Set(caller);
        }

        await next(context);
    }

    // A bearer token is never sent by a browser of itself; a cookie is, and so is Basic once typed into a browser's own dialog.
    private static ProblemHttpResult? Refusal(HttpRequest request, string? scheme)
    {
        if (scheme == "Bearer")
            return null;
        if ((scheme == "Basic" || CrossSite.Matters(request)) && CrossSite.IsForeign(request))
            return Problems.Forbidden("crossSite", "Pages of other sites may not send this. Programs send an API key as a bearer token.");
        if (scheme is null && request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && CrossSite.Matters(request) && SessionCookie.Read(request) is not null && !CrossSite.IsFormlessBody(request))
        {
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType", "Send the body as application/json or text/csv.");
        }

        return null;
    }

    private async Task<Caller?> FindAsync(HttpContext context, Endpoint endpoint, string? scheme, string credentials)
    {
        switch (scheme)
        {
            case null when SessionCookie.Read(context.Request) is { } token:
                return IsUse(context, endpoint)
                    ? await sessions.FindAsync(token, context.RequestAborted)
                    : await sessions.PeekAsync(token, context.RequestAborted);
            case "Bearer":
                return await keys.FindAsync(credentials, context.RequestAborted);
            case "Basic" when BasicPassword(credentials) is { } key:
                return await keys.FindAsync(key, context.RequestAborted);
            default:
                return null;
        }
    }

    // A live connection comes back by itself for as long as its page is open.
    private static bool IsUse(HttpContext context, Endpoint endpoint) =>
        !context.Request.Headers.ContainsKey(Unattended) && endpoint.Metadata.GetMetadata<HubMetadata>() is null;

    // RFC 9110 §11.4: the scheme's case does not matter.
    private static (string? Scheme, string Credentials) Authorization(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return (null, "");
        var blank = header.IndexOf(' ', StringComparison.Ordinal);
        var scheme = blank < 0 ? header : header[..blank];
        var credentials = blank < 0 ? "" : header[(blank + 1)..].Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return ("Bearer", credentials);
        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? ("Basic", credentials) : ("", "");
    }

    // RFC 7617 §2: user-id ":" password; the password may hold colons.
    private static string? BasicPassword(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}

using Chasqui.Accounts;

namespace Chasqui.Hosting;

/// <summary>
/// What an endpoint asks of its caller. Every endpoint has exactly one of these, or the server does not start: a route without
/// a declared permission is a mistake found at once.
/// </summary>
internal abstract record Access
{
    private Access()
    {
    }

    /// <summary>Only callers whose role or key allows the task.</summary>
    internal sealed record Task(Permission Permission) : Access;

    /// <summary>Anyone signed in, or with an API key: what one may always ask about oneself.</summary>
    internal sealed record SignedIn : Access;

    /// <summary>Anyone at all. <paramref name="Reason"/> says why that is safe.</summary>
    internal sealed record Open(string Reason) : Access;
}

internal static class AccessConventions
{
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access.Task(permission));

    public static TBuilder RequiresSignIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access.SignedIn());

    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access.Open(reason));
}

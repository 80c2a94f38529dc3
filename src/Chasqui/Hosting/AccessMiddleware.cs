using Chasqui.Accounts;

namespace Chasqui.Hosting;

/// <summary>Holds every request to what its endpoint declares, before a byte of its body is read.</summary>
internal sealed class AccessMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }

        var caller = context.Features.Get<Caller>();
        var refusal = endpoint.Metadata.GetMetadata<Access>() switch
        {
            Access.Open => null,
            null => throw new InvalidOperationException($"{endpoint.DisplayName} declares no access: add Requires, RequiresSignIn or OpenToAll."),
            _ when caller is null => Problems.Of(StatusCodes.Status401Unauthorized, "signInRequired", "Sign in, or send an API key as a bearer token."),
            Access.Task task when !caller.May(task.Permission) => Problems.Forbidden("permissionMissing", $"This needs the permission {Words.Camel(task.Permission)}."),
            _ => null,
        };
        if (refusal is null)
            await next(context);
        else
            await refusal.ExecuteAsync(context);
    }
}

namespace Chasqui.Integra;

/// <summary>
/// Hands the API key that old integrations write into the address (<c>api=…</c>) to authentication as if it had come in the header.
/// A header that is there counts instead.
/// </summary>
internal sealed class IntegraKey(RequestDelegate next)
{
    /// <summary>Marks the endpoint whose address may hold a key.</summary>
    internal sealed record InAddress;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InAddress>() is not null
            && context.Request.Headers.Authorization.Count == 0
            && IntegraParameters.Read(context).TryGetValue("api", out var key))
        {
            context.Request.Headers.Authorization = $"Bearer {key}";
        }

        return next(context);
    }
}

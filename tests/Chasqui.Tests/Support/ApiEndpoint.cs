using System.Text.RegularExpressions;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Support;

/// <summary>One address and method of the running server, as its routes declare it.</summary>
internal sealed partial record ApiEndpoint(HttpMethod Method, string Pattern, RouteEndpoint Route)
{
    /// <summary>All that answer to a method; not the hub, the fallbacks and the files.</summary>
    public static IReadOnlyList<ApiEndpoint> Of(ServerFixture server) =>
    [
        .. from route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + route.RoutePattern.RawText!.Trim('/')
           where !pattern.Contains("{*", StringComparison.Ordinal) && !pattern.StartsWith("/live", StringComparison.Ordinal)
           from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           where method != "OPTIONS"
           orderby pattern, method
           select new ApiEndpoint(new HttpMethod(method), pattern, route),
    ];

    public Access? Access => Route.Metadata.GetMetadata<Access>();

    public bool IsUnsafe => Method != HttpMethod.Get && Method != HttpMethod.Head;

    /// <summary>The type of its JSON body; null when it takes none.</summary>
    public Type? Body => Route.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } type } accepts
        && accepts.ContentTypes.Contains("application/json") ? type : null;

    /// <summary>The type that its body is sent as.</summary>
    public string ContentType => Route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json";

    /// <summary>Its address with the parameters of its route filled in.</summary>
    public string Address(Func<string, string> value) =>
        Parameter().Replace(Pattern, match => Uri.EscapeDataString(value(match.Groups["name"].Value)));

    public bool HasParameters => Parameter().IsMatch(Pattern);

    /// <summary>"dialers" of /api/v1/dialers/{id}/start: what the id is of.</summary>
    public string Collection => Pattern.Replace("/api/v1", "", StringComparison.Ordinal).Trim('/').Split('/')[0];

    public override string ToString() => $"{Method} {Pattern}";

    [GeneratedRegex(@"\{(?<name>\w+)(:[^}]*)?\??\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}

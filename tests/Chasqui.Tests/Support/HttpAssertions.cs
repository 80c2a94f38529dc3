using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chasqui.Hosting;

namespace Chasqui.Support;

/// <summary>What tests say about answers.</summary>
internal static class HttpAssertions
{
    /// <summary>The body of a successful answer. Members our type does not know fail the test.</summary>
    public static async Task<T> ShouldBeAsync<T>(
        this HttpResponseMessage response, HttpStatusCode status, CancellationToken cancellationToken)
    {
        await response.ShouldHaveStatusAsync(status, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(Json.Options, cancellationToken)
            ?? throw new InvalidOperationException("The answer's body is null.");
    }

    public static async Task ShouldHaveStatusAsync(
        this HttpResponseMessage response, HttpStatusCode status, CancellationToken cancellationToken) =>
        response.StatusCode.ShouldBe(
            status,
            $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri}: "
            + await response.Content.ReadAsStringAsync(cancellationToken));

    /// <summary>A ProblemDetails of that status and code; returned for its members.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(
        this HttpResponseMessage response, HttpStatusCode status, string code, CancellationToken cancellationToken)
    {
        await response.ShouldHaveStatusAsync(status, cancellationToken);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem;
    }

    /// <summary>The same of an answer still to come.</summary>
    public static async Task<T> ShouldBeAsync<T>(
        this Task<HttpResponseMessage> response, HttpStatusCode status, CancellationToken cancellationToken) =>
        await (await response).ShouldBeAsync<T>(status, cancellationToken);

    /// <summary>The same of an answer still to come.</summary>
    public static async Task ShouldHaveStatusAsync(
        this Task<HttpResponseMessage> response, HttpStatusCode status, CancellationToken cancellationToken) =>
        await (await response).ShouldHaveStatusAsync(status, cancellationToken);

    /// <summary>The same of an answer still to come.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(
        this Task<HttpResponseMessage> response, HttpStatusCode status, string code, CancellationToken cancellationToken) =>
        await (await response).ShouldBeProblemAsync(status, code, cancellationToken);

    /// <summary>The body of a successful GET.</summary>
    public static async Task<T> ReadAsync<T>(this HttpClient client, string address, CancellationToken cancellationToken) =>
        await (await client.GetAsync(address, cancellationToken)).ShouldBeAsync<T>(HttpStatusCode.OK, cancellationToken);

    /// <summary>Sends a body as JSON, spelled as our API spells it.</summary>
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string address, object? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json.Options);
        return client.SendAsync(request, cancellationToken);
    }

    public static Task<HttpResponseMessage> PostAsync(
        this HttpClient client, string address, object? body, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, address, body, cancellationToken);

    public static Task<HttpResponseMessage> PatchAsync(
        this HttpClient client, string address, object? body, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Patch, address, body, cancellationToken);

    public static Task<HttpResponseMessage> PutAsync(
        this HttpClient client, string address, object? body, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Put, address, body, cancellationToken);
}

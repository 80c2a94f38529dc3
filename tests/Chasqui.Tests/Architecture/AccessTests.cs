using System.Net;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Architecture;

/// <summary>Rules every endpoint obeys, tried on all there are.</summary>
public sealed class AccessTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_endpoint_declares_what_it_asks_of_its_caller()
    {
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        endpoints.Count.ShouldBeGreaterThan(30);
        endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(endpoint => endpoint.DisplayName)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Strangers_are_told_to_sign_in_everywhere_but_at_the_open_doors()
    {
        var faults = new List<string>();
        foreach (var endpoint in ApiEndpoint.Of(server).Where(endpoint => endpoint.Access is not Access.Open))
        {
            var response = await SendAsync(server.Client(), endpoint, endpoint.IsUnsafe ? "{}" : null);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
                faults.Add($"{endpoint}: {response.StatusCode}");
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_done_for_the_page_of_another_site()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        var faults = new List<string>();
        foreach (var endpoint in ApiEndpoint.Of(server).Where(endpoint => endpoint.IsUnsafe))
        {
            var response = await SendAsync(client, endpoint, "{}");
            var answer = await response.Content.ReadAsStringAsync(CancellationToken);
            if (response.StatusCode != HttpStatusCode.Forbidden || !answer.Contains("crossSite", StringComparison.Ordinal))
                faults.Add($"{endpoint}: {response.StatusCode}");
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_member_we_do_not_know_is_refused_in_every_body()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var faults = new List<string>();
        var tried = 0;
        foreach (var endpoint in ApiEndpoint.Of(server).Where(endpoint => endpoint.Body is not null))
        {
            tried++;
            var sample = new SampleBody((_, _) => Guid.CreateVersion7()).Json(endpoint.Body!);
            var response = await SendAsync(
                client, endpoint,
                $$"""{"businessUnitId":"{{server.OtherUnit.Value}}",{{sample[1..]}}""".Replace(",}", "}", StringComparison.Ordinal));
            var answer = await response.Content.ReadAsStringAsync(CancellationToken);
            if (response.StatusCode != HttpStatusCode.BadRequest || !answer.Contains("is not known here"))
                faults.Add($"{endpoint}: {response.StatusCode} {answer}");
        }

        faults.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(10);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, ApiEndpoint endpoint, string? body)
    {
        var address = endpoint.Address(name => name == "number" ? "+59899123456" : Guid.CreateVersion7().ToString());
        var request = new HttpRequestMessage(endpoint.Method, address);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, endpoint.ContentType);
        return await client.SendAsync(request, CancellationToken);
    }
}

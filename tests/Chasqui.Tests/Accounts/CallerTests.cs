using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Chasqui.Hosting;
using Chasqui.Support;

namespace Chasqui.Accounts;

public sealed class CallerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_key_is_taken_as_bearer_token_and_as_the_password_of_basic_authentication()
    {
        var administrator = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var key = await CreateKeyAsync(administrator, ApiScope.Admin);

        (await StatusAsync("Bearer", key)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("bearer", key)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{key}")))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("Basic", "no base64 at all")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("Bearer", key + "x")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("Digest", key)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_may_do_what_its_scopes_say_and_no_more()
    {
        var sender = await server.ApiClientAsync(CancellationToken, ApiScope.Send);
        await sender.GetAsync("/api/v1/users", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "permissionMissing", CancellationToken);
        (await sender.GetAsync("/api/v1/senders", CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await sender.GetAsync("/api/v1/session", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "usersOnly", CancellationToken);
    }

    [Fact]
    public async Task A_key_revoked_or_expired_stops_at_once()
    {
        var administrator = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var created = await CreateAsync(
            administrator,
            new CreateApiKey { Name = "Short lived", Scopes = [ApiScope.Admin], ExpiresAt = server.Clock.GetUtcNow().AddHours(1) });
        (await StatusAsync("Bearer", created.Secret)).ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromHours(1.1));
        (await StatusAsync("Bearer", created.Secret)).ShouldBe(HttpStatusCode.Unauthorized);

        created = await CreateAsync(administrator, new CreateApiKey { Name = "Revoked", Scopes = [ApiScope.Admin] });
        (await StatusAsync("Bearer", created.Secret)).ShouldBe(HttpStatusCode.OK);
        (await administrator.DeleteAsync($"/api/v1/api-keys/{created.ApiKey.Id.Value}", CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync("Bearer", created.Secret)).ShouldBe(HttpStatusCode.Unauthorized);

        var keys = await administrator.ReadAsync<Page<ApiKey>>("/api/v1/api-keys", CancellationToken);
        var shown = keys.Items.Single(key => key.Id == created.ApiKey.Id);
        shown.RevokedAt.ShouldNotBeNull();
        shown.LastUsedAt.ShouldNotBeNull();
        created.Secret.ShouldStartWith(shown.Prefix + ".");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", true)]
    [InlineData("Origin", "null", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", true)]
    [InlineData("Sec-Fetch-Site", "same-site", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", false)]
    [InlineData("X-Nothing", "", false)]
    public async Task What_another_site_makes_a_browser_send_is_refused(string header, string value, bool refused)
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        client.DefaultRequestHeaders.Add(header, value);
        var response = await client.PostAsync(
            "/api/v1/roles", new CreateRole { Name = $"Made by {header} {value}", Permissions = [] }, CancellationToken);
        if (refused)
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "crossSite", CancellationToken);
        else
            await response.ShouldHaveStatusAsync(HttpStatusCode.Created, CancellationToken);
        (await client.GetAsync("/api/v1/roles", CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_s_own_origin_may_send()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        client.DefaultRequestHeaders.Add("Origin", server.Server.Address.GetLeftPart(UriPartial.Authority));
        var response = await client.PostAsync(
            "/api/v1/roles", new CreateRole { Name = "Made at home", Permissions = [] }, CancellationToken);
        await response.ShouldHaveStatusAsync(HttpStatusCode.Created, CancellationToken);
    }

    [Fact]
    public async Task A_socket_is_not_opened_for_another_site()
    {
        var client = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        var request = new HttpRequestMessage(HttpMethod.Get, "/live");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        await client.SendAsync(request, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "crossSite", CancellationToken);
    }

    [Fact]
    public async Task A_form_is_not_taken_with_a_cookie()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var response = await client.PostAsync("/api/v1/roles", new StringContent("{}", Encoding.UTF8, "text/plain"), CancellationToken);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType", CancellationToken);
    }

    [Fact]
    public async Task A_form_sent_by_a_program_is_told_what_to_send_instead()
    {
        var client = await server.ApiClientAsync(CancellationToken, ApiScope.Admin);
        var response = await client.PostAsync("/api/v1/roles", new FormUrlEncodedContent([]), CancellationToken);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType", CancellationToken);
        await client.GetAsync("/api/v1/nowhere", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", CancellationToken);
    }

    private async Task<HttpStatusCode> StatusAsync(string scheme, string credentials)
    {
        var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, credentials);
        return (await client.GetAsync("/api/v1/roles", CancellationToken)).StatusCode;
    }

    private static async Task<string> CreateKeyAsync(HttpClient administrator, ApiScope scope) =>
        (await CreateAsync(administrator, new CreateApiKey { Name = "Test", Scopes = [scope] })).Secret;

    private static async Task<CreatedApiKey> CreateAsync(HttpClient administrator, CreateApiKey body) =>
        await administrator.PostAsync("/api/v1/api-keys", body, CancellationToken)
            .ShouldBeAsync<CreatedApiKey>(HttpStatusCode.Created, CancellationToken);
}

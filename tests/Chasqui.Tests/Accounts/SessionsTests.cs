using System.Net;
using Chasqui.Support;

namespace Chasqui.Accounts;

public sealed class SessionsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_nobody_uses_ends_after_twelve_hours()
    {
        var client = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        server.Clock.Advance(TimeSpan.FromHours(11.9));
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromHours(11.9));
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);

        var idle = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        server.Clock.Advance(TimeSpan.FromHours(12.1));
        (await StatusAsync(idle)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_ends_after_a_day_however_much_it_is_used()
    {
        var client = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        for (var hours = 0; hours < 24; hours += 4)
        {
            (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
            server.Clock.Advance(TimeSpan.FromHours(4));
        }

        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Looking_whether_a_session_lives_does_not_keep_it_alive()
    {
        var client = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        var token = client.DefaultRequestHeaders.GetValues("Cookie").Single()["chasqui=".Length..];
        server.Clock.Advance(TimeSpan.FromHours(11));
        (await server.Service<Sessions>().PeekAsync(token, CancellationToken)).ShouldNotBeNull();
        server.Clock.Advance(TimeSpan.FromHours(1.1));
        (await server.Service<Sessions>().PeekAsync(token, CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task What_an_unattended_page_asks_does_not_keep_its_session_alive()
    {
        var client = await server.ClientAsync(DefaultRoles.Agent, CancellationToken);
        client.DefaultRequestHeaders.Add("Chasqui-Unattended", "true");
        server.Clock.Advance(TimeSpan.FromHours(11));
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);
        server.Clock.Advance(TimeSpan.FromHours(1.1));
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_with_the_next_request()
    {
        var administrator = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var user = await server.CreateUserAsync(DefaultRoles.Administrator, CancellationToken);
        var client = await server.ClientAsync(user, CancellationToken);
        (await client.GetAsync("/api/v1/users", CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var change = await administrator.PatchAsync($"/api/v1/users/{user.Id.Value}", new ChangeUser { RoleIds = [] }, CancellationToken);
        await change.ShouldHaveStatusAsync(HttpStatusCode.OK, CancellationToken);
        await client.GetAsync("/api/v1/users", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "permissionMissing", CancellationToken);
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once_and_for_good()
    {
        var administrator = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var user = await server.CreateUserAsync(DefaultRoles.Agent, CancellationToken);
        var client = await server.ClientAsync(user, CancellationToken);
        await administrator.PatchAsync($"/api/v1/users/{user.Id.Value}", new ChangeUser { Enabled = false }, CancellationToken);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);

        await administrator.PatchAsync($"/api/v1/users/{user.Id.Value}", new ChangeUser { Enabled = true }, CancellationToken);
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client) =>
        (await client.GetAsync("/api/v1/session", CancellationToken)).StatusCode;
}

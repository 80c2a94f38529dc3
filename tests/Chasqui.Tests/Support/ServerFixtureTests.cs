using System.Net;
using Chasqui.Accounts;

namespace Chasqui.Support;

public sealed class ServerFixtureTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_server_answers_and_knows_whom_it_answers()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        (await server.Client().GetAsync("/health/ready", cancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var user = await server.CreateUserAsync(DefaultRoles.Agent, cancellationToken);
        var client = await server.ClientAsync(user, cancellationToken);
        var token = client.DefaultRequestHeaders.GetValues("Cookie").Single()["chasqui=".Length..];
        var caller = await server.Service<Sessions>().FindAsync(token, cancellationToken);
        caller.ShouldNotBeNull().UserId.ShouldBe(user.Id);
        caller.Permissions.ShouldBe([Permission.HandleInteractions, Permission.ViewQueues], ignoreOrder: true);
    }
}

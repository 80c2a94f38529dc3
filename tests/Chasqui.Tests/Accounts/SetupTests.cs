using Chasqui.Support;

namespace Chasqui.Accounts;

public sealed class SetupTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_checklist_tells_what_is_still_missing()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Agent, CancellationToken);
        var client = await server.ClientAsync(user, CancellationToken);
        (await DoneAsync(client)).ShouldBeEmpty();
        var sender = await server.Seed.SenderAsync(CancellationToken);
        (await DoneAsync(client)).ShouldBe([SetupStepKey.Provider, SetupStepKey.Sender]);
        await server.Seed.EntryPointAsync(sender, await server.Seed.QueueAsync(CancellationToken, null, user), CancellationToken);
        (await DoneAsync(client)).ShouldBe(
            [SetupStepKey.Provider, SetupStepKey.Sender, SetupStepKey.Queue, SetupStepKey.Agents, SetupStepKey.EntryPoint]);
    }

    private static async Task<IEnumerable<SetupStepKey>> DoneAsync(HttpClient client) =>
        (await client.ReadAsync<Setup>("/api/v1/setup", CancellationToken)).Steps.Where(step => step.Done).Select(step => step.Key);
}

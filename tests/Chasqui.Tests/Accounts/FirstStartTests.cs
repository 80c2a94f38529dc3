using System.Net;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Support;

namespace Chasqui.Accounts;

public sealed class FirstStartTests(PostgresFixture postgres)
{
    private const string CountSql = "SELECT count(*) FROM business_unit";
    private const string Key = "a-key-of-our-own-choosing-0001";

    [Fact]
    public async Task Nodes_that_start_together_make_one_business_unit_with_its_key()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var database = await TemplateDatabase.CopyAsync(postgres, cancellationToken);
        var settings = new Dictionary<string, string?> { ["Chasqui:BootstrapApiKey"] = Key };
        var servers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => TestServer.StartAsync(database, settings, null, null, cancellationToken)));
        try
        {
            await using var tx = await servers[0].Database.BeginAcrossUnitsAsync(cancellationToken);
            (await tx.QuerySingleAsync<int>(CountSql, null, cancellationToken)).ShouldBe(1);

            var caller = await servers[1].Service<ApiKeys>().FindAsync(Key, cancellationToken);
            caller.ShouldNotBeNull().Permissions.ShouldContain(Permission.ManageUsers);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Chasqui:BootstrapApiKey", "short")]
    [InlineData("Chasqui:Country", "Uruguay")]
    [InlineData("Chasqui:TimeZone", "Mars/Olympus")]
    [InlineData("Chasqui:AdminEmail", "admin@test.example")]
    public async Task Settings_that_will_not_do_are_refused_in_a_sentence(string setting, string value)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var database = await TemplateDatabase.CopyAsync(postgres, cancellationToken);
        var refusal = await Should.ThrowAsync<StartupException>(
            TestServer.StartAsync(database, new Dictionary<string, string?> { [setting] = value }, null, null, cancellationToken));
        refusal.Message.ShouldContain(setting.Replace(":", "__", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_in_use_is_not_filled_again()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var database = await TemplateDatabase.CopyAsync(postgres, cancellationToken);
        await (await TestServer.StartAsync(database, null, null, null, cancellationToken)).DisposeAsync();
        var settings = new Dictionary<string, string?> { ["Chasqui:BootstrapApiKey"] = Key };
        await using var server = await TestServer.StartAsync(database, settings, null, null, cancellationToken);
        (await server.Service<ApiKeys>().FindAsync(Key, cancellationToken)).ShouldBeNull();
    }
}

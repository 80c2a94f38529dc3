using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Providers.Network;
using Chasqui.Support;

namespace Chasqui.Senders.Wire;

public sealed class WireLogTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_are_written_soon_and_with_what_they_said()
    {
        var account = await AccountAsync();
        var message = Id.New<MessageId>(server.Clock);
        // A NUL, and half of a character: PostgreSQL takes neither.
        Record(account, message, "POST https://carrier.example/", "a\0b\ud83d");
        Record(account, message, "HTTP 201", "{}");
        await UntilAsync(account, 2);
        (await BodiesAsync(account)).ShouldBe(["a\ufffdb\ufffd", "{}"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_provider_whose_days_are_none_keeps_nothing()
    {
        var (off, on) = (await AccountAsync(), await AccountAsync());
        await server.Seed.ExecuteAsync("UPDATE provider SET wire_log_days = 0 WHERE id = @id", new { id = off.Id }, CancellationToken);
        Record(off, null, "bind", "");
        Record(on, null, "bind", "");
        await UntilAsync(on, 1);
        (await BodiesAsync(off)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_older_than_its_provider_s_days_is_forgotten()
    {
        var account = await AccountAsync();
        Record(account, null, "old", "old", server.Clock.GetUtcNow().AddDays(-7).AddMinutes(-1));
        Record(account, null, "new", "new", server.Clock.GetUtcNow().AddDays(-7).AddMinutes(1));
        await UntilAsync(account, 2);
        await server.Service<WireRetention>().ForgetAsync(CancellationToken);
        (await BodiesAsync(account)).ShouldBe(["new"]);
    }

    [Fact]
    public async Task More_than_can_be_written_is_dropped_and_counted_and_nobody_waits()
    {
        var account = await AccountAsync();
        var log = server.Service<WireLog>();
        var before = log.Dropped;
        const int Many = 50_000;
        for (var i = 0; i < Many; i++)
            Record(account, null, "poll", "");
        var written = await Poll.UntilAsync(
            async () => (await BodiesAsync(account)).Count, count => count + log.Dropped - before == Many, Patience, CancellationToken);
        written.ShouldBeGreaterThan(1_000);
        log.Dropped.ShouldBeGreaterThan(before);
    }

    private async Task<ProviderAccount> AccountAsync() => new(
        server.BusinessUnit, await server.Seed.ProviderAsync(CancellationToken),
        new ProviderSettings(new ProviderSchema("None", "", []), JsonDocument.Parse("{}").RootElement));

    private void Record(ProviderAccount account, MessageId? message, string summary, string body, DateTimeOffset? at = null) =>
        server.Service<IWireLog>().Record(
            account, new WireEntry { MessageId = message, At = at ?? server.Clock.GetUtcNow(), Outgoing = true, Summary = summary, Body = body });

    private Task<IReadOnlyList<string>> UntilAsync(ProviderAccount account, int count) =>
        Poll.UntilAsync(() => BodiesAsync(account), bodies => bodies.Count == count, Patience, CancellationToken);

    private async Task<IReadOnlyList<string>> BodiesAsync(ProviderAccount account)
    {
        await using var tx = await server.Database.BeginAsync(server.BusinessUnit, CancellationToken);
        return await tx.QueryAsync<string>("SELECT body FROM wire_entry WHERE provider_id = @id", new { id = account.Id }, CancellationToken);
    }
}

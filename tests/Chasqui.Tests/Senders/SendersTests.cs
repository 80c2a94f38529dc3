using System.Net;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Support;

namespace Chasqui.Senders;

public sealed class SendersTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("longCode", "2900 1000", "+59829001000")]
    [InlineData("longCode", "+54 11 4321 0000", "+541143210000")]
    [InlineData("shortCode", "1515", "1515")]
    [InlineData("alphanumeric", "Chasqui SA", "Chasqui SA")]
    public async Task Addresses_are_kept_as_carriers_write_them(string kindWord, string input, string kept)
    {
        var kind = Words.Parse<SenderKind>(kindWord)!.Value;
        var client = await ClientAsync();
        var sender = await client.PostAsync("/api/v1/senders", New(kind, input), CancellationToken)
            .ShouldBeAsync<Sender>(HttpStatusCode.Created, CancellationToken);
        sender.Address.ShouldBe(kept);
        sender.Inbound.ShouldBe(kind != SenderKind.Alphanumeric);
        sender.QueueId.ShouldBeNull();
        await client.PostAsync("/api/v1/senders", New(kind, input), CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderExists", CancellationToken);
    }

    [Theory]
    [InlineData("longCode", "1515")]
    [InlineData("longCode", "Chasqui")]
    [InlineData("shortCode", "+59829001001")]
    [InlineData("shortCode", "12")]
    [InlineData("alphanumeric", "A name much too long")]
    [InlineData("alphanumeric", "Señal")]
    [InlineData("tollFree", "")]
    public async Task An_address_that_is_not_of_its_kind_is_refused_with_a_sentence(string kindWord, string input)
    {
        var kind = Words.Parse<SenderKind>(kindWord)!.Value;
        var client = await ClientAsync();
        var problem = await client.PostAsync("/api/v1/senders", New(kind, input), CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken);
        problem.GetProperty("errors").GetProperty("address")[0].GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_sender_s_pace_and_label_change_and_its_address_stays()
    {
        var client = await ClientAsync();
        var id = await server.Seed.SenderAsync(CancellationToken);
        var changed = await client.PatchAsync(
            $"/api/v1/senders/{id.Value}", new ChangeSender { Label = "Sales", MessagesPerSecond = 0.5m, Enabled = false },
            CancellationToken)
            .ShouldBeAsync<Sender>(HttpStatusCode.OK, CancellationToken);
        changed.ShouldSatisfyAllConditions(
            () => changed.Label.ShouldBe("Sales"), () => changed.MessagesPerSecond.ShouldBe(0.5m), () => changed.Enabled.ShouldBeFalse());
        await client.PatchAsync($"/api/v1/senders/{id.Value}", new { address = "+59829001009" }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalidJson", CancellationToken);
    }

    [Fact]
    public async Task A_sender_leads_to_one_queue()
    {
        var client = await ClientAsync();
        var sender = await server.Seed.SenderAsync(CancellationToken);
        var support = await server.Seed.QueueAsync(CancellationToken, "support");
        var sales = await server.Seed.QueueAsync(CancellationToken, "sales");

        var made = await client.PostAsync(
            "/api/v1/entry-points", new CreateEntryPoint { Name = "Support", SenderId = sender, QueueId = support }, CancellationToken)
            .ShouldBeAsync<EntryPoint>(HttpStatusCode.Created, CancellationToken);
        var problem = await client.PostAsync(
            "/api/v1/entry-points", new CreateEntryPoint { Name = "Sales", SenderId = sender, QueueId = sales }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderHasQueue", CancellationToken);
        problem.GetProperty("detail").GetString()!.ShouldContain("queue support");
        (await SenderAsync(client, sender.Value)).QueueId.ShouldBe(support);

        // The same queue may have many senders; a sender may move to another queue.
        var second = await server.Seed.SenderAsync(CancellationToken);
        await client.PostAsync(
            "/api/v1/entry-points", new CreateEntryPoint { Name = "Too", SenderId = second, QueueId = support }, CancellationToken)
            .ShouldHaveStatusAsync(HttpStatusCode.Created, CancellationToken);
        await client.PatchAsync($"/api/v1/entry-points/{made.Id.Value}", new ChangeEntryPoint { SenderId = second }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderHasQueue", CancellationToken);
        var moved = await client.PatchAsync($"/api/v1/entry-points/{made.Id.Value}", new ChangeEntryPoint { QueueId = sales }, CancellationToken)
            .ShouldBeAsync<EntryPoint>(HttpStatusCode.OK, CancellationToken);
        moved.QueueId.ShouldBe(sales);

        await client.PatchAsync($"/api/v1/senders/{sender.Value}", new ChangeSender { Inbound = false }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderHasQueue", CancellationToken);
        (await client.DeleteAsync($"/api/v1/entry-points/{made.Id.Value}", CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await SenderAsync(client, sender.Value)).QueueId.ShouldBeNull();
    }

    [Fact]
    public async Task A_sender_that_receives_nothing_leads_nowhere()
    {
        var client = await ClientAsync();
        var sender = await server.Seed.SenderAsync(CancellationToken, inbound: false);
        var queue = await server.Seed.QueueAsync(CancellationToken);
        await client.PostAsync(
            "/api/v1/entry-points", new CreateEntryPoint { Name = "In", SenderId = sender, QueueId = queue }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderOutboundOnly", CancellationToken);
    }

    [Fact]
    public async Task There_is_always_one_default_provider()
    {
        var client = await ClientAsync();
        var second = await server.Seed.ProviderAsync(CancellationToken);
        await client.PatchAsync($"/api/v1/providers/{second.Value}", new ChangeProvider { IsDefault = true }, CancellationToken)
            .ShouldHaveStatusAsync(HttpStatusCode.OK, CancellationToken);
        var providers = await client.ReadAsync<Page<Provider>>("/api/v1/providers", CancellationToken);
        providers.Items.Single(provider => provider.IsDefault).Id.ShouldBe(second);
        await client.PatchAsync($"/api/v1/providers/{second.Value}", new ChangeProvider { IsDefault = false }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "defaultNeeded", CancellationToken);
        await client.PatchAsync(
            $"/api/v1/providers/{second.Value}", new ChangeProvider { Name = providers.Items[0].Name }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", CancellationToken);
    }

    [Fact]
    public async Task A_provider_is_of_a_kind_this_server_speaks()
    {
        var client = await ClientAsync();
        var problem = await client.PostAsync(
            "/api/v1/providers", new CreateProvider { Name = "Pigeons", Kind = "pigeon" }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken);
        problem.GetProperty("errors").TryGetProperty("kind", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task The_first_provider_is_the_default_and_another_can_take_its_place()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Administrator, server.OtherUnit, password: null, CancellationToken);
        var client = await server.ClientAsync(user, CancellationToken);
        (await client.PostAsync("/api/v1/senders", New(SenderKind.Alphanumeric, "Too early"), CancellationToken))
            .StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var first = await CreateProviderAsync(client, new CreateProvider { Name = "First", Kind = "simulator" });
        first.IsDefault.ShouldBeTrue();
        (await CreateProviderAsync(client, new CreateProvider { Name = "Second", Kind = "simulator" })).IsDefault.ShouldBeFalse();
        var third = await CreateProviderAsync(client, new CreateProvider { Name = "Third", Kind = "simulator", IsDefault = true });
        var providers = await client.ReadAsync<Page<Provider>>("/api/v1/providers", CancellationToken);
        providers.Items.Single(provider => provider.IsDefault).Id.ShouldBe(third.Id);
        await client.PostAsync("/api/v1/providers", new CreateProvider { Name = "First", Kind = "simulator" }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", CancellationToken);
    }

    private async Task<HttpClient> ClientAsync()
    {
        await server.Seed.ProviderAsync(CancellationToken);
        return await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
    }

    private static async Task<Provider> CreateProviderAsync(HttpClient client, CreateProvider body) =>
        await client.PostAsync("/api/v1/providers", body, CancellationToken)
            .ShouldBeAsync<Provider>(HttpStatusCode.Created, CancellationToken);

    private static async Task<Sender> SenderAsync(HttpClient client, Guid id) =>
        (await client.ReadAsync<Page<Sender>>("/api/v1/senders", CancellationToken)).Items.Single(sender => sender.Id.Value == id);

    private static CreateSender New(SenderKind kind, string address) => new() { Kind = kind, Address = address };
}

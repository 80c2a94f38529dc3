using System.Net;
using Chasqui.Accounts;
using Chasqui.Consent;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Senders;

/// <summary>What a sender is, who may be assigned, and what it falls back to (A5 to A8).</summary>
public sealed class SenderRecordTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly SenderId NoSender = new(Guid.Empty);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("longCode", "099 123 001", "UY", "+59899123001", 5)]
    [InlineData("longCode", "(212) 555-0123", "US", "+12125550123", 5)]
    [InlineData("shortCode", "72345", "US", "72345", 100)]
    [InlineData("tollFree", "800 555 0123", "US", "+18005550123", 3)]
    [InlineData("alphanumeric", "Chasqui", "UY", "Chasqui", 10)]
    [InlineData("whatsApp", "099 123 002", "UY", "+59899123002", 80)]
    public async Task An_address_is_of_the_country_that_is_named_and_its_pace_is_usual_for_its_kind(
        string kind, string input, string country, string kept, int pace)
    {
        var sender = await (await (await ClientAsync()).PostAsync("/api/v1/senders", new { kind, address = input, country }, Cancel))
            .ShouldBeAsync<Sender>(HttpStatusCode.Created, Cancel);
        sender.Address.ShouldBe(kept);
        sender.MessagesPerSecond.ShouldBe(pace);
    }

    [Theory]
    [InlineData("longCode", "+18005550199", null, "address")]
    [InlineData("tollFree", "+12125550199", null, "address")]
    [InlineData("shortCode", "1515", "US", "address")]
    [InlineData("longCode", "099123003", "Uruguay", "country")]
    public async Task What_is_no_such_number_there_is_refused(string kind, string input, string? country, string field)
    {
        var problem = await (await (await ClientAsync()).PostAsync("/api/v1/senders", new { kind, address = input, country }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task One_or_many_are_verified_at_once_and_only_those_are_assigned()
    {
        var client = await ClientAsync();
        var first = await MakeAsync(client, new { kind = "alphanumeric", address = "Unsure 1", verified = false });
        var second = await MakeAsync(client, new { kind = "longCode", address = Seed.Number(), verified = false });
        first.VerifiedAt.ShouldBeNull();
        var queue = await server.Seed.QueueAsync(Cancel);
        await (await client.PostAsync("/api/v1/entry-points", new { name = "In", senderId = second.Id, queueId = queue }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderNotVerified", Cancel);
        await (await client.PostAsync("/api/v1/dialers", new { name = "unsure", senderId = second.Id }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderNotVerified", Cancel);
        await (await client.PatchAsync($"/api/v1/senders/{first.Id.Value}", new { globalOutbound = true }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderNotVerified", Cancel);

        var verified = await (await client.PostAsync("/api/v1/senders/verify", new { ids = new[] { second.Id, first.Id }, verified = true }, Cancel))
            .ShouldBeAsync<VerifiedSenders>(HttpStatusCode.OK, Cancel);
        verified.Items.Select(sender => sender.Id).ShouldBe([second.Id, first.Id]);
        verified.Items.ShouldAllBe(sender => sender.Verified && sender.VerifiedAt != null);
        await (await client.PostAsync("/api/v1/entry-points", new { name = "In", senderId = second.Id, queueId = queue }, Cancel))
            .ShouldHaveStatusAsync(HttpStatusCode.Created, Cancel);
        await (await client.PostAsync("/api/v1/dialers", new { name = "unsure", senderId = second.Id }, Cancel))
            .ShouldHaveStatusAsync(HttpStatusCode.Created, Cancel);

        var none = new { ids = new[] { first.Id, new SenderId(Guid.CreateVersion7()) }, verified = false };
        await (await client.PostAsync("/api/v1/senders/verify", none, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        (await ReadAsync(client, first.Id)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task There_is_at_most_one_global_outbound_sender()
    {
        var client = await ClientAsync();
        var first = await MakeAsync(client, new { kind = "longCode", address = Seed.Number(), globalOutbound = true });
        var second = await MakeAsync(client, new { kind = "longCode", address = Seed.Number(), globalOutbound = true });
        (await ReadAsync(client, first.Id)).GlobalOutbound.ShouldBeFalse();
        second.GlobalOutbound.ShouldBeTrue();
        (await ChangeAsync(client, first.Id, new { globalOutbound = true })).GlobalOutbound.ShouldBeTrue();
        (await ReadAsync(client, second.Id)).GlobalOutbound.ShouldBeFalse();
        (await ChangeAsync(client, first.Id, new { globalOutbound = false })).GlobalOutbound.ShouldBeFalse();
    }

    [Fact]
    public async Task A_sender_names_a_do_not_contact_group_and_leaves_it()
    {
        var client = await ClientAsync();
        var group = await (await client.PostAsync("/api/v1/dnc/groups", new { name = "Sales numbers" }, Cancel))
            .ShouldBeAsync<DncGroup>(HttpStatusCode.Created, Cancel);
        await (await client.PostAsync("/api/v1/dnc/groups", new { name = "SALES numbers" }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", Cancel);
        (await client.ReadAsync<DncGroupsList>("/api/v1/dnc/groups", Cancel)).Items.ShouldContain(group);

        var sender = await MakeAsync(client, new { kind = "longCode", address = Seed.Number(), dncListId = group.Id });
        sender.DncListId.ShouldBe(group.Id);
        (await ChangeAsync(client, sender.Id, new { label = "Sales" })).DncListId.ShouldBe(group.Id);
        (await ChangeAsync(client, sender.Id, new { dncListId = Guid.Empty })).DncListId.ShouldBeNull();
        await InvalidAsync(client, sender.Id, new { dncListId = Guid.CreateVersion7() }, "dncListId");
    }

    [Fact]
    public async Task Fallbacks_are_at_most_three_in_a_row_and_never_a_circle()
    {
        var client = await ClientAsync();
        var row = new List<Sender>();
        for (var place = 0; place < 4; place++)
            row.Add(await MakeAsync(client, new { kind = "longCode", address = Seed.Number() }));
        (await ChangeAsync(client, row[1].Id, new { fallbackSenderId = row[2].Id })).FallbackSenderId.ShouldBe(row[2].Id);
        await ChangeAsync(client, row[0].Id, new { fallbackSenderId = row[1].Id });

        await InvalidAsync(client, row[2].Id, new { fallbackSenderId = row[3].Id }, "fallbackSenderId"); // four in a row
        await InvalidAsync(client, row[3].Id, new { fallbackSenderId = row[0].Id }, "fallbackSenderId"); // from the other end
        await InvalidAsync(client, row[2].Id, new { fallbackSenderId = row[0].Id }, "fallbackSenderId"); // a circle
        await InvalidAsync(client, row[2].Id, new { fallbackSenderId = row[2].Id }, "fallbackSenderId");
        await InvalidAsync(client, row[2].Id, new { fallbackSenderId = Guid.CreateVersion7() }, "fallbackSenderId");
        (await ReadAsync(client, row[2].Id)).FallbackSenderId.ShouldBeNull();

        (await ChangeAsync(client, row[0].Id, new { fallbackSenderId = NoSender })).FallbackSenderId.ShouldBeNull();
        await ChangeAsync(client, row[2].Id, new { fallbackSenderId = row[3].Id });
    }

    [Fact]
    public async Task The_other_provider_is_another_one_and_whatsapp_stands_in_for_no_text_number()
    {
        var client = await ClientAsync();
        var sender = await MakeAsync(client, new { kind = "longCode", address = Seed.Number() });
        var other = await server.Seed.ProviderAsync(Cancel);
        (await ChangeAsync(client, sender.Id, new { fallbackProviderId = other })).FallbackProviderId.ShouldBe(other);
        await InvalidAsync(client, sender.Id, new { providerId = other }, "fallbackProviderId");
        await InvalidAsync(client, sender.Id, new { fallbackProviderId = Guid.CreateVersion7() }, "fallbackProviderId");

        var whatsApp = await MakeAsync(client, new { kind = "whatsApp", address = Seed.Number() });
        await InvalidAsync(client, sender.Id, new { fallbackSenderId = whatsApp.Id }, "fallbackSenderId");
        (await ChangeAsync(client, whatsApp.Id, new { fallbackSenderId = sender.Id })).FallbackSenderId.ShouldBe(sender.Id);
    }

    [Fact]
    public async Task A_sender_nobody_uses_is_deleted_and_another_says_who_uses_it()
    {
        var client = await ClientAsync();
        var unused = await MakeAsync(client, new { kind = "alphanumeric", address = "Mistake", mms = false });
        await (await client.DeleteAsync($"/api/v1/senders/{unused.Id.Value}", Cancel)).ShouldHaveStatusAsync(HttpStatusCode.NoContent, Cancel);
        (await client.GetAsync($"/api/v1/senders/{unused.Id.Value}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.DeleteAsync($"/api/v1/senders/{unused.Id.Value}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var used = await server.Seed.SenderAsync(Cancel);
        await server.Seed.DialerAsync(used, Cancel);
        var problem = await (await client.DeleteAsync($"/api/v1/senders/{used.Value}", Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderInUse", Cancel);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("dialer");

        var told = await MakeAsync(client, new { kind = "longCode", address = Seed.Number() });
        await (await client.PostAsync("/api/v1/messages", new { to = Seed.Number(), text = "Hi", senderId = told.Id }, Cancel))
            .ShouldHaveStatusAsync(HttpStatusCode.Accepted, Cancel);
        await (await client.DeleteAsync($"/api/v1/senders/{told.Id.Value}", Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "senderInUse", Cancel);
    }

    private async Task<HttpClient> ClientAsync()
    {
        await server.Seed.ProviderAsync(Cancel);
        return await server.ClientAsync(DefaultRoles.Administrator, Cancel);
    }

    private static async Task<Sender> MakeAsync(HttpClient client, object body) =>
        await (await client.PostAsync("/api/v1/senders", body, Cancel)).ShouldBeAsync<Sender>(HttpStatusCode.Created, Cancel);

    private static Task<Sender> ReadAsync(HttpClient client, SenderId id) =>
        client.ReadAsync<Sender>($"/api/v1/senders/{id.Value}", Cancel);

    private static async Task<Sender> ChangeAsync(HttpClient client, SenderId id, object body) =>
        await (await client.PatchAsync($"/api/v1/senders/{id.Value}", body, Cancel)).ShouldBeAsync<Sender>(HttpStatusCode.OK, Cancel);

    private static async Task InvalidAsync(HttpClient client, SenderId id, object body, string field)
    {
        var problem = await (await client.PatchAsync($"/api/v1/senders/{id.Value}", body, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldNotBeNullOrEmpty();
    }
}

using System.Net;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Simulator;

public sealed class SimulatorEndpointsTests(ServerFixture server) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private const string SenderSql =
        """
        WITH simulator AS (
            INSERT INTO provider (business_unit_id, id, name, kind, created_at) VALUES (@unit, @id, @name, @kind, now()) RETURNING id
        )
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, created_at)
        SELECT @unit, @id, id, 'longCode', @address, now() FROM simulator
        """;

    private const string AuditSql = "SELECT count(*) FROM audit_entry WHERE business_unit_id = @unit AND action = 'simulator.behave'";

    private static readonly string[] Media = ["https://media.example/cat.jpg"];
    private static int s_numbers;

    private HttpClient _admin = null!;
    private string _sender = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _admin = await server.ClientAsync(DefaultRoles.Administrator, cancellationToken);
        _sender = await AddSenderAsync(server.BusinessUnit, "simulator", cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_carrier_behaves_well_until_told_otherwise_and_only_towards_that_unit()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var other = await server.ClientAsync(
            await server.CreateUserAsync(DefaultRoles.Administrator, server.OtherUnit, null, cancellationToken), cancellationToken);
        (await other.ReadAsync<Behaviour>("/api/v1/simulator/behaviour", cancellationToken)).ShouldBe(Behaviour.Default);
        var wanted = Behaviour.Default with { LatencyMilliseconds = 5, RejectPercent = 0.5, ReorderReceipts = true, Seed = 3 };

        var answer = await (await _admin.PutAsync("/api/v1/simulator/behaviour", wanted, cancellationToken))
            .ShouldBeAsync<Behaviour>(HttpStatusCode.OK, cancellationToken);

        answer.ShouldBe(wanted);
        (await _admin.ReadAsync<Behaviour>("/api/v1/simulator/behaviour", cancellationToken)).ShouldBe(wanted);
        (await other.ReadAsync<Behaviour>("/api/v1/simulator/behaviour", cancellationToken)).ShouldBe(Behaviour.Default);
        await using var tx = await server.Database.BeginAsync(server.BusinessUnit, cancellationToken);
        (await tx.QuerySingleAsync<int>(AuditSql, new { unit = server.BusinessUnit }, cancellationToken)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Values_out_of_range_are_all_named_at_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var wrong = new Behaviour
        {
            LatencyMilliseconds = -1,
            RejectPercent = 101,
            ThrottlePercent = -0.1,
            LoseAnswerPercent = 100.1,
            DuplicateReceiptPercent = 1_000,
            ReorderReceipts = false,
            ReceiptDelayMilliseconds = 3_600_001,
            UndeliverablePercent = -5,
            Receipts = true,
        };

        var problem = await (await _admin.PutAsync("/api/v1/simulator/behaviour", wrong, cancellationToken))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", cancellationToken);

        problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order().ShouldBe(
        [
            "duplicateReceiptPercent", "latencyMilliseconds", "loseAnswerPercent", "receiptDelayMilliseconds", "rejectPercent", "throttlePercent",
            "undeliverablePercent",
        ]);
    }

    [Theory]
    [InlineData("""{"rejectPercent":5}""")]
    [InlineData(
        """
        {"latencyMilliseconds":0,"rejectPercent":0,"throttlePercent":0,"loseAnswerPercent":0,"duplicateReceiptPercent":0,"reorderReceipts":false,
         "receiptDelayMilliseconds":0,"undeliverablePercent":0,"receipts":true,"seed":null,"mood":"bad"}
        """)]
    public async Task Missing_and_unknown_members_are_refused(string body)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await _admin.PutAsync(new Uri("/api/v1/simulator/behaviour", UriKind.Relative), content, cancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalidJson", cancellationToken);
    }

    [Theory]
    [InlineData("GET", "/api/v1/simulator/handsets")]
    [InlineData("GET", "/api/v1/simulator/handsets/099123456/messages")]
    [InlineData("POST", "/api/v1/simulator/handsets/099123456/messages")]
    [InlineData("GET", "/api/v1/simulator/ledger")]
    [InlineData("GET", "/api/v1/simulator/behaviour")]
    [InlineData("PUT", "/api/v1/simulator/behaviour")]
    public async Task Without_the_permission_nothing_of_the_simulator_answers(string method, string address)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var agent = await server.ClientAsync(DefaultRoles.Agent, cancellationToken);

        var answer = await agent.SendAsync(new HttpMethod(method), address, method == "GET" ? null : new { }, cancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "permissionMissing", cancellationToken);
    }

    [Fact]
    public async Task A_message_from_a_handset_is_on_the_handset_at_once_and_browsers_hear_of_it()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var browser = await LiveDriver.ConnectAsync(
            server.Server.Address, _admin.DefaultRequestHeaders.GetValues("Cookie").Single(), null, cancellationToken);
        (await browser.WatchAsync("WatchHandset", "+59899123456", cancellationToken)).ShouldBeTrue();
        var text = new string('x', 200);

        var sent = await (await _admin.PostAsync(
                "/api/v1/simulator/handsets/099123456/messages", new { to = _sender, text, mediaUrls = Media },
                cancellationToken))
            .ShouldBeAsync<SentFromHandset>(HttpStatusCode.Accepted, cancellationToken);

        (await browser.NextAsync(cancellationToken)).ShouldBe("HandsetChanged(+59899123456)");
        var message = (await _admin.ReadAsync<Page<HandsetMessage>>("/api/v1/simulator/handsets/%2B59899123456/messages", cancellationToken)).Items[0];
        message.Id.ShouldBe(sent.Id);
        message.Direction.ShouldBe(HandsetDirection.FromHandset);
        message.Peer.ShouldBe(_sender);
        message.Text.ShouldBe(text);
        message.Parts.ShouldBe(2);
        message.MediaUrls.ShouldBe(Media);
        (await _admin.ReadAsync<Page<Handset>>("/api/v1/simulator/handsets", cancellationToken)).Items
            .ShouldContain(handset => handset.Number == "+59899123456");
    }

    [Fact]
    public async Task A_handset_s_messages_come_newest_first_page_by_page_each_with_all_its_parts()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var texts = Enumerable.Range(0, 7).Select(number => new string((char)('a' + number), 170)).ToList();
        foreach (var text in texts)
            await (await _admin.PostAsync("/api/v1/simulator/handsets/099765432/messages", new { to = _sender, text }, cancellationToken))
                .ShouldHaveStatusAsync(HttpStatusCode.Accepted, cancellationToken);

        var read = new List<string>();
        Guid? after = null;
        do
        {
            var page = await _admin.ReadAsync<Page<HandsetMessage>>(
                $"/api/v1/simulator/handsets/099765432/messages?limit=3{(after is null ? "" : $"&after={after}")}", cancellationToken);
            read.AddRange(page.Items.Select(message => message.Text));
            after = page.Next;
        }
        while (after is not null);

        read.ShouldBe(Enumerable.Reverse(texts));
    }

    [Theory]
    [InlineData("099123456", "+59829009999", "Hi", "to")]
    [InlineData("12", null, "Hi", "number")]
    [InlineData("099123456", null, "", "text")]
    public async Task What_the_carrier_cannot_carry_is_refused(string number, string? to, string text, string field)
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var answer = await _admin.PostAsync($"/api/v1/simulator/handsets/{number}/messages", new { to = to ?? _sender, text }, cancellationToken);

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", cancellationToken);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData(true, "simulator")]
    [InlineData(false, "twilio")]
    public async Task Another_unit_s_sender_and_another_carrier_s_sender_cannot_be_written_to(bool foreign, string kind)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var address = await AddSenderAsync(foreign ? server.OtherUnit : server.BusinessUnit, kind, cancellationToken);

        var answer = await _admin.PostAsync("/api/v1/simulator/handsets/099123456/messages", new { to = address, text = "Hi" }, cancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", cancellationToken);
    }

    [Fact]
    public async Task The_ledger_has_every_part_the_carrier_took_in_pages()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var unit = server.OtherUnit;
        var other = await server.ClientAsync(await server.CreateUserAsync(DefaultRoles.Administrator, unit, null, cancellationToken), cancellationToken);
        var references = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var id = Guid.CreateVersion7();
            references.Add(id.ToString());
            await server.Service<CarrierBooks>().WriteAsync(
                new BookEntry
                {
                    BusinessUnitId = unit,
                    ProviderId = new ProviderId(id),
                    Direction = HandsetDirection.ToHandset,
                    Handset = "+5491155550000",
                    Peer = "Shop",
                    Reference = id.ToString(),
                    Parts = SimulatedCarrier.Parts(id, new string('x', 200)),
                    At = server.Clock.GetUtcNow(),
                    Events = [],
                },
                cancellationToken);
        }

        var entries = new List<LedgerEntry>();
        long? after = 0;
        while (after is not null)
        {
            var page = await other.ReadAsync<Ledger>($"/api/v1/simulator/ledger?after={after}&limit=4", cancellationToken);
            entries.AddRange(page.Items);
            after = page.Next;
        }

        entries.Select(entry => (entry.ClientReference, entry.Part, entry.Parts)).ShouldBe(references.SelectMany(id => new[] { (id, 1, 2), (id, 2, 2) }));
        entries.ShouldAllBe(entry => entry.Handset == "+5491155550000" && entry.Peer == "Shop");
        (await _admin.ReadAsync<Ledger>("/api/v1/simulator/ledger", cancellationToken)).Items
            .ShouldNotContain(entry => references.Contains(entry.ClientReference));
    }

    private async Task<string> AddSenderAsync(BusinessUnitId unit, string kind, CancellationToken cancellationToken)
    {
        var address = $"+5982900{Interlocked.Increment(ref s_numbers):D4}";
        var id = Guid.CreateVersion7();
        await using var tx = await server.Database.BeginAsync(unit, cancellationToken);
        await tx.ExecuteAsync(SenderSql, new { unit, id, name = id.ToString(), kind, address }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return address;
    }
}

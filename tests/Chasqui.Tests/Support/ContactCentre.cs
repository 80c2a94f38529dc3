using System.Net;
using Chasqui.Accounts;
using Chasqui.Conversations;
using Chasqui.Database;
using Chasqui.Inbound;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Routing;

namespace Chasqui.Support;

/// <summary>A queue of its own with a sender that leads to it, and the people at both ends. One server holds many.</summary>
internal sealed class ContactCentre
{
    private const string ProviderSql = """
        INSERT INTO provider (business_unit_id, id, name, kind, created_at) VALUES (@unit, @id, @name, 'none', @now)
        """;

    private const string SenderSql = """
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, created_at)
        VALUES (@unit, @id, @provider, @kind, @address, @now)
        """;

    private const string QueueSql = """
        INSERT INTO queue (business_unit_id, id, name, wrap_up_seconds, max_interactions, schedule, out_of_hours_message,
                           disposition_required, created_at)
        VALUES (@unit, @id, @name, @wrap_up_seconds, @max_interactions, @schedule::jsonb, @out_of_hours_message,
                @disposition_required, @now)
        """;

    private const string EntryPointSql = """
        INSERT INTO entry_point (business_unit_id, id, name, sender_id, queue_id) VALUES (@unit, @id, @name, @sender, @queue)
        """;

    private const string MemberSql = """
        INSERT INTO queue_member (business_unit_id, queue_id, user_id, added_at) VALUES (@unit, @queue, @user, @now)
        """;

    private static int s_count;
    private int _messages;

    public required ServerFixture Server { get; init; }

    public required BusinessUnitId Unit { get; init; }

    public required ProviderId Provider { get; init; }

    public required SenderId Sender { get; init; }

    public required string Address { get; init; }

    public required QueueId Queue { get; init; }

    public static async Task<ContactCentre> OpenAsync(ServerFixture server, CentreOptions options, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref s_count);
        var now = server.Clock.GetUtcNow();
        var centre = new ContactCentre
        {
            Server = server,
            Unit = server.BusinessUnit,
            Provider = Id.New<ProviderId>(server.Clock),
            Sender = Id.New<SenderId>(server.Clock),
            Address = $"+598290{number:D5}",
            Queue = Id.New<QueueId>(server.Clock),
        };
        var row = new
        {
            unit = centre.Unit,
            name = $"centre-{number}",
            provider = centre.Provider,
            sender = centre.Sender,
            queue = centre.Queue,
            kind = options.SenderKind,
            address = centre.Address,
            wrap_up_seconds = options.WrapUpSeconds,
            max_interactions = options.MaxInteractions,
            schedule = options.Schedule,
            out_of_hours_message = options.OutOfHoursMessage,
            disposition_required = options.DispositionRequired,
            now,
        };
        await using var tx = await server.Database.BeginAsync(centre.Unit, cancellationToken);
        await tx.ExecuteAsync(ProviderSql, new { row.unit, id = row.provider, row.name, row.now }, cancellationToken);
        await tx.ExecuteAsync(
            SenderSql, new { row.unit, id = row.sender, row.provider, row.kind, row.address, row.now }, cancellationToken);
        await tx.ExecuteAsync(
            QueueSql,
            new
            {
                row.unit,
                id = row.queue,
                row.name,
                row.wrap_up_seconds,
                row.max_interactions,
                row.schedule,
                row.out_of_hours_message,
                row.disposition_required,
                row.now,
            },
            cancellationToken);
        if (options.EntryPoint)
        {
            await tx.ExecuteAsync(
                EntryPointSql, new { row.unit, id = Guid.CreateVersion7(now), row.name, row.sender, row.queue }, cancellationToken);
        }

        await tx.CommitAsync(cancellationToken);
        return centre;
    }

    /// <summary>A new agent, member of the queue; free unless told otherwise.</summary>
    public async Task<TestAgent> HireAsync(CancellationToken cancellationToken, bool free = true)
    {
        var user = await Server.CreateUserAsync(DefaultRoles.Agent, cancellationToken);
        await using (var tx = await Server.Database.BeginAsync(Unit, cancellationToken))
        {
            await tx.ExecuteAsync(
                MemberSql, new { unit = Unit, queue = Queue, user = user.Id, now = Server.Clock.GetUtcNow() }, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        var agent = new TestAgent(user, await Server.ClientAsync(user, cancellationToken), cancellationToken);
        if (free)
            await agent.BeAsync(ChosenState.Free);
        return agent;
    }

    /// <summary>A contact writes; every call is another message.</summary>
    public Task<bool> WriteAsync(string from, string text, CancellationToken cancellationToken) =>
        DeliverAsync(from, text, $"{Address}-{Interlocked.Increment(ref _messages)}", cancellationToken);

    /// <summary>The provider tells of a message, perhaps again.</summary>
    public Task<bool> DeliverAsync(string from, string text, string providerMessageId, CancellationToken cancellationToken) =>
        Server.Service<InboundMessages>().AcceptAsync(
            Unit, Provider,
            new InboundMessage { ProviderMessageId = providerMessageId, From = from, To = Address, Text = text }, cancellationToken);

    /// <summary>Every value of a one-column query over this business unit.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var tx = await Server.Database.BeginAsync(Unit, cancellationToken);
        return await tx.QueryAsync<T>(sql, parameters, cancellationToken);
    }

    public async Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var tx = await Server.Database.BeginAsync(Unit, cancellationToken);
        await tx.ExecuteAsync(sql, parameters, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }
}

internal sealed record CentreOptions
{
    public static readonly CentreOptions Default = new();

    /// <summary>Opens for one minute, on the day of the week that is furthest away.</summary>
    public static string ClosedSchedule(DateTimeOffset now)
    {
        var day = now.AddDays(3).DayOfWeek.ToString().ToLowerInvariant();
        return $$"""[{"days":["{{day}}"],"from":"12:00","to":"12:01"}]""";
    }

    public int WrapUpSeconds { get; init; }

    public int MaxInteractions { get; init; } = 3;

    public string Schedule { get; init; } = "[]";

    public string? OutOfHoursMessage { get; init; }

    public bool DispositionRequired { get; init; }

    public bool EntryPoint { get; init; } = true;

    public string SenderKind { get; init; } = "longCode";
}

/// <summary>An agent at a desk that speaks REST.</summary>
internal sealed class TestAgent(TestUser user, HttpClient client, CancellationToken cancellationToken)
{
    public UserId Id => user.Id;

    public TestUser User => user;

    public HttpClient Client => client;

    public async Task<AgentState> BeAsync(ChosenState state, string? reason = null) =>
        await (await client.PutAsync(
            "/api/v1/agents/me/state", new SetAgentState { State = state, BreakReason = reason }, cancellationToken))
            .ShouldBeAsync<AgentState>(HttpStatusCode.OK, cancellationToken);

    public Task<AgentState> StateAsync() => client.ReadAsync<AgentState>("/api/v1/agents/me/state", cancellationToken);

    public Task<Inbox> InboxAsync() => client.ReadAsync<Inbox>("/api/v1/agents/me/inbox", cancellationToken);

    /// <summary>The offer that comes, or is there already.</summary>
    public async Task<Offer> OfferAsync() =>
        (await Eventually.SeeAsync(InboxAsync, inbox => inbox.Offers.Count > 0, cancellationToken)).Offers[0];

    public async Task<InteractionId> AcceptAsync(Offer offer) =>
        (await (await client.PostAsync($"/api/v1/offers/{offer.Id.Value}/accept", null, cancellationToken))
            .ShouldBeAsync<AcceptedOffer>(HttpStatusCode.OK, cancellationToken)).InteractionId;

    public async Task RefuseAsync(Offer offer) =>
        await (await client.PostAsync($"/api/v1/offers/{offer.Id.Value}/refuse", null, cancellationToken))
            .ShouldHaveStatusAsync(HttpStatusCode.NoContent, cancellationToken);

    /// <summary>Waits for an offer and takes it.</summary>
    public async Task<InteractionId> TakeAsync() => await AcceptAsync(await OfferAsync());

    public Task<HttpResponseMessage> CloseAsync(InteractionId interaction, CloseRequest? request = null) =>
        client.PostAsync($"/api/v1/interactions/{interaction.Value}/close", request ?? new CloseRequest(), cancellationToken);
}

/// <summary>Waits for what happens by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks until the answer will do, and gives that answer. Fails with the last one when it takes too long.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> ask, Func<T, bool> enough, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (enough(answer))
                return answer;
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(Patience, $"Still waiting; the last answer was {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }
}

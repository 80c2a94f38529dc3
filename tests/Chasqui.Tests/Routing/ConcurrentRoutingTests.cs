using System.Globalization;
using Chasqui.Accounts;
using Chasqui.Conversations;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

/// <summary>Everybody does everything at once, for a few seconds; the invariants are asked all the while and at the end.</summary>
public sealed class ConcurrentRoutingTests(ServerFixture server, ITestOutputHelper output) : RoutingTest(server)
{
    private const int Routers = 8;
    private const int AgentCount = 8;
    private const int Contacts = 40;
    private const int ClosedAtLeast = 40;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20); // on a machine busy with other things

    private const string DueSql = """
        UPDATE job SET due_at = now()
        WHERE (kind, subject_id) IN (SELECT kind, subject_id FROM job WHERE kind IN ('offer-timeout', 'wrap-up') ORDER BY random() LIMIT 1)
        """;

    private const string MessagesSql = "SELECT count(*)::int FROM message WHERE direction = 'in'";

    private int _written;
    private int _closed;

    [Fact]
    public async Task Eight_routers_and_eight_agents_break_no_rule()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CHASQUI_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"CHASQUI_SEED={seed}");

        // Two queues over the same agents, one of them with a wrap-up: loads of both count together.
        var plain = await CentreAsync(new CentreOptions { MaxInteractions = 2 });
        var wrapping = await CentreAsync(new CentreOptions { WrapUpSeconds = 300 });
        var agents = new List<Caller>();
        for (var number = 0; number < AgentCount; number++)
            agents.Add(await HireAsync(plain, wrapping));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(Longest);
        var work = new List<Task> { StopWhenEnoughAsync(stop) };
        for (var number = 0; number < Routers; number++)
            work.Add(RepeatAsync(new Random(seed + number), random => RouteAsync(random), stop.Token));
        for (var number = 0; number < AgentCount; number++)
        {
            var agent = agents[number];
            work.Add(RepeatAsync(new Random(seed + 100 + number), random => ActAsync(agent, random), stop.Token));
        }

        for (var number = 0; number < 3; number++)
            work.Add(RepeatAsync(new Random(seed + 200 + number), random => WriteAsync(plain, wrapping, random), stop.Token));
        work.Add(RepeatAsync(new Random(seed + 300), _ => plain.ExecuteAsync(DueSql, null, Cancellation), stop.Token));
        work.Add(RepeatAsync(new Random(seed + 400), _ => RoutingInvariants.HoldAsync(Server.Database, Cancellation), stop.Token));
        await Task.WhenAll(work);

        // Everyone comes to rest, and nobody has been forgotten.
        foreach (var agent in agents)
            await Server.Service<AgentStates>().SetAsync(new SetAgentState { State = ChosenState.Free }, agent, Cancellation);
        await Eventually.SeeAsync(() => Server.Service<Router>().RouteAsync(Cancellation), offers => offers == 0, Cancellation);
        await RoutingInvariants.HoldAsync(Server.Database, Cancellation);
        await RoutingInvariants.NobodyIsForgottenAsync(Server.Database, Server.Clock.GetUtcNow(), Cancellation);

        (await plain.ReadAsync<int>(MessagesSql, null, Cancellation))[0].ShouldBe(_written);
        output.WriteLine($"{_written} messages, {_closed} times closed");
        _closed.ShouldBeGreaterThan(0, "the run was too quiet to prove anything");
    }

    private async Task StopWhenEnoughAsync(CancellationTokenSource stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!stop.IsCancellationRequested && (_closed < ClosedAtLeast || TimeProvider.System.GetElapsedTime(started) < Shortest))
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
        await stop.CancelAsync();
    }

    private async Task<Caller> HireAsync(ContactCentre first, ContactCentre second)
    {
        var user = await Server.CreateUserAsync(DefaultRoles.Agent, Cancellation);
        foreach (var centre in new[] { first, second })
        {
            await centre.ExecuteAsync(
                "INSERT INTO queue_member (business_unit_id, queue_id, user_id, added_at) VALUES (@unit, @queue, @user, now())",
                new { unit = centre.Unit, queue = centre.Queue, user = user.Id }, Cancellation);
        }

        var caller = new Caller
        {
            BusinessUnitId = user.BusinessUnitId,
            UserId = user.Id,
            Name = user.Name,
            Permissions = new HashSet<Permission> { Permission.HandleInteractions },
        };
        await Server.Service<AgentStates>().SetAsync(new SetAgentState { State = ChosenState.Free }, caller, Cancellation);
        return caller;
    }

    private async Task RouteAsync(Random random)
    {
        await Server.Service<Router>().RouteAsync(Cancellation);
        await Task.Delay(random.Next(50), Cancellation);
    }

    private async Task WriteAsync(ContactCentre plain, ContactCentre wrapping, Random random)
    {
        var centre = random.Next(3) == 0 ? wrapping : plain;
        (await centre.WriteAsync($"+598996{random.Next(Contacts):D5}", "Hola", Cancellation)).ShouldBeTrue();
        Interlocked.Increment(ref _written);
        await Task.Delay(random.Next(5), Cancellation);
    }

    private async Task ActAsync(Caller agent, Random random)
    {
        var inbox = (await Server.Service<GetInbox>().HandleAsync(agent, Cancellation)).Value!;
        var state = Server.Service<AgentStates>();
        switch (random.Next(40))
        {
            case 0:
                await state.SetAsync(new SetAgentState { State = ChosenState.OnBreak }, agent, Cancellation);
                break;
            case 1:
                await state.SetAsync(new SetAgentState { State = ChosenState.Disconnected }, agent, Cancellation);
                break;
            case < 6:
                await state.SetAsync(new SetAgentState { State = ChosenState.Free }, agent, Cancellation);
                break;
            case < 22 when inbox.Offers.Count > 0:
                await Server.Service<AnswerOffer>().AcceptAsync(
                    inbox.Offers[random.Next(inbox.Offers.Count)].Id.Value, agent, Cancellation);
                break;
            case < 25 when inbox.Offers.Count > 0:
                await Server.Service<AnswerOffer>().RefuseAsync(
                    inbox.Offers[random.Next(inbox.Offers.Count)].Id.Value, agent, Cancellation);
                break;
            case > 12 when inbox.Interactions.Count > 0:
                var interaction = inbox.Interactions[random.Next(inbox.Interactions.Count)];
                var answer = await Server.Service<CloseInteraction>().HandleAsync(
                    interaction.Id.Value, new CloseRequest(), agent, Cancellation);
                if (answer.Result is NoContent)
                    Interlocked.Increment(ref _closed);
                break;
            default:
                await Task.Delay(random.Next(5), Cancellation);
                break;
        }
    }

    private static async Task RepeatAsync(Random random, Func<Random, Task> step, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await step(random);
    }
}

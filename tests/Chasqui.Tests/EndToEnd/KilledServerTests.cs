using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Chasqui.Support;

namespace Chasqui.EndToEnd;

/// <summary>
/// The server is killed again and again while a dialer sends. The carrier's books are the judge: nothing went out twice, and
/// every row of the file is in exactly one honest state.
/// </summary>
public sealed class KilledServerTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Rows = 12_000;
    private const int Kills = 3;
    private const int InFlightPerKill = 256;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_sent_twice_when_the_server_is_killed_while_sending()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var database = await postgres.CreateDatabaseAsync(null, cancellationToken);

        var server = await ServerProcess.StartAsync(database, cancellationToken);
        try
        {
            var dialerId = await DialerAsync(server, "campsms", cancellationToken);
            await BehaveAsync(server, cancellationToken);
            await ImportAsync(server, dialerId, cancellationToken);
            (await server.Client.PostAsync($"/api/v1/dialers/{dialerId}/start", null, cancellationToken)).EnsureSuccessStatusCode();

            for (var kill = 1; kill <= Kills; kill++)
            {
                var mark = (kill * Rows / (Kills + 1)) - random.Next(Rows / 10);
                await MonitorAsync(server, dialerId, monitor => Number(monitor, "processed") >= mark, cancellationToken);
                await server.KillAsync(cancellationToken);
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(database, cancellationToken);
            }

            await MonitorAsync(server, dialerId, monitor => Number(monitor, "notProcessed") == 0, cancellationToken);
            await JudgeAsync(server, dialerId, cancellationToken);
        }
        catch (Exception)
        {
            output.WriteLine(server.Log);
            throw;
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private async Task JudgeAsync(ServerProcess server, Guid dialerId, CancellationToken cancellationToken)
    {
        var ours = await ListAsync(server, $"/api/v1/messages?dialerId={dialerId}&limit=500", cancellationToken);
        var books = await ListAsync(server, "/api/v1/simulator/ledger?limit=500", cancellationToken);

        ours.Count.ShouldBe(Rows);
        var states = ours.ToDictionary(message => (string)message["id"]!, message => (string)message["state"]!);
        var taken = books.GroupBy(part => (string)part["clientReference"]!).ToDictionary(group => group.Key, group => group.Count());

        taken.Where(pair => pair.Value > 1).ShouldBeEmpty("the carrier has a message twice");
        taken.Keys.Except(states.Keys).ShouldBeEmpty("the carrier has a message that we do not");
        states.Where(pair => pair.Value is not ("accepted" or "sent" or "delivered" or "unknown")).ShouldBeEmpty("a message is in no final state");
        states.Where(pair => pair.Value != "unknown" && !taken.ContainsKey(pair.Key)).ShouldBeEmpty("we claim a message that the carrier never had");
        var unknown = states.Count(pair => pair.Value == "unknown");
        output.WriteLine($"{taken.Count} taken by the carrier, {unknown} unknown");
        unknown.ShouldBeLessThanOrEqualTo(Kills * InFlightPerKill);

        var accounting = (await server.Client.GetFromJsonAsync<JsonNode>("/api/v1/accounting", cancellationToken))!;
        Number(accounting, "total").ShouldBe(Rows);
    }

    private static async Task<Guid> DialerAsync(ServerProcess server, string name, CancellationToken cancellationToken)
    {
        var dialers = await ListAsync(server, "/api/v1/dialers", cancellationToken);
        return (Guid)dialers.Single(dialer => (string)dialer["name"]! == name)["id"]!;
    }

    private static async Task BehaveAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var behaviour = (await server.Client.GetFromJsonAsync<JsonObject>("/api/v1/simulator/behaviour", cancellationToken))!;
        behaviour["latencyMilliseconds"] = 20;
        behaviour["receiptDelayMilliseconds"] = 100;
        (await server.Client.PutAsJsonAsync("/api/v1/simulator/behaviour", behaviour, cancellationToken)).EnsureSuccessStatusCode();
    }

    private static async Task ImportAsync(ServerProcess server, Guid dialerId, CancellationToken cancellationToken)
    {
        var file = new StringBuilder("campaign;destination;message;priority\n");
        for (var row = 0; row < Rows; row++)
            file.Append($"campsms;0{91_000_000 + row};Your order {row} is on its way;9999;\n");
        using var body = new StringContent(file.ToString(), Encoding.UTF8, "text/csv");
        var answer = await server.Client.PostAsync($"/api/v1/dialers/{dialerId}/imports?fileName=run.csv", body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var id = (Guid)(await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["id"]!;
        var import = await Poll.UntilAsync(
            () => server.Client.GetFromJsonAsync<JsonNode>($"/api/v1/imports/{id}", cancellationToken),
            import => (string)import!["state"]! is "done" or "failed" or "refused",
            TimeSpan.FromSeconds(60), cancellationToken);
        Number(import!, "imported").ShouldBe(Rows);
    }

    private static Task<JsonNode?> MonitorAsync(ServerProcess server, Guid dialerId, Func<JsonNode, bool> reached, CancellationToken cancellationToken) =>
        Poll.UntilAsync(
            () => server.Client.GetFromJsonAsync<JsonNode>($"/api/v1/dialers/{dialerId}/monitor", cancellationToken),
            monitor => reached(monitor!),
            TimeSpan.FromSeconds(120), cancellationToken);

    private static async Task<List<JsonNode>> ListAsync(ServerProcess server, string address, CancellationToken cancellationToken)
    {
        var items = new List<JsonNode>();
        for (string? next = null; ;)
        {
            var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = (await server.Client.GetFromJsonAsync<JsonNode>(next is null ? address : $"{address}{separator}after={next}", cancellationToken))!;
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            next = page["next"]?.ToString();
            if (next is null)
                return items;
        }
    }

    private static long Number(JsonNode node, string name) => (long)node[name]!;
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Lab;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Support;

namespace Chasqui.Providers.Compliance;

/// <summary>
/// The whole server with one account at a simulator: what an integrator posts goes out through it, what it tells and brings comes in
/// through the same door a carrier uses.
/// </summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    /// <summary>What the carrier is told; its calls are signed for it and arrive at the test's own port, as behind a proxy.</summary>
    private const string PublicUrl = "https://chasqui.example";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestServer _server;
    private readonly HttpClient _client;
    private readonly BusinessUnitId _unit;

    private RunningProduct(TestServer server, HttpClient client, BusinessUnitId unit) => (_server, _client, _unit) = (server, client, unit);

    public static async Task<RunningProduct> StartAsync(PostgresFixture postgres, CancellationToken cancellationToken)
    {
        var server = await TestServer.StartAsync(
            await TemplateDatabase.CopyAsync(postgres, cancellationToken),
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Chasqui:PublicUrl"] = PublicUrl,
                ["Chasqui:Egress:Allow:0"] = "127.0.0.0/8",
                ["Chasqui:Outbound:Poll"] = "00:00:00.100",
            },
            clock: null, configure: null, cancellationToken);
        await using var tx = await server.Database.BeginAcrossUnitsAsync(cancellationToken);
        var unit = await tx.QuerySingleAsync<BusinessUnitId>("SELECT id FROM business_unit", null, cancellationToken);
        return new RunningProduct(server, await server.ApiClientAsync(unit, [ApiScope.Admin, ApiScope.Send, ApiScope.Read], cancellationToken), unit);
    }

    /// <summary>An account, a sender of it, and a queue that what it receives enters.</summary>
    /// <returns>The account's address for calls, and the sender.</returns>
    public async Task<(Uri Hook, Guid Sender)> SetUpAsync(
        string kind, object settings, string senderKind, string address, CancellationToken cancellationToken)
    {
        var provider = await CreateAsync("providers", new { name = "Carrier", kind, settings, isDefault = true }, cancellationToken);
        var sender = await CreateAsync(
            "senders", new { providerId = provider, kind = senderKind, address, country = "US", messagesPerSecond = 100 }, cancellationToken);
        var queue = await CreateAsync("queues", new { name = "Support" }, cancellationToken);
        await CreateAsync("entry-points", new { name = "In", senderId = sender, queueId = queue }, cancellationToken);
        return (new Uri($"{PublicUrl}/hooks/{kind}/{provider}"), sender);
    }

    public async Task<Guid> SendAsync(Guid sender, string to, string text, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsJsonAsync("/api/v1/messages", new { to, text, senderId = sender }, cancellationToken);
        var sent = await answer.ShouldBeAsync<JsonElement>(HttpStatusCode.Accepted, cancellationToken);
        sent.GetProperty("verdict").GetString().ShouldBe("allowed");
        return sent.GetProperty("id").GetGuid();
    }

    /// <summary>Makes the carrier's calls; each is answered with success, after what it says has been stored.</summary>
    public async Task CallAsync(IReadOnlyList<LabCall> calls, CancellationToken cancellationToken)
    {
        using var caller = new LabCaller();
        foreach (var call in calls)
        {
            var status = await caller.CallAsync(call with { Url = new Uri(_server.Address, call.Url.PathAndQuery) }, cancellationToken);
            status.ShouldBeInRange(200, 299);
        }
    }

    public Task<DeliveryState> UntilAsync(Guid message, DeliveryState state, CancellationToken cancellationToken) => Poll.UntilAsync(
        async () => DeliveryStates.Parse(await QueryAsync("SELECT state FROM message WHERE id = @message", new { message }, cancellationToken) ?? "queued"),
        seen => seen == state || (seen.IsFinal && seen.IsFailure), Patience, cancellationToken);

    /// <summary>The text that came in, once it waits in the queue.</summary>
    public Task<string?> UntilReceivedAsync(CancellationToken cancellationToken) => Poll.UntilAsync(
        () => QueryAsync(
            "SELECT text FROM message WHERE direction = 'in' AND interaction_id IS NOT NULL ORDER BY id DESC LIMIT 1", null, cancellationToken),
        text => text is not null, Patience, cancellationToken);

    /// <summary>Until the wire log has what went there and what came back about a message.</summary>
    public Task<string?> UntilLoggedAsync(Guid message, CancellationToken cancellationToken) => Poll.UntilAsync(
        () => QueryAsync(
            "SELECT string_agg(DISTINCT outgoing::text, ' ') FROM wire_entry WHERE message_id = @message", new { message }, cancellationToken),
        ways => ways == "false true", Patience, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<Guid> CreateAsync(string collection, object body, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsJsonAsync($"/api/v1/{collection}", body, cancellationToken);
        return (await answer.ShouldBeAsync<JsonElement>(HttpStatusCode.Created, cancellationToken)).GetProperty("id").GetGuid();
    }

    private async Task<string?> QueryAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var tx = await _server.Database.BeginAsync(_unit, cancellationToken);
        return await tx.QuerySingleOrDefaultAsync<string>(sql, parameters, cancellationToken);
    }
}

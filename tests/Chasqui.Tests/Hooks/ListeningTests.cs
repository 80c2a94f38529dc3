using System.Collections.Concurrent;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Hooks.Listening;

public sealed class ListeningTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TalkingKind _carrier = new();
    private readonly List<TestServer> _nodes = [];
    private string _database = "";
    private BusinessUnitId _unit;
    private ProviderId _provider;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TemplateDatabase.CopyAsync(postgres, Cancellation);
        var node = await AddNodeAsync(_database);
        await using var tx = await node.Database.BeginAcrossUnitsAsync(Cancellation);
        _unit = await tx.QuerySingleAsync<BusinessUnitId>("SELECT id FROM business_unit", null, Cancellation);
        _provider = await new Seed(node.Database, node.Clock, _unit).ProviderAsync(Cancellation, "talking");
        await UntilAsync(listeners => listeners.Count == 1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task One_node_listens_and_another_goes_on_when_it_stops()
    {
        await AddNodeAsync(_database);
        await AddNodeAsync(_database);
        var first = _carrier.Listeners.Single();
        await StopAsync(_nodes[0]);
        await UntilAsync(listeners => listeners.Count == 1 && listeners[0] != first);
        _carrier.Most.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_loses_the_database_stops_before_another_begins()
    {
        await StopAsync(_nodes[0]);
        await UntilAsync(listeners => listeners.Count == 0);
        await using var door = new DatabaseProxy(_database);
        await AddNodeAsync(door.ConnectionString);
        await UntilAsync(listeners => listeners.Count == 1);
        var cut = _carrier.Listeners.Single();
        await AddNodeAsync(_database);

        door.Shut();

        await UntilAsync(listeners => listeners.Count == 1 && listeners[0] != cut);
        _carrier.Most.ShouldBe(1);
        door.Open();
    }

    [Fact]
    public async Task Changed_settings_are_listened_with_and_a_disabled_provider_is_left_alone()
    {
        var first = _carrier.Listeners.Single();
        await ExecuteAsync("""UPDATE provider SET settings = '{"greeting": "hello"}' WHERE id = @id""");
        await UntilAsync(listeners => listeners.Count == 1 && listeners[0] != first);
        _carrier.Listeners.Single().Greeting.ShouldBe("hello");

        await ExecuteAsync("UPDATE provider SET enabled = false WHERE id = @id");
        await UntilAsync(listeners => listeners.Count == 0);
        await ExecuteAsync("UPDATE provider SET enabled = true WHERE id = @id");
        await UntilAsync(listeners => listeners.Count == 1);
    }

    [Fact]
    public async Task Listening_that_breaks_is_begun_again()
    {
        var first = _carrier.Listeners.Single();
        first.Break();
        await UntilAsync(listeners => listeners.Count == 1 && _carrier.Begun == 2);
    }

    [Fact]
    public async Task What_is_heard_is_committed_when_the_carrier_is_answered()
    {
        var address = Seed.Number();
        var node = _nodes[0];
        await new Seed(node.Database, node.Clock, _unit).SenderAsync(Cancellation, _provider, address);
        var events = _carrier.Listeners.Single().Events;
        await events.InboundAsync(
            new InboundMessage { ProviderMessageId = "heard", From = "+59899123456", To = address, Text = "Hola" }, Cancellation);
        await events.ReportsAsync([new DeliveryReport { ProviderMessageId = "part", State = DeliveryState.Delivered }], Cancellation);

        await using var tx = await node.Database.BeginAcrossUnitsAsync(Cancellation);
        (await tx.QueryAsync<string>("SELECT text FROM message", null, Cancellation)).ShouldBe(["Hola"]);
        (await tx.QueryAsync<string>("SELECT provider_message_id FROM delivery_event", null, Cancellation)).ShouldBe(["part"]);
    }

    private async Task<TestServer> AddNodeAsync(string connectionString)
    {
        var settings = new Dictionary<string, string?> { ["Chasqui:Listening:Lease"] = "00:00:03", ["Chasqui:Listening:Every"] = "00:00:00.3" };
        var node = await TestServer.StartAsync(
            connectionString, settings, clock: null, builder => builder.Services.AddSingleton<IProviderKind>(_carrier), Cancellation);
        _nodes.Add(node);
        return node;
    }

    private async Task StopAsync(TestServer node)
    {
        _nodes.Remove(node);
        await node.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var tx = await _nodes[0].Database.BeginAsync(_unit, Cancellation);
        await tx.ExecuteAsync(sql, new { id = _provider }, Cancellation);
        await tx.CommitAsync(Cancellation);
    }

    private Task<IReadOnlyList<TalkingConnection>> UntilAsync(Func<IReadOnlyList<TalkingConnection>, bool> reached) => Poll.UntilAsync(
        () => Task.FromResult<IReadOnlyList<TalkingConnection>>([.. _carrier.Listeners]), reached, TimeSpan.FromSeconds(30), Cancellation);
}

/// <summary>A carrier with sessions; knows who listens and how many did at the same time.</summary>
internal sealed class TalkingKind : IProviderKind
{
    private readonly ConcurrentDictionary<TalkingConnection, byte> _listeners = new();
    private int _most;
    private int _begun;

    public string Name => "talking";

    public ProviderSchema Schema { get; } = new("Talking", "Talks.", [new SettingField { Name = "greeting", Type = SettingType.Text, Label = "Greeting" }]);

    public ICollection<TalkingConnection> Listeners => _listeners.Keys;

    public int Most => _most;

    public int Begun => _begun;

    public IProviderConnection Open(ProviderAccount account) => new TalkingConnection(this, account.Settings.Text("greeting"));

    public void Began(TalkingConnection connection)
    {
        _listeners[connection] = 0;
        Interlocked.Increment(ref _begun);
        _most = Math.Max(_most, _listeners.Count);
    }

    public void Ended(TalkingConnection connection) => _listeners.TryRemove(connection, out _);
}

internal sealed class TalkingConnection(TalkingKind kind, string greeting) : IListeningConnection
{
    private TaskCompletionSource _broken = new();

    public string Greeting => greeting;

    public IProviderEvents Events { get; private set; } = null!;

    public void Break() => _broken.SetException(new IOException("The line is dead."));

    public async Task ListenAsync(IProviderEvents events, CancellationToken cancellationToken)
    {
        Events = events;
        _broken = new TaskCompletionSource();
        kind.Began(this);
        try
        {
            await _broken.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            kind.Ended(this);
        }
    }

    public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken) =>
        Task.FromResult<SendResult>(new SendResult.Accepted([$"talk-{message.Id.Value}"]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Outbound;

/// <summary>A business unit with a scripted carrier, one sender and any number of nodes on one database.</summary>
internal sealed class OutboundWorld : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string SetUpSql =
        """
        WITH list AS (
            INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @list, 'businessUnit', 'All')
            ON CONFLICT DO NOTHING
        ), account AS (
            INSERT INTO provider (business_unit_id, id, name, kind, is_default, created_at) VALUES (@unit, @provider, 'Carrier', 'scripted', true, now())
        )
        SELECT 1
        """;

    private const string SenderSql =
        """
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, messages_per_second, created_at)
        VALUES (@unit, @id, @provider, 'longCode', @address, @rate, now())
        """;

    private const string ProviderSql =
        "INSERT INTO provider (business_unit_id, id, name, kind, created_at) VALUES (@unit, @id, @name, 'scripted', now())";

    private const string DialerSql =
        """
        WITH list AS (
            INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @id, 'dialer', @name)
        )
        INSERT INTO dialer (business_unit_id, id, name, sender_id, running, gap_milliseconds, schedule, time_zone, dnc_list_id, check_dnc, created_at)
        VALUES (@unit, @id, @name, @sender, @running, @gap, @schedule::jsonb, 'UTC', @id, @check_dnc, now())
        """;

    private const string ListSql = "SELECT id FROM dnc_list WHERE business_unit_id = @unit AND kind = 'businessUnit'";
    private const string EntrySql = "INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at) VALUES (@unit, @number, @list, @source, now())";
    private const string StateSql = "SELECT state FROM message WHERE business_unit_id = @unit AND id = @id";
    private const string CountSql = "SELECT count(*) FROM message WHERE business_unit_id = @unit AND state = @state";

    private readonly List<TestServer> _nodes = [];
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private int _numbers;
    private int _senders;

    private OutboundWorld(IReadOnlyDictionary<string, string?> settings) => _settings = settings;

    public ScriptedCarrier Carrier { get; } = new();

    /// <summary>The first node.</summary>
    public TestServer Node => _nodes[0];

    public BusinessUnitId Unit { get; private set; }

    public ProviderId Provider { get; private set; }

    public SenderId Sender { get; private set; }

    public DncListId DncList { get; private set; }

    public ChasquiDatabase Database => Node.Database;

    /// <param name="postgres">The run's PostgreSQL.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="settings">Of "Chasqui:Outbound", by name; what is not given is quick.</param>
    public static async Task<OutboundWorld> StartAsync(
        PostgresFixture postgres, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Error",
            ["Chasqui:Outbound:Poll"] = "00:00:00.100",
            ["Chasqui:Outbound:RetryPause"] = "00:00:00.020",
            ["Chasqui:Outbound:AccountStopPause"] = "00:00:00.300",
        };
        foreach (var (name, value) in settings)
            all[$"Chasqui:Outbound:{name}"] = value;
        var world = new OutboundWorld(all);
        await world.AddNodeAsync(await TemplateDatabase.CopyAsync(postgres, cancellationToken), cancellationToken);
        await world.SetUpAsync(cancellationToken);
        return world;
    }

    /// <summary>Another node on the same database.</summary>
    public Task<TestServer> AddNodeAsync(CancellationToken cancellationToken) => AddNodeAsync(Node.ConnectionString, cancellationToken);

    /// <summary>Stops the first node as a signal to terminate does, and starts another in its place.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var connectionString = Node.ConnectionString;
        await StopNodeAsync(Node);
        await AddNodeAsync(connectionString, cancellationToken);
    }

    public async Task StopNodeAsync(TestServer node)
    {
        _nodes.Remove(node);
        await node.DisposeAsync();
    }

    public async Task<SenderId> AddSenderAsync(decimal messagesPerSecond, CancellationToken cancellationToken)
    {
        var id = Id.New<SenderId>(TimeProvider.System);
        var address = $"+598290{Interlocked.Increment(ref _senders):00000}";
        await ExecuteAsync(SenderSql, new { unit = Unit, id, provider = Provider, address, rate = messagesPerSecond }, cancellationToken);
        return id;
    }

    public async Task<ProviderId> AddProviderAsync(CancellationToken cancellationToken)
    {
        var id = Id.New<ProviderId>(TimeProvider.System);
        await ExecuteAsync(ProviderSql, new { unit = Unit, id, name = $"Carrier {id.Value:n}" }, cancellationToken);
        return id;
    }

    public Task<DialerId> AddDialerAsync(CancellationToken cancellationToken) =>
        AddDialerAsync(Sender, running: true, gap: 0, schedule: "[]", cancellationToken);

    public async Task<DialerId> AddDialerAsync(
        SenderId sender, bool running, int gap, string schedule, CancellationToken cancellationToken, bool checkDnc = true)
    {
        var id = Id.New<DialerId>(TimeProvider.System);
        await ExecuteAsync(
            DialerSql,
            new { unit = Unit, id, name = $"d{id.Value.ToString("n")[^8..]}", sender, running, gap, schedule, check_dnc = checkDnc }, cancellationToken);
        return id;
    }

    /// <summary>A number nobody else in this world has.</summary>
    public PhoneNumber NewNumber() => PhoneNumber.FromStored($"+59899{Interlocked.Increment(ref _numbers):000000}");

    public NewMessage NewMessage(DialerId? dialer = null, PhoneNumber? to = null) => new()
    {
        BusinessUnitId = Unit,
        SenderId = Sender,
        To = to ?? NewNumber(),
        Text = "Hello",
        Author = AuthorKind.Api,
        DialerId = dialer,
    };

    public async Task<EnqueuedMessage> EnqueueAsync(NewMessage message, CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAsync(message.BusinessUnitId, cancellationToken);
        var enqueued = await Node.Service<Outbox>().EnqueueAsync(tx, message, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return enqueued;
    }

    public async Task<MessageId> SendAsync(CancellationToken cancellationToken) => (await EnqueueAsync(NewMessage(), cancellationToken)).Id;

    public async Task<IReadOnlyList<MessageId>> EnqueueManyAsync(int count, DialerId? dialer, CancellationToken cancellationToken)
    {
        var ids = new List<MessageId>();
        await using var tx = await Database.BeginAsync(Unit, cancellationToken);
        for (var i = 0; i < count; i++)
            ids.Add((await Node.Service<Outbox>().EnqueueAsync(tx, NewMessage(dialer), cancellationToken)).Id);
        await tx.CommitAsync(cancellationToken);
        return ids;
    }

    /// <summary>Ends every lease on the database's clock, as if their holders had not renewed them in time.</summary>
    public Task ExpireLeasesAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE sender_lease SET expires_at = now()", null, cancellationToken);

    public Task AddToDncAsync(PhoneNumber number, DncListId list, string source, CancellationToken cancellationToken) =>
        ExecuteAsync(EntrySql, new { unit = Unit, number = number.Value, list, source }, cancellationToken);

    public async Task<DeliveryState> StateAsync(MessageId id, CancellationToken cancellationToken) =>
        DeliveryStates.Parse(await QueryAsync<string>(StateSql, new { unit = Unit, id }, cancellationToken));

    public Task<DeliveryState> UntilAsync(MessageId id, DeliveryState state, CancellationToken cancellationToken) =>
        Poll.UntilAsync(() => StateAsync(id, cancellationToken), seen => seen == state, Patience, cancellationToken);

    public Task<long> CountAsync(DeliveryState state, CancellationToken cancellationToken) =>
        QueryAsync<long>(CountSql, new { unit = Unit, state = state.Wire() }, cancellationToken);

    public Task<long> UntilCountAsync(DeliveryState state, long count, CancellationToken cancellationToken) =>
        Poll.UntilAsync(() => CountAsync(state, cancellationToken), seen => seen == count, Patience, cancellationToken);

    public async Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(sql, parameters, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    public async Task<T> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAcrossUnitsAsync(cancellationToken);
        return await tx.QuerySingleAsync<T>(sql, parameters, cancellationToken);
    }

    /// <summary>Every message is in one state, the books agree, and what waits or is being sent has its row.</summary>
    public async Task ShouldBeConservedAsync(CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAsync(Unit, cancellationToken);
        (await Conservation.DifferencesAsync(tx, Unit, cancellationToken)).ShouldBeEmpty();
        (await Conservation.StraysAsync(tx, Unit, cancellationToken)).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private async Task<TestServer> AddNodeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var node = await TestServer.StartAsync(
            connectionString, _settings, clock: null, builder => builder.Services.AddSingleton<IProviderKind>(Carrier), cancellationToken);
        _nodes.Add(node);
        return node;
    }

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        Unit = await QueryAsync<BusinessUnitId>("SELECT id FROM business_unit", null, cancellationToken);
        Provider = Id.New<ProviderId>(TimeProvider.System);
        await ExecuteAsync(SetUpSql, new { unit = Unit, provider = Provider, list = Id.New<DncListId>(TimeProvider.System) }, cancellationToken);
        DncList = await QueryAsync<DncListId>(ListSql, new { unit = Unit }, cancellationToken);
        Sender = await AddSenderAsync(10_000, cancellationToken);
    }
}

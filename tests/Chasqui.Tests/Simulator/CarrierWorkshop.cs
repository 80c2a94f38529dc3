using System.Collections.Concurrent;
using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Providers.Compliance;
using Chasqui.Providers.Simulator;
using Chasqui.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Chasqui.Simulator;

/// <summary>The simulated carrier on a database of its own, without the server around it, and a note of all that it tells.</summary>
internal sealed class CarrierWorkshop : IAsyncDisposable, IDeliveryReportSink, IInboundSink
{
    private const string UnitSql =
        """
        WITH unit AS (
            INSERT INTO business_unit (id, name, country, time_zone, created_at) VALUES (@unit, 'Carrier', 'UY', 'UTC', now()) RETURNING id
        )
        INSERT INTO provider (business_unit_id, id, name, kind, created_at) SELECT id, @provider, 'Simulator', 'simulator', now() FROM unit
        """;

    private const string BooksSql =
        """
        SELECT client_reference, provider_message_id, handset, peer, parts::int AS parts, text
        FROM simulator_message WHERE direction = 'toHandset' ORDER BY id
        """;

    private const string UntoldSql = "SELECT count(*) FROM simulator_event";

    private readonly NpgsqlDataSource _source;
    private readonly List<IHostedService> _running = [];
    private readonly Behaviours _behaviours;

    private CarrierWorkshop(NpgsqlDataSource source)
    {
        _source = source;
        Database = new ChasquiDatabase(source, Live, WakeUps);
        _behaviours = new Behaviours(Database, TimeProvider.System);
        Books = new CarrierBooks(Database, Live, NullLogger<CarrierBooks>.Instance);
        Carrier = new SimulatedCarrier(_behaviours, Books, TimeProvider.System, NullLogger<SimulatedCarrier>.Instance);
    }

    public ChasquiDatabase Database { get; }

    public LiveDispatcher Live { get; } = new();

    public WakeUps WakeUps { get; } = new();

    public CarrierBooks Books { get; }

    public SimulatedCarrier Carrier { get; }

    public BusinessUnitId Unit { get; } = Id.New<BusinessUnitId>(TimeProvider.System);

    public ProviderId Provider { get; } = Id.New<ProviderId>(TimeProvider.System);

    /// <summary>Receipts in the order they were told.</summary>
    public ConcurrentQueue<DeliveryReport> Reports { get; } = new();

    public ConcurrentQueue<InboundMessage> Inbound { get; } = new();

    /// <summary>Runs after each telling has been noted, before the carrier hears that it was taken; set by the test.</summary>
    public Action AfterTelling { get; set; } = () => { };

    /// <param name="tellers">How many nodes tell.</param>
    public static async Task<CarrierWorkshop> OpenAsync(PostgresFixture postgres, int tellers, CancellationToken cancellationToken)
    {
        var database = await TemplateDatabase.CopyAsync(postgres, cancellationToken);
        var workshop = new CarrierWorkshop(await DatabaseFeature.OpenAsync(database, NullLoggerFactory.Instance, cancellationToken));
        await using (var tx = await workshop.Database.BeginAcrossUnitsAsync(cancellationToken))
        {
            await tx.ExecuteAsync(UnitSql, new { unit = workshop.Unit, provider = workshop.Provider }, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        workshop._running.Add(workshop.Books);
        for (var i = 0; i < tellers; i++)
            workshop._running.Add(new CarrierTeller(
                workshop.Database, workshop.WakeUps, workshop, workshop, TimeProvider.System, NullLogger<CarrierTeller>.Instance));
        foreach (var service in workshop._running)
            await service.StartAsync(cancellationToken);
        return workshop;
    }

    public async Task BehaveAsync(Behaviour behaviour, CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAsync(Unit, cancellationToken);
        await Behaviours.WriteAsync(tx, Unit, behaviour, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        _behaviours.Forget(Unit);
    }

    public IProviderConnection Connect(int answerTimeoutMilliseconds)
    {
        var kind = new SimulatorKind(Carrier, new RecordingWireLog(), TimeProvider.System);
        var settings = new ProviderSettings(kind.Schema, System.Text.Json.JsonSerializer.SerializeToElement(new { answerTimeoutMilliseconds }));
        return kind.Open(new ProviderAccount(Unit, Provider, settings));
    }

    /// <summary>Sends that many messages at the same time.</summary>
    public async Task<IReadOnlyList<(OutboundMessage Message, SendResult Result)>> SendAsync(int count, CancellationToken cancellationToken)
    {
        await using var connection = Connect(10_000);
        var messages = Enumerable.Range(0, count).Select(number => Message(number, "Hello")).ToList();
        var results = await Task.WhenAll(messages.Select(message => connection.SendAsync(message, cancellationToken)));
        return [.. messages.Zip(results)];
    }

    public static OutboundMessage Message(int number, string text) => new()
    {
        Id = Id.New<MessageId>(TimeProvider.System),
        Sender = "+59829001000",
        To = PhoneNumber.FromStored($"+598991{number:D5}"),
        Text = text,
    };

    public async Task<IReadOnlyList<Part>> BooksAsync(CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAsync(Unit, cancellationToken);
        return await tx.QueryAsync<Part>(BooksSql, null, cancellationToken);
    }

    /// <summary>Waits until the carrier has nothing left to tell.</summary>
    public async Task AllToldAsync(CancellationToken cancellationToken) => await Poll.UntilAsync(
        async () =>
        {
            await using var tx = await Database.BeginAsync(Unit, cancellationToken);
            return await tx.QuerySingleAsync<int>(UntoldSql, null, cancellationToken);
        },
        untold => untold == 0, TimeSpan.FromSeconds(20), cancellationToken);

    Task IDeliveryReportSink.AcceptAsync(
        BusinessUnitId businessUnitId, ProviderId providerId, IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        businessUnitId.ShouldBe(Unit);
        providerId.ShouldBe(Provider);
        foreach (var report in reports)
            Reports.Enqueue(report);
        AfterTelling();
        return Task.CompletedTask;
    }

    Task<bool> IInboundSink.AcceptAsync(
        BusinessUnitId businessUnitId, ProviderId providerId, InboundMessage message, CancellationToken cancellationToken)
    {
        businessUnitId.ShouldBe(Unit);
        providerId.ShouldBe(Provider);
        Inbound.Enqueue(message);
        AfterTelling();
        return Task.FromResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_running))
        {
            await service.StopAsync(CancellationToken.None);
            ((IDisposable)service).Dispose();
        }

        await _source.DisposeAsync();
    }

    /// <summary>A part as the carrier has it.</summary>
    internal sealed record Part
    {
        public required string ClientReference { get; init; }

        public required string ProviderMessageId { get; init; }

        public required string Handset { get; init; }

        public required string Peer { get; init; }

        public required int Parts { get; init; }

        public required string Text { get; init; }
    }
}

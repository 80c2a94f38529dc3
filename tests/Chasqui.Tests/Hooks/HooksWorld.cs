using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Hooks;

/// <summary>A server with a carrier that signs, behind a door to the database that can be shut.</summary>
internal sealed class HooksWorld : IAsyncDisposable
{
    public const string PublicUrl = "https://sms.example.test/behind/a/proxy";
    public const string Secret = "the-carriers-secret";

    private readonly DatabaseProxy _door;
    private readonly string _connectionString;
    private readonly Dictionary<string, string?> _settings;

    private HooksWorld(string connectionString, Dictionary<string, string?> settings)
    {
        (_connectionString, _settings) = (connectionString, settings);
        _door = new DatabaseProxy(connectionString);
    }

    public TestServer Server { get; private set; } = null!;

    public DatabaseProxy Door => _door;

    public BusinessUnitId Unit { get; private set; }

    public ProviderId Provider { get; private set; }

    public string Address { get; } = Seed.Number();

    public static async Task<HooksWorld> StartAsync(
        PostgresFixture postgres, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Chasqui:PublicUrl"] = PublicUrl };
        foreach (var (name, value) in settings)
            all[name] = value;
        var world = new HooksWorld(await TemplateDatabase.CopyAsync(postgres, cancellationToken), all);
        await world.StartServerAsync(cancellationToken);
        world.Unit = await world.QueryAsync<BusinessUnitId>("SELECT id FROM business_unit", cancellationToken);
        world.Provider = await world.AddProviderAsync(Secret, cancellationToken);
        await world.Seed.SenderAsync(cancellationToken, world.Provider, world.Address);
        return world;
    }

    public Seed Seed => new(Server.Database, Server.Clock, Unit);

    public async Task StartServerAsync(CancellationToken cancellationToken) => Server = await TestServer.StartAsync(
        _door.ConnectionString, _settings, clock: null, builder => builder.Services.AddSingleton<IProviderKind, SignedKind>(), cancellationToken);

    public async Task<ProviderId> AddProviderAsync(string secret, CancellationToken cancellationToken)
    {
        var id = await Seed.ProviderAsync(cancellationToken, SignedKind.Word);
        await Seed.ExecuteAsync(
            "UPDATE provider SET settings = jsonb_build_object('secret', @secret::text) WHERE id = @id", new { id, secret }, cancellationToken);
        return id;
    }

    public string Path(string topic = "status", ProviderId? provider = null) => $"/hooks/{SignedKind.Word}/{(provider ?? Provider).Value}/{topic}";

    public SignedBody Told(string id, params string[] texts) => new() { Id = id, To = Address, Texts = texts };

    /// <summary>Signed as the carrier does.</summary>
    public Task<HttpResponseMessage> TellAsync(SignedBody body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, Path(), JsonSerializer.SerializeToUtf8Bytes(body), Secret, cancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[] body, string secret, CancellationToken cancellationToken) =>
        SendSignedAsync(method, path, body, SignedKind.Sign(secret, PublicUrl + path, method == HttpMethod.Get ? [] : body), cancellationToken);

    public async Task<HttpResponseMessage> SendSignedAsync(
        HttpMethod method, string path, byte[] body, string? signature, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        if (signature is not null)
            request.Headers.Add("X-Signature", signature);
        return await Server.Client().SendAsync(request, cancellationToken);
    }

    public async Task<T> QueryAsync<T>(string sql, CancellationToken cancellationToken) => (await ListAsync<T>(sql, cancellationToken))[0];

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var tx = await Server.Database.BeginAcrossUnitsAsync(cancellationToken);
        return await tx.QueryAsync<T>(sql, null, cancellationToken);
    }

    public Task<IReadOnlyList<string>> TextsAsync(CancellationToken cancellationToken) =>
        ListAsync<string>("SELECT text FROM message WHERE direction = 'in' ORDER BY id", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _door.Open();
        await Server.DisposeAsync();
        await _door.DisposeAsync();
    }
}

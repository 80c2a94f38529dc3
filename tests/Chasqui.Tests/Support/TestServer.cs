using System.Net.Http.Headers;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Support;

/// <summary>The real server on a free port of this machine. Several on one database are several nodes.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly SocketsHttpHandler Handler = new() { UseCookies = false, AllowAutoRedirect = false };

    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];
    private readonly DirectoryInfo _folder;

    private TestServer(WebApplication app, TestClock clock, string connectionString, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Clock = clock;
        ConnectionString = connectionString;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public TestClock Clock { get; }

    public string ConnectionString { get; }

    public IServiceProvider Services => _app.Services;

    public ChasquiDatabase Database => Service<ChasquiDatabase>();

    /// <param name="connectionString">From <see cref="TemplateDatabase.CopyAsync"/>.</param>
    /// <param name="settings">Configuration by full name, e.g. "Chasqui:Demo"; null for what most tests use.</param>
    /// <param name="clock">Given when nodes share one; null makes one.</param>
    /// <param name="configure">Replaces services, last; null for none.</param>
    public static async Task<TestServer> StartAsync(
        string connectionString, IReadOnlyDictionary<string, string?>? settings, TestClock? clock, Action<WebApplicationBuilder>? configure,
        CancellationToken cancellationToken)
    {
        clock ??= new TestClock();
        var folder = Directory.CreateTempSubdirectory("chasqui-test-node-");
        var app = await Program.BuildAsync(
            ["--urls", "http://127.0.0.1:0"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["ConnectionStrings:Chasqui"] = connectionString,
                    ["Chasqui:DataFolder"] = folder.FullName,
                    ["Logging:LogLevel:Default"] = "Error",
                    ["Chasqui:KeysFolder"] = Path.Combine(AppContext.BaseDirectory, "data", "keys"),
                    ["Chasqui:Country"] = "UY",
                    ["Chasqui:TimeZone"] = "America/Montevideo",
                });
                if (settings is not null)
                    builder.Configuration.AddInMemoryCollection(settings);
                builder.Services.AddSingleton<TimeProvider>(clock);
                configure?.Invoke(builder);
            },
            cancellationToken);
        await app.StartAsync(cancellationToken);
        return new TestServer(app, clock, connectionString, folder);
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A client that is nobody.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(Handler, disposeHandler: false) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        _clients.Add(client);
        return client;
    }

    /// <summary>A client signed in as a user, by a session put into the database (no password is hashed).</summary>
    public async Task<HttpClient> ClientAsync(BusinessUnitId unit, UserId user, CancellationToken cancellationToken)
    {
        await using var tx = await Database.BeginAsync(unit, cancellationToken);
        var token = await Service<Sessions>().CreateAsync(tx, unit, user, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        var client = Client();
        client.DefaultRequestHeaders.Add("Cookie", $"chasqui={token}");
        return client;
    }

    /// <summary>A client with a new API key of these scopes.</summary>
    public async Task<HttpClient> ApiClientAsync(BusinessUnitId unit, IEnumerable<ApiScope> scopes, CancellationToken cancellationToken)
    {
        var key = ApiKeys.NewKey();
        await using var tx = await Database.BeginAsync(unit, cancellationToken);
        await Service<ApiKeys>().AddAsync(tx, unit, "Test", key, scopes, expiresAt: null, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

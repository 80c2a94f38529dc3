using Chasqui.Database.Embedded;
using Chasqui.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Chasqui.Support;

/// <summary>
/// One real PostgreSQL for the whole run, in a folder of its own that is deleted at the end. Started by the first test that
/// asks for a database, so a run of pure unit tests does not wait for it.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>What a crash of the machine would lose is of no interest here; the tests run several times as fast.</summary>
    internal static IReadOnlyDictionary<string, string> FastSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["synchronous_commit"] = "off",
        ["shared_buffers"] = "128MB",
        ["max_connections"] = "400",
        // One worker that wakes often costs the tests more than dead rows do.
        ["autovacuum"] = "off",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chasqui-tests-");
    private readonly SemaphoreSlim _gate = new(1);
    private EmbeddedPostgres? _postgres;
    private int _databases;

    /// <summary>For the superuser, to the database <c>chasqui</c>, which stays empty.</summary>
    public string AdminConnectionString =>
        _postgres?.ConnectionString ?? throw new InvalidOperationException("Await StartedAsync first.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts PostgreSQL unless it runs, and gives <see cref="AdminConnectionString"/>.</summary>
    public async Task<string> StartedAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _postgres ??= await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions { DataFolder = _folder.FullName, Settings = FastSettings },
                NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
            return _postgres.ConnectionString;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A new database, cloned from <paramref name="template"/> when one is named. Returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? template, CancellationToken cancellationToken)
    {
        var administration = await StartedAsync(cancellationToken);
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(administration);
        await connection.OpenAsync(cancellationToken);
        await using var create = connection.CreateCommand();
        // Names cannot be parameters; both are ours.
        create.CommandText = template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template}";
        await create.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(administration) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
        _gate.Dispose();
    }
}

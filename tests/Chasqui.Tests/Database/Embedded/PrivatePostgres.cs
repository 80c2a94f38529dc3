using System.Diagnostics;
using Chasqui.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Chasqui.Database.Embedded;

/// <summary>A data folder for one test, and the steps the tests share.</summary>
internal sealed class PrivatePostgres : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chasqui-embedded-");

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Path => _folder.FullName;

    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    public string PidFile => System.IO.Path.Combine(Cluster, "postmaster.pid");

    public EmbeddedPostgresOptions Options => new()
    {
        DataFolder = Path,
        Settings = new Dictionary<string, string>(PostgresFixture.FastSettings, StringComparer.Ordinal) { ["shared_buffers"] = "16MB" },
    };

    public Task<EmbeddedPostgres> StartAsync() => StartAsync(Options);

    public static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options) =>
        EmbeddedPostgres.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, Cancellation);

    public static async Task ExecuteAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = await OpenAsync(postgres.ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    public static async Task<object?> ScalarAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = await OpenAsync(postgres.ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    /// <summary>Polls, because a killed process is gone when the system says so, not when the signal was sent.</summary>
    public static async Task EventuallyAsync(Func<bool> condition, string what)
    {
        var started = Stopwatch.StartNew();
        while (!condition())
        {
            started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), what);
            await Task.Delay(20, Cancellation);
        }
    }

    /// <summary>The folder as a killed server leaves it: PostgreSQL running without us. Returns its process.</summary>
    public async Task<Process> LeaveOrphanAsync()
    {
        await using (await StartAsync())
        {
        }

        var account = await PostgresAccount.ChooseAsync(Cluster, Cancellation);
        var binaries = await PostgresBinaries.FindAsync(null, AppContext.BaseDirectory, account, Cancellation);
        var start = Command.StartInfo(
            binaries.Postgres,
            ["-D", Cluster, "-c", $"port={EmbeddedPostgres.FreePort()}", "-c", "unix_socket_directories=", "-c", "shared_buffers=16MB"],
            account.Name);
        var orphan = Process.Start(start)!;
        await EventuallyAsync(() => PostmasterPid.Read(Cluster) is { IsReady: true }, "the orphan starts");
        return orphan;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        var connection = new NpgsqlConnection(alone);
        await connection.OpenAsync(Cancellation);
        return connection;
    }
}

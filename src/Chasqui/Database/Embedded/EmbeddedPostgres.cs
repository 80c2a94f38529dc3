using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Chasqui.Database.Embedded;

/// <summary>
/// A private PostgreSQL in the data folder, for a server that was given no connection string: real binaries, started as our
/// child, restarted when it dies, stopped with us.
/// </summary>
/// <remarks>
/// Start: 1 take the folder · 2 find the account and the programs · 3 create or check the files · 4 clear leftovers and start,
/// again for up to 30 s · 5 create the database · 6 watch.
/// </remarks>
internal sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>Shorter than the 30 s that hosts commonly give a stopping service.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StableAfter = TimeSpan.FromMinutes(1);

    private readonly DataFolder _folder;
    private readonly PostgresBinaries _binaries;
    private readonly PostgresAccount _account;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly PostgresLog _log;
    private readonly PostgresLeftovers _leftovers;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresProcess? _process;
    private PostgresWatchdog? _watchdog;
    private Task _watching = Task.CompletedTask;
    private bool _disposed;

    private EmbeddedPostgres(
        DataFolder folder, PostgresBinaries binaries, PostgresAccount account, string password, int port,
        IReadOnlyDictionary<string, string> settings, ILogger logger, TimeProvider time)
    {
        _folder = folder;
        _binaries = binaries;
        _account = account;
        _settings = PostgresSettings.For(port, settings);
        _log = new PostgresLog(folder.Log);
        _leftovers = new PostgresLeftovers(folder.Cluster, logger, time);
        _logger = logger;
        _time = time;
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = IPAddress.Loopback.ToString(),
            Port = port,
            Username = PostgresCluster.Name,
            Password = password,
            Database = PostgresCluster.Name,
            // Loopback needs neither, and asking for them costs a round trip for each connection.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
    }

    /// <summary>For the superuser, to the database <c>chasqui</c>, which exists. Stays the same when PostgreSQL is restarted.</summary>
    public string ConnectionString { get; }

    /// <summary>The running postmaster; null between two runs.</summary>
    internal int? ProcessId => _process is { Exited.IsCompleted: false } process ? process.ProcessId : null;

    /// <exception cref="EmbeddedPostgresException">It cannot start; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException(
                "Chasqui brings its own PostgreSQL only for Linux and macOS: set ConnectionStrings__Chasqui to a running one.");

        var logger = loggers.CreateLogger<EmbeddedPostgres>();
        var started = time.GetTimestamp();

        // 1 The folder, for us alone.
        var folder = await DataFolder.OpenAsync(options.DataFolder, cancellationToken);
        EmbeddedPostgres? postgres = null;
        try
        {
            // 2 The account and the programs.
            var account = await PostgresAccount.ChooseAsync(folder.Cluster, cancellationToken);
            var binaries = await PostgresBinaries.FindAsync(
                options.BinariesFolder, AppContext.BaseDirectory, account, cancellationToken);

            // 3 The files.
            var password = await folder.PasswordAsync(cancellationToken);
            await folder.AdmitAsync(account, cancellationToken);
            if (!Directory.Exists(folder.Cluster))
            {
                Log.Creating(logger, folder.Cluster, binaries.Version);
                var durable = options.Settings.GetValueOrDefault("fsync") is not "off";
                await PostgresCluster.CreateAsync(folder, binaries, account, password, durable, cancellationToken);
            }
            else
            {
                await PostgresCluster.RequireUsableAsync(folder, binaries, account, cancellationToken);
            }

            // 4 The process.
            postgres = new EmbeddedPostgres(
                folder, binaries, account, password, options.Port ?? FreePort(), options.Settings, logger, time);
            await postgres.StartFirstAsync(options, cancellationToken);

            // 5 The database.
            await postgres.CreateDatabaseAsync(cancellationToken);
            Log.Started(logger, binaries.Version, folder.Cluster, (long)time.GetElapsedTime(started).TotalMilliseconds);

            // 6 From here on its death is repaired.
            postgres._watching = postgres.WatchAsync(postgres._stopping.Token);
            return postgres;
        }
        catch
        {
            if (postgres is null) folder.Dispose();
            else await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fast shutdown: what was committed is on disk, and the next start needs no recovery.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stopping.CancelAsync();
        await _watching;
        if (_process is not null)
        {
            await _process.StopAsync(StopPatience);
            await _process.DisposeAsync();
        }

        _watchdog?.Dispose();
        _log.Dispose();
        _folder.Dispose();
        _stopping.Dispose();
        Log.Stopped(_logger);
    }

    /// <summary>
    /// Below the range that systems take for outgoing connections: there, while PostgreSQL is being restarted, a client's own
    /// socket could be given the very port, and keep PostgreSQL from it.
    /// </summary>
    internal static int FreePort()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next number may be free.
            }
        }

        throw new EmbeddedPostgresException("No free TCP port was found on 127.0.0.1 between 20000 and 32000.");
    }

    private async Task StartFirstAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (await StartOnceAsync(cancellationToken) is { } complaint)
        {
            if (options.Port is { } wanted && IsPortTaken(complaint) && _time.GetElapsedTime(start) > PortPatience)
                throw new EmbeddedPostgresException(
                    $"Another program has the port {wanted} that PostgreSQL was told to take: choose another, or none.");

            // Right after a kill the predecessor's children, memory or port may linger for some seconds.
            if (_time.GetElapsedTime(start) > StartPatience || !IsPassing(complaint))
                throw new EmbeddedPostgresException(
                    $"PostgreSQL does not start on {_folder.Cluster} ({complaint}): see {_folder.Log}.");
            await Task.Delay(RetryPause, _time, cancellationToken);
        }
    }

    private static bool IsPassing(string complaint) =>
        complaint.Contains("lock file", StringComparison.Ordinal)
        || complaint.Contains("shared memory", StringComparison.Ordinal)
        || IsPortTaken(complaint);

    private static bool IsPortTaken(string complaint) =>
        complaint.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal);

    /// <summary>Null when it runs; otherwise why not, in PostgreSQL's words.</summary>
    private async Task<string?> StartOnceAsync(CancellationToken cancellationToken)
    {
        await _leftovers.ClearAsync(cancellationToken);
        _process = PostgresProcess.Start(_binaries, _account, _folder.Cluster, _settings, _log, _time);
        _watchdog = PostgresWatchdog.Start(_process.ProcessId, _folder.Cluster, _account);
        if (await _process.ReadyAsync(cancellationToken)) return null;
        var complaint = await _process.ComplaintAsync(cancellationToken);
        await LetGoAsync();
        return complaint;
    }

    private async Task LetGoAsync()
    {
        _watchdog?.Dispose();
        _watchdog = null;
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var administration = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(administration.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = 'chasqui'", connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is not null) return;
        await using var create = new NpgsqlCommand("CREATE DATABASE chasqui", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = RetryPause;
        try
        {
            while (true)
            {
                var began = _time.GetTimestamp();
                await _process!.Exited.WaitAsync(cancellationToken);
                var died = _time.GetTimestamp();
                Log.Died(_logger, _process.ExitCode);
                await LetGoAsync();
                if (_time.GetElapsedTime(began) > StableAfter) pause = RetryPause;

                while (await TryStartAsync(cancellationToken) is { } complaint)
                {
                    Log.NotRestarted(_logger, complaint, pause);
                    await Task.Delay(pause, _time, cancellationToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }

                Log.Restarted(_logger, (long)_time.GetElapsedTime(died).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // We are stopping: DisposeAsync ends whatever runs.
        }
    }

    /// <summary>Whatever hinders a restart (a full disk, a removed program) may pass: the watch goes on.</summary>
    private async Task<string?> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StartOnceAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is EmbeddedPostgresException or IOException or UnauthorizedAccessException)
        {
            await LetGoAsync();
            return exception.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Creating a private PostgreSQL {Version} in {Folder}")]
        public static partial void Creating(ILogger logger, string folder, Version version);

        [LoggerMessage(LogLevel.Information, "Private PostgreSQL {Version} runs on {Folder}, ready after {Milliseconds} ms")]
        public static partial void Started(ILogger logger, Version version, string folder, long milliseconds);

        [LoggerMessage(LogLevel.Error, "The private PostgreSQL ended unexpectedly with exit code {ExitCode}; starting it again")]
        public static partial void Died(ILogger logger, int exitCode);

        [LoggerMessage(LogLevel.Error, "The private PostgreSQL does not start ({Complaint}); next try in {Pause}")]
        public static partial void NotRestarted(ILogger logger, string complaint, TimeSpan pause);

        [LoggerMessage(LogLevel.Warning, "The private PostgreSQL runs again after {Milliseconds} ms")]
        public static partial void Restarted(ILogger logger, long milliseconds);

        [LoggerMessage(LogLevel.Information, "The private PostgreSQL has stopped")]
        public static partial void Stopped(ILogger logger);
    }
}

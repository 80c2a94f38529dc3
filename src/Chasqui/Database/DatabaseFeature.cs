using Chasqui.Database.Embedded;
using Chasqui.Hosting;
using Npgsql;

namespace Chasqui.Database;

internal static class DatabaseFeature
{
    public const string ConnectionName = "Chasqui";

    /// <summary>
    /// Opens the database before anything else exists: starts a private PostgreSQL when no connection string is given, migrates,
    /// and only then builds the pool the server works with.
    /// </summary>
    public static async Task AddDatabaseAsync(this WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        TypeHandlers.Register();
        var settings = builder.Configuration.GetSection(ChasquiOptions.Section).Get<ChasquiOptions>() ?? new ChasquiOptions();
        var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
        // The container disposes, in reverse order, what it has made itself and nothing that was handed to it: hence the factories.
        builder.Services.AddSingleton(_ => new OpeningLoggers(loggers)); // PostgreSQL's supervisor logs to them until the end

        var connectionString = builder.Configuration.GetConnectionString(ConnectionName);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            var postgres = await StartPrivateAsync(settings, loggers, cancellationToken);
            builder.Services.AddSingleton(services =>
            {
                services.GetService<OpeningLoggers>();
                return postgres;
            });
            connectionString = postgres.ConnectionString;
        }

        try
        {
            var pool = await OpenAsync(connectionString, loggers, cancellationToken);
            builder.Services.AddSingleton(services =>
            {
                services.GetService<OpeningLoggers>(); // made before the pool, so disposed after it
                services.GetService<EmbeddedPostgres>();
                return pool;
            });
        }
        catch (NpgsqlException unreachable) when (unreachable is not PostgresException || unreachable.SqlState is ['2', '8', ..] or ['3', 'D', ..])
        {
            throw new StartupException($"The database cannot be reached ({unreachable.Message}); check ConnectionStrings__{ConnectionName}.", unreachable);
        }

        builder.Services.AddSingleton<ChasquiDatabase>();
    }

    private static async Task<EmbeddedPostgres> StartPrivateAsync(ChasquiOptions settings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            var options = new EmbeddedPostgresOptions { DataFolder = settings.DataFolder, BinariesFolder = settings.PostgresFolder };
            return await EmbeddedPostgres.StartAsync(options, loggers, TimeProvider.System, cancellationToken);
        }
        catch (EmbeddedPostgresException refusal)
        {
            throw new StartupException(refusal.Message, refusal);
        }
    }

    /// <summary>Migrates the database and builds the pool of connections that the server works with.</summary>
    public static async Task<NpgsqlDataSource> OpenAsync(string connectionString, ILoggerFactory loggers,
    CancellationToken cancellationToken)
    {
        string? role;
        int version;
        await using (var migrating = Build(connectionString, loggers, "", 2))
        {
            role = await new Migrator(loggers.CreateLogger<Migrator>()).MigrateAsync(migrating, cancellationToken);
            await using var connection = await migrating.OpenConnectionAsync(cancellationToken);
            version = connection.PostgreSqlVersion.Major;
        }

        return Build(connectionString, loggers, WorkingOptions(role, version), poolSize: 20);
    }

    // A statement or transaction that hangs holds locks and keeps dead rows from being cleaned (14× slower claims were measured
    // behind one old snapshot): the database itself ends it.
    private static string WorkingOptions(string? role, int version)
    {
        var options = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s";
        if (version >= 17)
            options += " -c transaction_timeout=60s";
        return role is null ? options : $"{options} -c role={role}";
    }

    private static NpgsqlDataSource Build(string connectionString, ILoggerFactory loggers, string options, int poolSize)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "chasqui", KeepAlive = 30, MaxAutoPrepare = 100, IncludeErrorDetail = false };
        if (!settings.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = poolSize;
        settings.Options = string.Join(' ', new[] { settings.Options, options }.Where(part => !string.IsNullOrEmpty(part)));
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(loggers).Build();
    }

    /// <summary>
    /// What logs before the container exists. Not registered as <see cref="ILoggerFactory"/>: it would take the place of the server's
    /// own, and with it every filter and provider that was configured there.
    /// </summary>
    private sealed class OpeningLoggers(ILoggerFactory loggers) : IDisposable
    {
        public void Dispose() => loggers.Dispose();
    }
}

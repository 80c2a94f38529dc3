using Chasqui.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Chasqui.Support;

/// <summary>A migrated, empty database, made once a run: a test's own is a copy of it, which takes a fraction of migrating.</summary>
internal static class TemplateDatabase
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? s_name;

    /// <summary>A new migrated database; returns its connection string (for the superuser, as the server is given it).</summary>
    public static async Task<string> CopyAsync(PostgresFixture postgres, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            s_name ??= await MakeAsync(postgres, cancellationToken);
            // One copy at a time: PostgreSQL refuses to copy a database that another session is copying.
            return await postgres.CreateDatabaseAsync(s_name, cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string> MakeAsync(PostgresFixture postgres, CancellationToken cancellationToken)
    {
        var connectionString = await postgres.CreateDatabaseAsync(template: null, cancellationToken);
        TypeHandlers.Register();
        await using (await DatabaseFeature.OpenAsync(connectionString, NullLoggerFactory.Instance, cancellationToken))
        {
            // Migrated; nothing may stay connected to a database that is to be copied.
        }

        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }
}

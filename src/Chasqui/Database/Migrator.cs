using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Chasqui.Database;

/// <summary>
/// Brings a database to this program's version: forward-only SQL files, each once, in order of name, each in a transaction of
/// its own. Nodes that start together take turns by an advisory lock. A file changed after it ran is refused.
/// </summary>
internal sealed partial class Migrator(ILogger<Migrator> logger)
{
    private const long LockKey = 0x43_48_41_53_51_55_49; // "CHASQUI"
    private const string Prefix = "Migrations/";

    private const string CreateSql =
        """
        CREATE TABLE IF NOT EXISTS migration (
            name       text PRIMARY KEY,
            hash       text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """;

    private const string AppliedSql = "SELECT name, hash FROM migration";
    private const string RecordSql = "INSERT INTO migration (name, hash) VALUES (@name, @hash)";

    // A role without superuser rights, so that row-level security holds for us too. Made when we may; otherwise the
    // installation's own role is used, which must be neither superuser nor exempt from row-level security.
    private const string RoleSql =
        """
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chasqui_app') THEN
                CREATE ROLE chasqui_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another database of this server made it at the same moment
        END $$;
        GRANT USAGE ON SCHEMA public TO chasqui_app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO chasqui_app;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO chasqui_app;
        REVOKE UPDATE, DELETE ON audit_entry, consent_event FROM chasqui_app;
        REVOKE ALL ON migration FROM chasqui_app;
        """;

    private const string SuperuserSql = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";

    /// <summary>Migrates, and says which role the server is to work as: null keeps the connection's own.</summary>
    public async Task<string?> MigrateAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (connection.PostgreSqlVersion.Major < 15)
            throw new InvalidOperationException($"Chasqui needs PostgreSQL 15 or newer; this server is {connection.PostgreSqlVersion}.");
        await ExecuteAsync(connection, null, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await ExecuteAsync(connection, null, CreateSql, cancellationToken);
            var applied = await ReadAppliedAsync(connection, cancellationToken);
            foreach (var (name, sql, hash) in Files())
            {
                if (applied.TryGetValue(name, out var known))
                {
                    if (known != hash)
                        throw new InvalidOperationException($"Migration {name} has changed since it ran. Migrations are never edited: add a new one.");
                    continue;
                }

                await ApplyAsync(connection, name, sql, hash, cancellationToken);
                Log.Applied(logger, name);
            }

            if (!await ScalarAsync<bool>(connection, SuperuserSql, cancellationToken))
                return null;
            await ExecuteAsync(connection, null, RoleSql, cancellationToken);
            return "chasqui_app";
        }
        finally
        {
            await ExecuteAsync(connection, null, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string name, string sql, string hash, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, transaction, sql, cancellationToken);
        await using var record = new NpgsqlCommand(RecordSql, connection, transaction);
        record.Parameters.AddWithValue("name", name);
        record.Parameters.AddWithValue("hash", hash);
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(AppliedSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    private static IEnumerable<(string Name, string Sql, string Hash)> Files()
    {
        var assembly = typeof(Migrator).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            yield return (resource[Prefix.Length..], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        // A migration of a large table may take long: it has no time limit of its own.
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Migration {Name} applied")]
        public static partial void Applied(ILogger logger, string name);
    }
}

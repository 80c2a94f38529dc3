using Chasqui.Accounts;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Chasqui.Database;

/// <summary>The second wall between business units stands by itself: statements without any predicate see nothing of others.</summary>
public sealed class RowLevelSecurityTests(PostgresFixture postgres) : IAsyncLifetime
{
    // What belongs to no business unit: migrations, and delays by the hash of whatever a stranger typed.
    private static readonly string[] Common = ["migration", "sign_in_throttle"];

    private const string TablesSql =
        """
        SELECT c.relname FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY 1
        """;

    private const string UnprotectedSql =
        """
        SELECT c.relname FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        ORDER BY 1
        """;

    private NpgsqlDataSource? _source;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Source => _source!;

    private ChasquiDatabase Database => new(Source, new LiveDispatcher(), new WakeUps());

    public async ValueTask InitializeAsync()
    {
        // As the server opens it: without superuser rights.
        _source = await DatabaseFeature.OpenAsync(
            await TemplateDatabase.CopyAsync(postgres, CancellationToken), NullLoggerFactory.Instance, CancellationToken);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    [Fact]
    public async Task Every_table_of_a_business_unit_is_protected() =>
        (await ColumnAsync(UnprotectedSql)).ShouldBe(Common, ignoreOrder: true);

    [Fact]
    public async Task Without_a_scope_or_with_another_s_every_table_is_empty()
    {
        var units = new BusinessUnits(TimeProvider.System);
        BusinessUnitId unit, other;
        await using (var tx = await Database.BeginAcrossUnitsAsync(CancellationToken))
        {
            unit = await units.CreateAsync(tx, "A", "UY", "UTC", "en", CancellationToken);
            other = await units.CreateAsync(tx, "B", "UY", "UTC", "en", CancellationToken);
            await tx.CommitAsync(CancellationToken);
        }

        await EveryTable.FillAsync(Database, unit, TimeProvider.System, withAttempt: true, CancellationToken);
        foreach (var table in (await ColumnAsync(TablesSql)).Except(Common, StringComparer.Ordinal))
        {
            var column = table == "business_unit" ? "id" : "business_unit_id";
            var count = $"SELECT count(*) FROM {table}";
            var ofUnit = $"{count} WHERE {column} = '{unit.Value}'";

            await using (var command = Source.CreateCommand(count))
                (await command.ExecuteScalarAsync(CancellationToken)).ShouldBe(0L, $"{table} without a scope");
            (await CountAsync(await Database.BeginAsync(unit, CancellationToken), ofUnit))
                .ShouldBeGreaterThan(0, $"{table}: give it a row in EveryTable, or this test says nothing about it");
            (await CountAsync(await Database.BeginAsync(other, CancellationToken), ofUnit)).ShouldBe(0, $"{table} from another business unit");
        }
    }

    [Fact]
    public async Task A_row_cannot_be_put_into_another_business_unit()
    {
        BusinessUnitId unit, other;
        var units = new BusinessUnits(TimeProvider.System);
        await using (var tx = await Database.BeginAcrossUnitsAsync(CancellationToken))
        {
            unit = await units.CreateAsync(tx, "A", "UY", "UTC", "en", CancellationToken);
            other = await units.CreateAsync(tx, "B", "UY", "UTC", "en", CancellationToken);
            await tx.CommitAsync(CancellationToken);
        }

        var refused = await Should.ThrowAsync<PostgresException>(new Seed(Database, TimeProvider.System, unit).ExecuteAsync(
            "INSERT INTO security_group (business_unit_id, id, name) VALUES (@other, @id, 'Intruder')",
            new { other, id = Guid.CreateVersion7() }, CancellationToken));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task What_was_done_cannot_be_undone_in_the_audit()
    {
        await using var tx = await Database.BeginAcrossUnitsAsync(CancellationToken);
        var refused = await Should.ThrowAsync<PostgresException>(tx.ExecuteAsync("DELETE FROM audit_entry", null, CancellationToken));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private static async Task<long> CountAsync(DatabaseTransaction begun, string sql)
    {
        await using var tx = begun;
        return await tx.QuerySingleAsync<long>(sql, null, CancellationToken);
    }

    private async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var tx = await Database.BeginAcrossUnitsAsync(CancellationToken);
        return await tx.QueryAsync<string>(sql, null, CancellationToken);
    }
}

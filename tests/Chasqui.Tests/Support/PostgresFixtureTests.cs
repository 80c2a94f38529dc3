using Npgsql;

namespace Chasqui.Support;

public sealed class PostgresFixtureTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_clone_starts_with_the_template_s_rows_and_goes_its_own_way()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var template = await postgres.CreateDatabaseAsync(null, cancellation);
        await ExecuteAsync(template, "CREATE TABLE word (text text); INSERT INTO word VALUES ('given')", cancellation);

        var name = new NpgsqlConnectionStringBuilder(template).Database;
        var one = await postgres.CreateDatabaseAsync(name, cancellation);
        var other = await postgres.CreateDatabaseAsync(name, cancellation);
        await ExecuteAsync(one, "INSERT INTO word VALUES ('own')", cancellation);

        (await ExecuteAsync(one, "SELECT count(*) FROM word", cancellation)).ShouldBe(2L);
        (await ExecuteAsync(other, "SELECT count(*) FROM word", cancellation)).ShouldBe(1L);
    }

    /// <summary>Unpooled: a template may have no open session.</summary>
    private static async Task<object?> ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}

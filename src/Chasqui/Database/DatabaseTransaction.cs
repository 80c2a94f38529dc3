using Chasqui.Jobs;
using Chasqui.Live;
using Dapper;
using Npgsql;

namespace Chasqui.Database;

/// <summary>
/// One transaction. What browsers and workers are to hear of it is collected here and told after the commit, never before
/// and never when it is rolled back. Disposing without <see cref="CommitAsync"/> rolls back.
/// </summary>
internal sealed class DatabaseTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, LiveDispatcher live, WakeUps wakeUps)
    : IAsyncDisposable
{
    private readonly List<LiveEvent> _events = [];
    private readonly HashSet<WakeTopic> _topics = [];

    /// <summary>For COPY and batches, which Dapper does not speak.</summary>
    public NpgsqlConnection Connection => connection;

    public NpgsqlTransaction Transaction => transaction;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(Command(sql, parameters, cancellationToken))).AsList();

    /// <summary>The one row that must exist.</summary>
    public Task<T> QuerySingleAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<T>(Command(sql, parameters, cancellationToken));

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters, cancellationToken));

    /// <summary>Runs a statement and returns how many rows it touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, parameters, cancellationToken));

    /// <summary>Tells browsers, once this transaction is committed.</summary>
    public void Publish(LiveEvent live) => _events.Add(live);

    /// <summary>Wakes the workers of a topic on every node, once this transaction is committed.</summary>
    public void Wake(WakeTopic topic) => _topics.Add(topic);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await transaction.CommitAsync(cancellationToken);
        foreach (var topic in _topics)
            wakeUps.Wake(topic);
        foreach (var change in _events)
            live.Publish(change);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}

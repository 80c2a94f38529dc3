using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Npgsql;

namespace Chasqui.Database;

/// <summary>The way to PostgreSQL: every statement runs in a transaction that has said whose rows it may see.</summary>
internal sealed class ChasquiDatabase(NpgsqlDataSource source, LiveDispatcher live, WakeUps wakeUps)
{
    private const string ScopeSql =
        "SELECT set_config('chasqui.business_unit', @business_unit, true), set_config('chasqui.scope', @scope, true)";

    /// <summary>Begins a transaction that sees one business unit. Row-level security hides every other.</summary>
    public Task<DatabaseTransaction> BeginAsync(BusinessUnitId businessUnitId, CancellationToken cancellationToken) =>
        BeginAsync(businessUnitId.Value.ToString(), "", cancellationToken);

    /// <summary>
    /// Begins a transaction that sees every business unit: for workers that serve all of them and for finding out whose
    /// request it is. Its statements still name the unit they mean.
    /// </summary>
    public Task<DatabaseTransaction> BeginAcrossUnitsAsync(CancellationToken cancellationToken) => BeginAsync("", "all", cancellationToken);

    private async Task<DatabaseTransaction> BeginAsync(string businessUnit, string scope, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            // Npgsql sends BEGIN together with the first statement: opening a scope costs one round trip.
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(ScopeSql, connection, transaction);
            command.Parameters.AddWithValue("business_unit", businessUnit);
            command.Parameters.AddWithValue("scope", scope);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new DatabaseTransaction(connection, transaction, live, wakeUps);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Senders.Wire;

/// <summary>Forgets what went over the wire when its provider's days are over.</summary>
internal sealed partial class WireRetention(ChasquiDatabase database, TimeProvider time, ILogger<WireRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private const int MostAtOnce = 5_000;

    // From one provider to the next by the primary key, so that those of providers that are gone are found without reading all.
    private const string ProvidersSql =
        """
        WITH RECURSIVE logged AS (
            (SELECT business_unit_id, provider_id FROM wire_entry ORDER BY business_unit_id, provider_id LIMIT 1)
            UNION ALL
            SELECT next.business_unit_id, next.provider_id
            FROM logged
            CROSS JOIN LATERAL (
                SELECT business_unit_id, provider_id FROM wire_entry
                WHERE (business_unit_id, provider_id) > (logged.business_unit_id, logged.provider_id)
                ORDER BY business_unit_id, provider_id LIMIT 1) AS next
        )
        SELECT logged.business_unit_id, logged.provider_id AS id, coalesce(provider.wire_log_days, 0) AS wire_log_days
        FROM logged
        LEFT JOIN provider ON provider.business_unit_id = logged.business_unit_id AND provider.id = logged.provider_id
        """;

    // A part at a time: a long transaction would hold back the cleaning of every other table.
    private const string ForgetSql =
        """
        DELETE FROM wire_entry
        WHERE business_unit_id = @business_unit_id AND provider_id = @provider_id AND id = ANY (ARRAY(
            SELECT id FROM wire_entry
            WHERE business_unit_id = @business_unit_id AND provider_id = @provider_id AND id < @before
            ORDER BY id
            LIMIT @most))
        """;

    /// <summary>Forgets all that is too old now.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ProviderRow> providers;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
            providers = await tx.QueryAsync<ProviderRow>(ProvidersSql, null, cancellationToken);

        foreach (var provider in providers)
        {
            var before = Guid.CreateVersion7(time.GetUtcNow().AddDays(-provider.WireLogDays));
            while (await ForgetSomeAsync(provider, before, cancellationToken) == MostAtOnce)
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                try
                {
                    await ForgetAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    Log.Failed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<int> ForgetSomeAsync(ProviderRow provider, Guid before, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(provider.BusinessUnitId, cancellationToken);
        var forgotten = await tx.ExecuteAsync(
            ForgetSql,
            new { business_unit_id = provider.BusinessUnitId, provider_id = provider.Id, before, most = MostAtOnce },
            cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return forgotten;
    }

    private sealed record ProviderRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId Id { get; init; }

        public required int WireLogDays { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Forgetting old entries of the wire log failed; trying again later")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

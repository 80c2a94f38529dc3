using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Outbound;
using Microsoft.Extensions.Options;

namespace Chasqui.Senders.Health;

/// <summary>
/// Opens and closes incidents by what all nodes saw. Every node looks; one at a time does it, so that there is one incident whoever
/// saw it, and the watch goes on when a node dies.
/// </summary>
internal sealed partial class IncidentWatch(
    ChasquiDatabase database, IOptions<OutboundOptions> options, TimeProvider time, ILogger<IncidentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private const string TurnSql = "SELECT pg_try_advisory_xact_lock(hashtextextended('chasqui.incident', 0))";

    // A disabled provider is not expected to do anything: what was open about it closes.
    private const string ProvidersSql =
        """
        SELECT business_unit_id, id, enabled, pause_code, pause_detail
        FROM provider
        WHERE enabled OR EXISTS (
            SELECT FROM incident
            WHERE incident.business_unit_id = provider.business_unit_id AND incident.provider_id = provider.id AND incident.closed_at IS NULL)
        """;

    private const string OpenSql = "SELECT provider_id, id, kind, good_since FROM incident WHERE closed_at IS NULL";

    private const string InsertSql =
        """
        INSERT INTO incident (business_unit_id, id, provider_id, kind, sentence, opened_at)
        VALUES (@business_unit_id, @id, @provider_id, @kind, @sentence, @now)
        ON CONFLICT (business_unit_id, provider_id, kind) WHERE closed_at IS NULL DO NOTHING
        """;

    private const string ReturnSql =
        """
        UPDATE incident SET good_since = NULL, count = count + 1, sentence = @sentence WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string WaverSql = "UPDATE incident SET good_since = NULL WHERE business_unit_id = @business_unit_id AND id = @id";
    private const string ImproveSql = "UPDATE incident SET good_since = @now WHERE business_unit_id = @business_unit_id AND id = @id";
    private const string CloseSql = "UPDATE incident SET closed_at = @now WHERE business_unit_id = @business_unit_id AND id = @id AND closed_at IS NULL";

    // What nodes that are gone left behind.
    private const string CleanSql = "DELETE FROM provider_health WHERE updated_at < @before";

    /// <summary>Looks at every provider once, unless another node does.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        if (!await tx.QuerySingleAsync<bool>(TurnSql, null, cancellationToken))
            return;
        await tx.ExecuteAsync(CleanSql, new { before = now.AddHours(-1) }, cancellationToken);
        var health = await HealthRow.ReadAsync(tx, unit: null, providers: null, now, cancellationToken);
        var open = (await tx.QueryAsync<OpenRow>(OpenSql, null, cancellationToken)).ToLookup(row => row.ProviderId, row => row.ToIncident());
        foreach (var provider in await tx.QueryAsync<ProviderRow>(ProvidersSql, null, cancellationToken))
        {
            var figures = provider.Enabled ? health.GetValueOrDefault((provider.BusinessUnitId, provider.Id), HealthFigures.None) : HealthFigures.None;
            var steps = IncidentRules.Steps(figures, provider.Stop, [.. open[provider.Id]], options.Value.ProviderTimeout, now);
            foreach (var step in steps)
                await TakeAsync(tx, provider, step, now, cancellationToken);
            if (steps.Any(step => step is IncidentStep.Open or IncidentStep.Return or IncidentStep.Close))
                tx.Publish(new ProvidersChanged(provider.BusinessUnitId));
        }

        await tx.CommitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    Log.Failed(logger, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private Task<int> TakeAsync(DatabaseTransaction tx, ProviderRow provider, IncidentStep step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unit = provider.BusinessUnitId;
        switch (step)
        {
            case IncidentStep.Open opened:
                Log.Opened(logger, Words.Camel(opened.Kind), provider.Id.Value);
                return tx.ExecuteAsync(
                    InsertSql,
                    new
                    {
                        business_unit_id = unit,
                        id = Guid.CreateVersion7(now),
                        provider_id = provider.Id,
                        kind = Words.Camel(opened.Kind),
                        sentence = opened.Sentence,
                        now,
                    },
                    cancellationToken);
            case IncidentStep.Return back:
                return tx.ExecuteAsync(ReturnSql, new { business_unit_id = unit, id = back.Id, sentence = back.Sentence }, cancellationToken);
            case IncidentStep.Waver waver:
                return tx.ExecuteAsync(WaverSql, new { business_unit_id = unit, id = waver.Id }, cancellationToken);
            case IncidentStep.Improve better:
                return tx.ExecuteAsync(ImproveSql, new { business_unit_id = unit, id = better.Id, now }, cancellationToken);
            case IncidentStep.Close over:
                return tx.ExecuteAsync(CloseSql, new { business_unit_id = unit, id = over.Id, now }, cancellationToken);
            default:
                throw new InvalidOperationException($"Nobody does {step}.");
        }
    }

    private sealed record OpenRow
    {
        public required ProviderId ProviderId { get; init; }

        public required Guid Id { get; init; }

        public required string Kind { get; init; }

        public DateTimeOffset? GoodSince { get; init; }

        public OpenIncident ToIncident() => new(Id, Words.Parse<IncidentKind>(Kind)!.Value, GoodSince);
    }

    private sealed record ProviderRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId Id { get; init; }

        public required bool Enabled { get; init; }

        public string? PauseCode { get; init; }

        public string? PauseDetail { get; init; }

        /// <summary>A pause by hand is no incident.</summary>
        public ProviderPause? Stop => !Enabled || PauseCode is null or ProviderPause.ByHand ? null : new ProviderPause(PauseCode, PauseDetail ?? "", Until: null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Looking after the providers failed; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Incident {Kind} opened at provider {ProviderId}")]
        public static partial void Opened(ILogger logger, string kind, Guid providerId);
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Outbound;

/// <summary>
/// The open accounts of this node, one for each provider row, opened when first needed and again when its settings change. The
/// replaced one stays open as long as a call may still use it.
/// </summary>
internal sealed class ProviderConnections(ChasquiDatabase database, ProviderCatalog catalog, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longer than any call to a provider may take.</summary>
    private static readonly TimeSpan Outlive = TimeSpan.FromMinutes(2);

    private const string ProviderSql =
        """
        SELECT kind, settings::text AS settings FROM provider WHERE business_unit_id = @business_unit_id AND id = @provider_id
        """;

    private readonly ConcurrentDictionary<(BusinessUnitId, ProviderId), Opened> _opened = new();
    private readonly ConcurrentQueue<(IProviderConnection Connection, long ReplacedAt)> _replaced = new();
    private readonly SemaphoreSlim _opening = new(1);

    /// <summary>The connection with the provider's settings of now; null when there is no such provider or this server lacks its kind.</summary>
    public async Task<IProviderConnection?> GetAsync(BusinessUnitId businessUnitId, ProviderId providerId, CancellationToken cancellationToken)
    {
        ProviderRow? row;
        await using (var tx = await database.BeginAsync(businessUnitId, cancellationToken))
        {
            row = await tx.QuerySingleOrDefaultAsync<ProviderRow>(
                ProviderSql, new { business_unit_id = businessUnitId, provider_id = providerId }, cancellationToken);
        }

        if (row is null || catalog.Find(row.Kind) is not { } kind)
            return null;
        var key = (businessUnitId, providerId);
        if (_opened.TryGetValue(key, out var opened) && opened.Settings == row.Settings)
            return opened.Connection;

        await _opening.WaitAsync(cancellationToken);
        try
        {
            await DisposeReplacedAsync(Outlive);
            if (_opened.TryGetValue(key, out opened))
            {
                if (opened.Settings == row.Settings)
                    return opened.Connection;
                _replaced.Enqueue((opened.Connection, time.GetTimestamp()));
            }

            using var settings = JsonDocument.Parse(row.Settings);
            var connection = kind.Open(new ProviderAccount(businessUnitId, providerId, new ProviderSettings(kind.Schema, settings.RootElement.Clone())));
            _opened[key] = new Opened(row.Settings, connection);
            return connection;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened.Values)
            await opened.Connection.DisposeAsync();
        await DisposeReplacedAsync(TimeSpan.Zero);
        _opening.Dispose();
    }

    private async Task DisposeReplacedAsync(TimeSpan age)
    {
        while (_replaced.TryPeek(out var oldest) && time.GetElapsedTime(oldest.ReplacedAt) >= age && _replaced.TryDequeue(out oldest))
            await oldest.Connection.DisposeAsync();
    }

    private sealed record Opened(string Settings, IProviderConnection Connection);

    private sealed record ProviderRow
    {
        public required string Kind { get; init; }

        public required string Settings { get; init; }
    }
}

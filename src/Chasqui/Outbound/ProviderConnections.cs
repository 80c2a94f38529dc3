using System.Collections.Concurrent;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Senders;

namespace Chasqui.Outbound;

/// <summary>
/// The open accounts of this node, one for each provider row, opened when first needed and again when its settings change. The
/// replaced one stays open as long as a call may still use it.
/// </summary>
internal sealed class ProviderConnections(ProviderAccounts accounts, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longer than any call to a provider may take.</summary>
    private static readonly TimeSpan Outlive = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<ProviderId, Opened> _opened = new();
    private readonly ConcurrentQueue<(IProviderConnection Connection, long ReplacedAt)> _replaced = new();
    private readonly SemaphoreSlim _opening = new(1);

    /// <summary>The connection with the provider's settings of now; null when there is no such provider or this server lacks its kind.</summary>
    public async Task<IProviderConnection?> GetAsync(BusinessUnitId businessUnitId, ProviderId providerId, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(businessUnitId, providerId, cancellationToken) is not { } account)
            return null;
        if (_opened.TryGetValue(providerId, out var opened) && opened.Version == account.Version)
            return opened.Connection;

        await _opening.WaitAsync(cancellationToken);
        try
        {
            await DisposeReplacedAsync(Outlive);
            if (_opened.TryGetValue(providerId, out opened))
            {
                if (opened.Version == account.Version)
                    return opened.Connection;
                _replaced.Enqueue((opened.Connection, time.GetTimestamp()));
            }

            var connection = account.Kind.Open(account.Account);
            _opened[providerId] = new Opened(account.Version, connection);
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

    private sealed record Opened(string Version, IProviderConnection Connection);
}

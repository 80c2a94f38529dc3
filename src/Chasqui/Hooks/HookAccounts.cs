using System.Collections.Concurrent;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Senders;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Chasqui.Hooks;

/// <summary>An account whose carrier may call us.</summary>
internal sealed record HookAccount(ProviderAccount Account, string Kind, IWebhookReceiver Receiver);

/// <summary>
/// The accounts that carriers call, of every business unit. While the database is away those known before go on: their requests are
/// verified and spooled.
/// </summary>
internal sealed partial class HookAccounts(
    ChasquiDatabase database, ProviderAccounts accounts, IOptions<HooksOptions> options, TimeProvider time, ILogger<HookAccounts> logger)
{
    private const string IdsSql = "SELECT id FROM provider";

    /// <summary>After an outage was seen, requests do not wait to see it again.</summary>
    private static readonly TimeSpan OutageLasts = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ProviderId, HookAccount> _known = new();
    private long _awayAt;

    /// <summary>Null when there is no such account of that kind, or its kind takes no calls.</summary>
    /// <exception cref="NpgsqlException">The database is away, and this account was not known before.</exception>
    /// <exception cref="OperationCanceledException">The same, or the server stops.</exception>
    public async Task<HookAccount?> FindAsync(string kind, ProviderId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } account && account.Kind == kind ? account : null;

    /// <summary>Reads all of them, so that they are known should the database go away.</summary>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ProviderId> ids;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
            ids = await tx.QueryAsync<ProviderId>(IdsSql, null, cancellationToken);
        foreach (var id in ids)
            await FindAsync(id, cancellationToken);
    }

    private async Task<HookAccount?> FindAsync(ProviderId id, CancellationToken cancellationToken)
    {
        var known = _known.GetValueOrDefault(id);
        var awayAt = Interlocked.Read(ref _awayAt);
        if (known is not null && awayAt != 0 && time.GetElapsedTime(awayAt) < OutageLasts)
            return known;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.DatabasePatience);
        try
        {
            if (await accounts.FindAsync(id, limit.Token) is { Kind: IWebhookReceiver receiver } account)
                return _known[id] = new HookAccount(account.Account, account.Kind.Name, receiver);
            _known.TryRemove(id, out _);
            return null;
        }
        catch (Exception outage) when (outage is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _awayAt, time.GetTimestamp());
            if (known is null)
                throw;
            Log.Stale(logger, outage);
            return known;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Provider accounts cannot be read; webhooks are checked with those known before")]
        public static partial void Stale(ILogger logger, Exception exception);
    }
}

using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Chasqui.Hooks;

/// <summary>An account whose carrier may call us.</summary>
internal sealed record HookAccount(ProviderAccount Account, string Kind, IWebhookReceiver Receiver);

/// <summary>
/// The accounts of every business unit, by id, read once a second at most. While the database is away those known before go on:
/// their requests are verified and spooled.
/// </summary>
internal sealed partial class HookAccounts(
    ChasquiDatabase database, ProviderCatalog catalog, IOptions<ChasquiOptions> hosting, IOptions<HooksOptions> options, TimeProvider time,
    ILogger<HookAccounts> logger) : IDisposable
{
    private const string ReadSql = "SELECT business_unit_id, id, kind, settings::text AS settings FROM provider";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>For an account that is not among those known: it may have been made just now. Guesses cost no more than this allows.</summary>
    private static readonly TimeSpan FreshEnoughToDeny = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Snapshot? _known;

    /// <summary>Null when there is no such account of that kind, or its kind takes no calls.</summary>
    /// <exception cref="NpgsqlException">The database is away and was so ever since this server started.</exception>
    public async Task<HookAccount?> FindAsync(string kind, ProviderId id, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(Fresh, cancellationToken);
        if (!known.Accounts.ContainsKey(id))
            known = await KnownAsync(FreshEnoughToDeny, cancellationToken);
        return known.Accounts.GetValueOrDefault(id) is { } account && account.Kind == kind ? account : null;
    }

    /// <summary>Reads them once, so that they are known should the database go away.</summary>
    public Task WarmAsync(CancellationToken cancellationToken) => KnownAsync(Fresh, cancellationToken);

    public void Dispose() => _reading.Dispose();

    private async Task<Snapshot> KnownAsync(TimeSpan fresh, CancellationToken cancellationToken)
    {
        if (_known is { } now && time.GetElapsedTime(now.AskedAt) < fresh)
            return now;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } known && time.GetElapsedTime(known.AskedAt) < fresh)
                return known; // somebody else has just read them
            return _known = await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.DatabasePatience);
        try
        {
            await using var tx = await database.BeginAcrossUnitsAsync(limit.Token);
            var rows = await tx.QueryAsync<ProviderRow>(ReadSql, null, limit.Token);
            return new Snapshot(rows.Select(Account).OfType<HookAccount>().ToDictionary(account => account.Account.Id), time.GetTimestamp());
        }
        catch (Exception outage) when (_known is not null && outage is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.Stale(logger, outage);
            return _known with { AskedAt = time.GetTimestamp() };
        }
    }

    private HookAccount? Account(ProviderRow row)
    {
        if (catalog.Find(row.Kind) is not { } kind || kind is not IWebhookReceiver receiver)
            return null;
        using var settings = JsonDocument.Parse(row.Settings);
        var address = hosting.Value.PublicUrl is { } url ? new Uri($"{url.ToString().TrimEnd('/')}/hooks/{row.Kind}/{row.Id.Value}") : null;
        return new HookAccount(
            new ProviderAccount(row.BusinessUnitId, row.Id, new ProviderSettings(kind.Schema, settings.RootElement.Clone()), address),
            row.Kind, receiver);
    }

    private sealed record Snapshot(IReadOnlyDictionary<ProviderId, HookAccount> Accounts, long AskedAt);

    private sealed record ProviderRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId Id { get; init; }

        public required string Kind { get; init; }

        public required string Settings { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Provider accounts cannot be read; webhooks are checked with those known before")]
        public static partial void Stale(ILogger logger, Exception exception);
    }
}

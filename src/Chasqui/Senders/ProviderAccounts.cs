using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.Extensions.Options;

namespace Chasqui.Senders;

/// <param name="Kind">What speaks for it.</param>
/// <param name="Account">With its secrets in clear: never to be logged or shown.</param>
/// <param name="Enabled">Nothing is sent through one that is not; what its carrier tells is still heard.</param>
/// <param name="Version">Another when the settings are.</param>
internal sealed record KnownAccount(IProviderKind Kind, ProviderAccount Account, bool Enabled, string Version);

/// <summary>
/// The providers' accounts as kinds need them: settings read, secrets decrypted. Kept for a moment, because webhooks and senders ask
/// many times a second; a change made at this node is seen at once, one made at another within that moment.
/// </summary>
internal sealed partial class ProviderAccounts(
    ChasquiDatabase database, ProviderCatalog catalog, ProviderSecrets secrets, IOptions<ChasquiOptions> options, TimeProvider time,
    ILogger<ProviderAccounts> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>Strangers may ask for accounts that are not there, as often as they like.</summary>
    private const int MostKept = 10_000;

    // Ids of all business units: a carrier that calls names the provider, and the provider's row says whose it is.
    private const string ProviderSql =
        "SELECT business_unit_id, id, kind, settings::text AS settings, secrets::text AS secrets, enabled FROM provider WHERE id = @id";

    private readonly ConcurrentDictionary<ProviderId, Kept> _kept = new();
    private long _changes;

    /// <summary>The account of this id, whosever it is; null when there is none or this server lacks its kind.</summary>
    public async Task<KnownAccount?> FindAsync(ProviderId id, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(id, out var kept) && time.GetElapsedTime(kept.ReadAt) < Fresh)
            return kept.Account;
        var (changes, readAt) = (Interlocked.Read(ref _changes), time.GetTimestamp());
        ProviderRow? row;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
            row = await tx.QuerySingleOrDefaultAsync<ProviderRow>(ProviderSql, new { id }, cancellationToken);

        var version = row is null ? "" : $"{row.Kind}\n{row.Settings}\n{row.Secrets}";
        var account = kept?.Account is { } same && same.Version == version && same.Enabled == row!.Enabled ? same : Read(row, version);
        if (_kept.Count >= MostKept)
            _kept.Clear();
        // What was read before somebody changed it is not kept.
        if (changes == Interlocked.Read(ref _changes))
            _kept[id] = new Kept(account, readAt);
        return account;
    }

    /// <summary>The same, of one business unit.</summary>
    public async Task<KnownAccount?> FindAsync(BusinessUnitId unit, ProviderId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } account && account.Account.BusinessUnitId == unit ? account : null;

    /// <summary>To be called after the change is committed.</summary>
    public void Forget(ProviderId id)
    {
        Interlocked.Increment(ref _changes);
        _kept.TryRemove(id, out _);
    }

    /// <summary>Where the carrier reaches us for this account; null when no public address is configured.</summary>
    public Uri? HookAddress(string kind, ProviderId id) =>
        options.Value.PublicUrl is { } url ? new Uri($"{url.ToString().TrimEnd('/')}/hooks/{kind}/{id.Value}") : null;

    private KnownAccount? Read(ProviderRow? row, string version)
    {
        if (row is null || catalog.Find(row.Kind) is not { } kind)
            return null;
        var values = JsonNode.Parse(row.Settings)!.AsObject();
        foreach (var (field, ciphertext) in JsonSerializer.Deserialize<Dictionary<string, string>>(row.Secrets)!)
        {
            if (secrets.Unprotect(row.BusinessUnitId, row.Id, field, ciphertext) is { } value)
                values[field] = value;
            else
                Log.KeyMissing(logger, field, row.Id.Value);
        }

        var settings = new ProviderSettings(kind.Schema, JsonSerializer.SerializeToElement(values));
        return new KnownAccount(
            kind, new ProviderAccount(row.BusinessUnitId, row.Id, settings, HookAddress(row.Kind, row.Id)), row.Enabled, version);
    }

    private sealed record Kept(KnownAccount? Account, long ReadAt);

    private sealed record ProviderRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId Id { get; init; }

        public required string Kind { get; init; }

        public required string Settings { get; init; }

        public required string Secrets { get; init; }

        public required bool Enabled { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "The secret {Field} of provider {ProviderId} cannot be decrypted: the folder of keys lacks its key. Put the keys back, or enter it again")]
        public static partial void KeyMissing(ILogger logger, string field, Guid providerId);
    }
}

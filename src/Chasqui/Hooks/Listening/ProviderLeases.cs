using Chasqui.Database;
using Chasqui.Messages;
using Microsoft.Extensions.Options;

namespace Chasqui.Hooks.Listening;

/// <summary>An account that may be listened to.</summary>
internal sealed record ListenedAccount(BusinessUnitId BusinessUnitId, ProviderId ProviderId);

/// <summary>Which node listens to which account. A lease lives by the database's clock.</summary>
internal sealed class ProviderLeases(ChasquiDatabase database, IOptions<ListeningOptions> options, TimeProvider time)
{
    private const string EnabledSql = "SELECT business_unit_id, id AS provider_id FROM provider WHERE enabled";

    // Takes what nobody holds and renews what is ours, in one statement.
    private const string HoldSql =
        """
        INSERT INTO provider_lease AS lease (business_unit_id, provider_id, node, expires_at)
        SELECT wanted.business_unit_id, wanted.provider_id, @node, now() + make_interval(secs => @seconds)
        FROM unnest(@business_unit_ids::uuid[], @provider_ids::uuid[]) AS wanted(business_unit_id, provider_id)
        JOIN provider ON provider.business_unit_id = wanted.business_unit_id AND provider.id = wanted.provider_id
        ORDER BY wanted.provider_id
        ON CONFLICT (business_unit_id, provider_id) DO UPDATE SET node = excluded.node, expires_at = excluded.expires_at
            WHERE lease.node = excluded.node OR lease.expires_at <= now()
        RETURNING business_unit_id, provider_id
        """;

    private const string ReleaseSql =
        """
        UPDATE provider_lease SET expires_at = now()
        WHERE node = @node AND provider_id = ANY (@provider_ids::uuid[])
        """;

    private const string ReleaseAllSql = "UPDATE provider_lease SET expires_at = now() WHERE expires_at > now()";

    /// <summary>Different for every start of the program: a restarted node is a new one.</summary>
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7(time.GetUtcNow()):n}";

    public async Task<IReadOnlyList<ListenedAccount>> EnabledAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        return [.. (await tx.QueryAsync<AccountRow>(EnabledSql, null, cancellationToken)).Select(row => row.ToAccount())];
    }

    /// <summary>Takes or renews; returns those that are this node's now.</summary>
    public async Task<IReadOnlySet<ListenedAccount>> HoldAsync(IReadOnlyCollection<ListenedAccount> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
            return new HashSet<ListenedAccount>();
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var held = await tx.QueryAsync<AccountRow>(HoldSql, new
        {
            business_unit_ids = wanted.Select(account => account.BusinessUnitId.Value).ToArray(),
            provider_ids = wanted.Select(account => account.ProviderId.Value).ToArray(),
            node = _node,
            seconds = options.Value.Lease.TotalSeconds,
        }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return held.Select(row => row.ToAccount()).ToHashSet();
    }

    /// <summary>Gives accounts up, for any node to take at once.</summary>
    public async Task ReleaseAsync(IEnumerable<ListenedAccount> accounts, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(
            ReleaseSql, new { node = _node, provider_ids = accounts.Select(account => account.ProviderId.Value).ToArray() }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Ends every lease. Only for the one server of a private PostgreSQL when it starts: whoever held them is dead.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(ReleaseAllSql, null, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private sealed record AccountRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId ProviderId { get; init; }

        public ListenedAccount ToAccount() => new(BusinessUnitId, ProviderId);
    }
}

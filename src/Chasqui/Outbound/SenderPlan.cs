using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Senders;

namespace Chasqui.Outbound;

/// <summary>
/// What a pump knows of its sender: by which ways its messages go, how fast, and which lanes wait. Read again every second or when
/// woken.
/// </summary>
internal sealed class SenderPlan(ChasquiDatabase database, ProviderConnections connections, SenderLease lease, SenderPace pace, TimeProvider time)
{
    /// <summary>A session that breaks and stands again within this moves nothing to another sender.</summary>
    private static readonly TimeSpan Blink = TimeSpan.FromSeconds(10);

    // Every way from this sender on, in order (see Fallback).
    private const string ChainSql =
        """
        WITH RECURSIVE chain AS (
            SELECT business_unit_id, id, provider_id, fallback_provider_id, fallback_sender_id, kind, address, mms, messages_per_second,
                   enabled AND verified AS usable, 1 AS place
            FROM sender WHERE business_unit_id = @business_unit_id AND id = @sender_id
            UNION ALL
            SELECT following.business_unit_id, following.id, following.provider_id, following.fallback_provider_id,
                   following.fallback_sender_id, following.kind, following.address, following.mms, following.messages_per_second,
                   following.enabled AND following.verified, chain.place + 1
            FROM chain
            JOIN sender AS following ON following.business_unit_id = chain.business_unit_id AND following.id = chain.fallback_sender_id
            WHERE chain.place < @longest
        )
        SELECT chain.id AS sender_id, chain.kind, chain.address, chain.mms, chain.messages_per_second,
               provider.id AS provider_id, provider.id <> chain.provider_id AS other_provider,
               chain.usable AND provider.enabled AS usable,
               provider.pause_code IS NOT NULL AND coalesce(provider.paused_until > now(), true) AS paused,
               coalesce(provider.pause_code IS NOT NULL AND provider.paused_until <= now(), false) AS is_trial,
               coalesce((SELECT health.link = 'disconnected' AND health.link_since < @link_since
                         FROM provider_health AS health
                         WHERE health.business_unit_id = provider.business_unit_id AND health.provider_id = provider.id
                           AND health.link IS NOT NULL
                         ORDER BY health.updated_at DESC LIMIT 1), false) AS disconnected
        FROM chain
        JOIN provider ON provider.business_unit_id = chain.business_unit_id
            AND provider.id IN (chain.provider_id, chain.fallback_provider_id)
        ORDER BY chain.place, other_provider
        """;

    private readonly Dictionary<Guid, Lane> _dialers = [];
    private readonly Dictionary<ProviderId, IProviderConnection> _connections = [];
    private readonly HashSet<ProviderId> _trials = [];
    private long? _readAt;
    private Guid _served;

    /// <summary>Every way a message of this sender can go, in order; the first one or two are the sender's own.</summary>
    public IReadOnlyList<Pipe> Chain { get; private set; } = [];

    /// <summary>By what messages go that go by the sender's own provider; null while they wait.</summary>
    public Pipe? Own { get; private set; }

    /// <summary>By what those go that go by its fallback provider.</summary>
    public Pipe? Other { get; private set; }

    /// <summary>The other sender that all of them go to for now; null: they are sent from here, or wait.</summary>
    public Pipe? Divert => Own is { } pipe && pipe.SenderId != lease.SenderId ? pipe : null;

    /// <summary>Something may be claimed, by one provider or the other.</summary>
    public bool MaySend => ProviderOf(Own) is not null || ProviderOf(Other) is not null;

    public ClaimWays Ways => new(ProviderOf(Own), ProviderOf(Other));

    /// <summary>The sender's second provider, whatever its state.</summary>
    public ProviderId? FallbackProvider => Chain.FirstOrDefault(pipe => pipe.OtherProvider && pipe.SenderId == lease.SenderId)?.ProviderId;

    /// <summary>The carrier refused everything, and it is time to see whether it still does.</summary>
    public bool IsTrial => Own is { } own && _trials.Contains(own.ProviderId) || Other is { } other && _trials.Contains(other.ProviderId);

    public string Address { get; private set; } = "";

    public Medium Medium { get; private set; }

    /// <summary>Agents, the API, the system: always open, and served before any dialer.</summary>
    public Lane Direct { get; } = new(Outbox.DirectLane, time) { Running = true };

    public bool IsOlderThan(TimeSpan age) => _readAt is not { } at || time.GetElapsedTime(at) >= age;

    public IProviderConnection Connection(ProviderId provider) => _connections[provider];

    /// <param name="isStopped">Providers that have just refused everything, before the database says so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReadAsync(Func<ProviderId, bool> isStopped, CancellationToken cancellationToken)
    {
        IReadOnlyList<PipeRow> rows;
        await using (var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken))
        {
            rows = await tx.QueryAsync<PipeRow>(ChainSql, new
            {
                business_unit_id = lease.BusinessUnitId,
                sender_id = lease.SenderId,
                longest = SenderLinks.LongestChain,
                link_since = time.GetUtcNow() - Blink,
            }, cancellationToken);
            await tx.WalkIndexesAsync(cancellationToken);
            await DialerLanes.RefreshAsync(tx, lease.BusinessUnitId, lease.SenderId, _dialers, time, cancellationToken);
        }

        await ConnectAsync(rows.Where(row => row.SenderId == lease.SenderId), cancellationToken);
        Chain = [.. rows.Select(row => row.ToPipe(isStopped(row.ProviderId), row.SenderId != lease.SenderId || _connections.ContainsKey(row.ProviderId)))];
        (Own, Other) = (Fallback.Start(Chain, 0), Fallback.Start(Chain, 1));
        if (rows.Count > 0)
        {
            (Address, Medium) = (rows[0].Address, rows[0].Kind == SenderKind.WhatsApp ? Medium.WhatsApp : Medium.Sms);
            pace.SetLimit(rows[0].MessagesPerSecond);
        }

        Direct.MayHaveWork = true;
        _readAt = time.GetTimestamp();
    }

    /// <summary>
    /// The lane to claim from, and how many of <paramref name="room"/> messages: the direct lane first, then the dialers in turn,
    /// each a fair share. Null when nothing may go now; <paramref name="wait"/> is then how long until a lane's gap is over.
    /// </summary>
    public Lane? Next(int room, out int share, out TimeSpan wait)
    {
        (share, wait) = (room, TimeSpan.MaxValue);
        if (Direct.MayHaveWork)
            return Direct;

        var open = _dialers.Values.Where(lane => lane.MayHaveWork && lane.IsOpen).OrderBy(lane => lane.Id).ToList();
        var due = open.Where(lane => lane.Pace.Due() > 0).ToList();
        if (due.Count == 0)
        {
            wait = open.Count == 0 ? TimeSpan.MaxValue : open.Min(lane => lane.Pace.UntilNext());
            return null;
        }

        var lane = due.FirstOrDefault(candidate => candidate.Id.CompareTo(_served) > 0) ?? due[0];
        _served = lane.Id;
        // A claim of a handful costs as much as one of many: small shares are rounded up.
        share = Math.Min(lane.Pace.Due(), Math.Min(room, Math.Max(8, room / due.Count)));
        return lane;
    }

    private async Task ConnectAsync(IEnumerable<PipeRow> own, CancellationToken cancellationToken)
    {
        _connections.Clear();
        _trials.Clear();
        foreach (var row in own.Where(row => row.Usable))
        {
            if (await connections.GetAsync(lease.BusinessUnitId, row.ProviderId, cancellationToken) is not { } connection)
                continue;
            _connections[row.ProviderId] = connection;
            if (row.IsTrial)
                _trials.Add(row.ProviderId);
        }
    }

    private ProviderId? ProviderOf(Pipe? pipe) => pipe?.SenderId == lease.SenderId ? pipe.ProviderId : null;

    private sealed record PipeRow
    {
        public required SenderId SenderId { get; init; }

        public required SenderKind Kind { get; init; }

        public required string Address { get; init; }

        public required bool Mms { get; init; }

        public required decimal MessagesPerSecond { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required bool OtherProvider { get; init; }

        public required bool Usable { get; init; }

        public required bool Paused { get; init; }

        public bool IsTrial { get; init; }

        public required bool Disconnected { get; init; }

        public Pipe ToPipe(bool stopped, bool connected) => new()
        {
            SenderId = SenderId,
            ProviderId = ProviderId,
            OtherProvider = OtherProvider,
            Kind = Kind,
            Media = Mms,
            State = !Usable || !connected ? PipeState.Closed
                : Paused || stopped ? PipeState.Paused
                : Disconnected ? PipeState.Disconnected
                : PipeState.Open,
        };
    }
}

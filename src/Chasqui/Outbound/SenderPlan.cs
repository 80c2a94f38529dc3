using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Outbound;

/// <summary>What a pump knows of its sender: where it sends, how fast, and which lanes wait. Read again every second or when woken.</summary>
internal sealed class SenderPlan(ChasquiDatabase database, ProviderConnections connections, SenderLease lease, SenderPace pace, TimeProvider time)
{
    private const string SenderSql =
        """
        SELECT sender.address, sender.provider_id, sender.messages_per_second, sender.enabled AND sender.verified AND provider.enabled AS can_send,
               provider.pause_code IS NOT NULL AS is_stopped,
               provider.pause_code IS NOT NULL AND (provider.paused_until IS NULL OR provider.paused_until > now()) AS is_paused
        FROM sender
        JOIN provider ON provider.business_unit_id = sender.business_unit_id AND provider.id = sender.provider_id
        WHERE sender.business_unit_id = @business_unit_id AND sender.id = @sender_id
        """;

    private readonly Dictionary<Guid, Lane> _dialers = [];
    private long? _readAt;
    private Guid _served;

    /// <summary>Null while the sender may not send: switched off, or its provider is paused or not there.</summary>
    public IProviderConnection? Connection { get; private set; }

    /// <summary>The carrier refused everything, and it is time to see whether it still does.</summary>
    public bool IsTrial { get; private set; }

    public string Address { get; private set; } = "";

    public ProviderId ProviderId { get; private set; }

    /// <summary>Agents, the API, the system: always open, and served before any dialer.</summary>
    public Lane Direct { get; } = new(Outbox.DirectLane, time) { Running = true };

    public bool IsOlderThan(TimeSpan age) => _readAt is not { } at || time.GetElapsedTime(at) >= age;

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        SenderRow? sender;
        await using (var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken))
        {
            sender = await tx.QuerySingleOrDefaultAsync<SenderRow>(
                SenderSql, new { business_unit_id = lease.BusinessUnitId, sender_id = lease.SenderId }, cancellationToken);
            await tx.WalkIndexesAsync(cancellationToken);
            await DialerLanes.RefreshAsync(tx, lease.BusinessUnitId, lease.SenderId, _dialers, time, cancellationToken);
        }

        Connection = sender is { CanSend: true, IsPaused: false }
            ? await connections.GetAsync(lease.BusinessUnitId, sender.ProviderId, cancellationToken)
            : null;
        if (sender is not null)
        {
            (Address, ProviderId) = (sender.Address, sender.ProviderId);
            pace.SetLimit(sender.MessagesPerSecond);
        }

        IsTrial = sender is { IsStopped: true, IsPaused: false };
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

    private sealed record SenderRow
    {
        public required string Address { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required decimal MessagesPerSecond { get; init; }

        public required bool CanSend { get; init; }

        public required bool IsStopped { get; init; }

        public required bool IsPaused { get; init; }
    }
}

using Chasqui.Database;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.Extensions.Options;

namespace Chasqui.Outbound;

/// <summary>The right to send for a sender, held by this node until it cannot renew it.</summary>
internal sealed class SenderLease(BusinessUnitId businessUnitId, SenderId senderId, long fence, TimeSpan usable, TimeProvider time, long askedAt)
{
    private long _renewedAt = askedAt;
    private volatile bool _lost;

    public BusinessUnitId BusinessUnitId => businessUnitId;

    public SenderId SenderId => senderId;

    /// <summary>Higher than that of every holder before. What was begun under another one is not ours to repeat.</summary>
    public long Fence => fence;

    /// <summary>Another node has it, or the database says so.</summary>
    public bool IsLost => _lost;

    /// <summary>
    /// Whether a message may still be handed over: early enough that the provider's answer comes while the lease is ours. Measured
    /// on this machine's monotonic clock from before the last renewal was asked for, so no clock's jump can stretch it.
    /// </summary>
    public bool IsUsable => !_lost && time.GetElapsedTime(Interlocked.Read(ref _renewedAt)) < usable;

    public void Renewed(long askedAt) => Interlocked.Exchange(ref _renewedAt, askedAt);

    public void Lose() => _lost = true;
}

/// <summary>
/// Which node sends for which sender. A lease lives by the database's clock; its fence rises with every new holder, and whoever
/// takes over declares unknown what the holder before had in a provider's hands.
/// </summary>
internal sealed class SenderLeases(ChasquiDatabase database, IOptions<OutboundOptions> options, TimeProvider time)
{
    // Jumps from sender to sender along the index, so a million waiting messages cost as little as one. Senders of which only
    // begun attempts are left need a new holder too, once the old one is gone.
    private const string FindWorkSql =
        """
        WITH RECURSIVE waiting AS (
            (SELECT business_unit_id, sender_id FROM outbox ORDER BY business_unit_id, sender_id LIMIT 1)
            UNION ALL
            SELECT following.business_unit_id, following.sender_id
            FROM waiting CROSS JOIN LATERAL (
                SELECT outbox.business_unit_id, outbox.sender_id
                FROM outbox
                WHERE (outbox.business_unit_id, outbox.sender_id) > (waiting.business_unit_id, waiting.sender_id)
                ORDER BY outbox.business_unit_id, outbox.sender_id LIMIT 1) AS following
        ), work AS (
            SELECT business_unit_id, sender_id FROM waiting
            UNION
            SELECT business_unit_id, sender_id FROM attempt
        )
        SELECT work.business_unit_id, work.sender_id, coalesce(lease.expires_at > now(), false) AS held
        FROM work
        LEFT JOIN sender_lease AS lease ON lease.business_unit_id = work.business_unit_id AND lease.sender_id = work.sender_id
        """;

    private const string AcquireSql =
        """
        INSERT INTO sender_lease AS lease (business_unit_id, sender_id, node, fence, expires_at)
        SELECT business_unit_id, id, @node, 1, now() + make_interval(secs => @seconds)
        FROM sender WHERE business_unit_id = @business_unit_id AND id = @sender_id
        ON CONFLICT (business_unit_id, sender_id) DO UPDATE
            SET node = excluded.node, fence = lease.fence + 1, expires_at = excluded.expires_at
            WHERE lease.expires_at <= now()
        RETURNING fence
        """;

    // What an earlier holder had begun: its bytes may have left, so nobody may send it again (ADR 0020).
    private const string DeclareUnknownSql =
        """
        WITH lost AS (
            DELETE FROM attempt
            WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id AND fence < @fence
            RETURNING business_unit_id, message_id
        )
        UPDATE message SET state = 'unknown', state_changed_at = @now, failure_code = 'answerLost',
            failure_detail = 'The server stopped before the provider answered. It may have been sent; it is not sent again.'
        FROM lost
        WHERE message.business_unit_id = lost.business_unit_id AND message.id = lost.message_id AND message.state = 'sending'
        RETURNING message.dialer_id, message.interaction_id
        """;

    private const string RenewSql =
        """
        UPDATE sender_lease AS lease SET expires_at = now() + make_interval(secs => @seconds)
        FROM unnest(@business_unit_ids::uuid[], @sender_ids::uuid[], @fences::bigint[]) AS mine(business_unit_id, sender_id, fence)
        WHERE lease.business_unit_id = mine.business_unit_id AND lease.sender_id = mine.sender_id AND lease.fence = mine.fence
          AND lease.node = @node
        RETURNING lease.business_unit_id, lease.sender_id, lease.fence
        """;

    // The row stays: its fence must go on rising.
    private const string ReleaseSql =
        """
        UPDATE sender_lease SET expires_at = now()
        WHERE business_unit_id = @business_unit_id AND sender_id = @sender_id AND node = @node AND fence = @fence
        """;

    private const string ReleaseAllSql = "UPDATE sender_lease SET expires_at = now() WHERE expires_at > now()";

    /// <summary>Different for every start of the program: a restarted node is a new one.</summary>
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7(time.GetUtcNow()):n}";

    private OutboundOptions Options => options.Value;

    /// <summary>Senders with something to send, or with attempts that may be orphaned.</summary>
    public async Task<IReadOnlyList<SenderWork>> FindWorkAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.WalkIndexesAsync(cancellationToken);
        return await tx.QueryAsync<SenderWork>(FindWorkSql, null, cancellationToken);
    }

    /// <summary>Takes a sender that nobody holds; null when another node was first.</summary>
    public async Task<SenderLease?> TryAcquireAsync(BusinessUnitId businessUnitId, SenderId senderId, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        await using var tx = await database.BeginAsync(businessUnitId, cancellationToken);
        var fence = await tx.QuerySingleOrDefaultAsync<long?>(AcquireSql, new
        {
            business_unit_id = businessUnitId,
            sender_id = senderId,
            node = _node,
            seconds = Options.LeaseDuration.TotalSeconds,
        }, cancellationToken);
        if (fence is null)
            return null;

        await tx.WalkIndexesAsync(cancellationToken);
        var lost = await tx.QueryAsync<TouchedMessage>(
            DeclareUnknownSql,
            new { business_unit_id = businessUnitId, sender_id = senderId, fence, now = time.GetUtcNow() }, cancellationToken);
        TouchedMessage.Publish(tx, businessUnitId, lost);
        await tx.CommitAsync(cancellationToken);
        return new SenderLease(businessUnitId, senderId, fence.Value, Options.LeaseDuration - Options.ProviderTimeout, time, askedAt);
    }

    /// <summary>Renews every lease in one statement; those that another node has taken learn that they are lost.</summary>
    public async Task RenewAsync(IReadOnlyCollection<SenderLease> leases, CancellationToken cancellationToken)
    {
        if (leases.Count == 0)
            return;
        var askedAt = time.GetTimestamp();
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var renewed = await tx.QueryAsync<RenewedRow>(RenewSql, new
        {
            business_unit_ids = leases.Select(lease => lease.BusinessUnitId.Value).ToArray(),
            sender_ids = leases.Select(lease => lease.SenderId.Value).ToArray(),
            fences = leases.Select(lease => lease.Fence).ToArray(),
            node = _node,
            seconds = Options.LeaseDuration.TotalSeconds,
        }, cancellationToken);
        await tx.CommitAsync(cancellationToken);

        var held = renewed.ToHashSet();
        foreach (var lease in leases)
        {
            if (held.Contains(new RenewedRow { BusinessUnitId = lease.BusinessUnitId, SenderId = lease.SenderId, Fence = lease.Fence }))
                lease.Renewed(askedAt);
            else
                lease.Lose();
        }
    }

    /// <summary>Gives a sender up, for any node to take at once.</summary>
    public async Task ReleaseAsync(SenderLease lease, CancellationToken cancellationToken)
    {
        lease.Lose();
        await using var tx = await database.BeginAsync(lease.BusinessUnitId, cancellationToken);
        await tx.ExecuteAsync(
            ReleaseSql,
            new { business_unit_id = lease.BusinessUnitId, sender_id = lease.SenderId, node = _node, fence = lease.Fence },
            cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Ends every lease. Only for the one server of a private PostgreSQL when it starts: whoever held them is dead, and waiting
    /// for their end would only delay what is queued.
    /// </summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(ReleaseAllSql, null, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private sealed record RenewedRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required SenderId SenderId { get; init; }

        public required long Fence { get; init; }
    }
}

/// <summary>A sender with something to do.</summary>
internal sealed record SenderWork
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    public required SenderId SenderId { get; init; }

    /// <summary>Some node has its lease.</summary>
    public required bool Held { get; init; }
}

/// <summary>Where a changed message shows: browsers that look there are told.</summary>
internal sealed record TouchedMessage
{
    public DialerId? DialerId { get; init; }

    public InteractionId? InteractionId { get; init; }

    public static void Publish(DatabaseTransaction tx, BusinessUnitId businessUnitId, IEnumerable<TouchedMessage> messages)
    {
        var told = new HashSet<Guid>();
        foreach (var message in messages)
        {
            if (message.DialerId is { } dialer && told.Add(dialer.Value))
                tx.Publish(new DialerChanged(businessUnitId, dialer));
            if (message.InteractionId is { } interaction && told.Add(interaction.Value))
                tx.Publish(new InteractionChanged(businessUnitId, interaction));
        }
    }
}

using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Providers;
using Npgsql;

namespace Chasqui.Outbound;

/// <summary>
/// Takes what providers tell about parts. Every report is kept; its state is folded into its part's and the message's by
/// <see cref="ReportFold"/>. One that names our own message finds it also where the provider's ids were never learned.
/// </summary>
/// <remarks>
/// A report may come before the provider's answer is stored, even at the same moment: two transactions that cannot see each
/// other. So both sides commit what they have first and look for their counterpart after; whichever commits last finds it. A
/// server that dies in between leaves a straggler, which <see cref="OutboundUpkeep"/> finds.
/// </remarks>
internal sealed class DeliveryReports(ChasquiDatabase database, ReportFold fold, TimeProvider time) : IDeliveryReportSink
{
    private const int MostTries = 5;

    private const string AppendSql =
        """
        INSERT INTO delivery_event (business_unit_id, provider_id, provider_message_id, state, code, reference, opted_out, reported_at, received_at)
        SELECT @business_unit_id, @provider_id, report.provider_message_id, report.state, report.code, report.reference, report.opted_out,
               report.reported_at, @now
        FROM unnest(@ids::text[], @states::text[], @codes::text[], @references::uuid[], @opted_out::boolean[], @reported_at::timestamptz[])
            AS report(provider_message_id, state, code, reference, opted_out, reported_at)
        """;

    // Reports whose part is known and that nobody folded: a server died between the two. And those that name a message whose answer
    // was awaited when they came and never did.
    private const string StragglersSql =
        """
        WITH known AS (
            SELECT event.business_unit_id, event.provider_id, event.provider_message_id, event.reference
            FROM delivery_event AS event
            JOIN message_part AS part ON part.business_unit_id = event.business_unit_id
                AND part.provider_id = event.provider_id AND part.provider_message_id = event.provider_message_id
            WHERE event.message_id IS NULL
            LIMIT 1000
        ), lost AS (
            SELECT event.business_unit_id, event.provider_id, event.provider_message_id, event.reference
            FROM delivery_event AS event
            JOIN message ON message.business_unit_id = event.business_unit_id AND message.id = event.reference
            WHERE event.message_id IS NULL AND event.reference IS NOT NULL
              AND message.provider_id = event.provider_id AND message.state = 'unknown'
            LIMIT 1000
        )
        SELECT business_unit_id, provider_id, provider_message_id, reference FROM known
        UNION
        SELECT business_unit_id, provider_id, provider_message_id, reference FROM lost
        """;

    /// <summary>
    /// Stores reports and folds them. Returns once all is committed: only then may the provider be told that we have them.
    /// Reports of parts we do not know yet wait for them.
    /// </summary>
    public async Task AcceptAsync(
        BusinessUnitId businessUnitId, ProviderId providerId, IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        if (reports.Count == 0)
            return;
        var ids = reports.Select(Id).ToArray();
        var references = reports.Select(report => report.Reference?.Value).ToArray();
        var unfolded = await RetryAsync(
            async () =>
            {
                await using var tx = await database.BeginAsync(businessUnitId, cancellationToken);
                await tx.ExecuteAsync(AppendSql, new
                {
                    business_unit_id = businessUnitId,
                    provider_id = providerId,
                    ids,
                    states = reports.Select(report => report.State.Wire()).ToArray(),
                    references,
                    opted_out = reports.Select(report => report.OptedOut).ToArray(),
                    codes = reports.Select(report => report.Code is { } code ? Storable(code) : null).ToArray(),
                    reported_at = reports.Select(report => report.At?.ToUniversalTime()).ToArray(),
                    now = time.GetUtcNow(),
                }, cancellationToken);
                await LostMessages.LinkAsync(tx, businessUnitId, providerId, ids, references, time.GetUtcNow(), cancellationToken);
                var folded = await fold.FoldAsync(tx, businessUnitId, providerId, ids, cancellationToken);
                await tx.CommitAsync(cancellationToken);
                return reports.Count - folded;
            },
            cancellationToken);
        if (unfolded > 0)
            await FoldWaitingAsync(businessUnitId, providerId, ids, cancellationToken);
    }

    /// <summary>Folds reports that waited for these parts.</summary>
    public Task FoldWaitingAsync(BusinessUnitId businessUnitId, ProviderId providerId, string[] ids, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            await using var tx = await database.BeginAsync(businessUnitId, cancellationToken);
            var folded = await fold.FoldAsync(tx, businessUnitId, providerId, ids, cancellationToken);
            if (folded > 0)
                await tx.CommitAsync(cancellationToken);
            return folded;
        },
        cancellationToken);

    /// <summary>Folds what an interrupted server left. Returns how many reports it found.</summary>
    public async Task<int> FoldStragglersAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StragglerRow> stragglers;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
        {
            await tx.WalkIndexesAsync(cancellationToken);
            stragglers = await tx.QueryAsync<StragglerRow>(StragglersSql, null, cancellationToken);
        }

        foreach (var group in stragglers.GroupBy(row => (row.BusinessUnitId, row.ProviderId)))
        {
            var rows = group.ToList();
            await RetryAsync(
                async () =>
                {
                    var ids = rows.Select(row => row.ProviderMessageId).ToArray();
                    await using var tx = await database.BeginAsync(group.Key.BusinessUnitId, cancellationToken);
                    await LostMessages.LinkAsync(
                        tx, group.Key.BusinessUnitId, group.Key.ProviderId, ids, [.. rows.Select(row => row.Reference)], time.GetUtcNow(),
                        cancellationToken);
                    var folded = await fold.FoldAsync(tx, group.Key.BusinessUnitId, group.Key.ProviderId, ids, cancellationToken);
                    await tx.CommitAsync(cancellationToken);
                    return folded;
                },
                cancellationToken);
        }

        return stragglers.Count;
    }

    // Another fold, a claim or an import may hold what we need in another order; PostgreSQL then ends one of the two.
    private static async Task<T> RetryAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await work();
            }
            catch (PostgresException collision) when (attempt < MostTries
                && collision.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Once more, from the beginning.
            }
        }
    }

    // A provider that gives no id of its own gives ours back: that is then the part's.
    private static string Id(DeliveryReport report) => report is { ProviderMessageId.Length: 0, Reference: { } reference }
        ? reference.Value.ToString()
        : Storable(report.ProviderMessageId);

    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private sealed record StragglerRow
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required string ProviderMessageId { get; init; }

        public Guid? Reference { get; init; }
    }
}

using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Senders.Health;

/// <summary>What one node saw, as stored.</summary>
internal sealed record HealthRow
{
    /// <summary>A node says something at least every few seconds; what says nothing for so long is gone, and its figures with it.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromMinutes(1);

    private const string ReadSql =
        """
        SELECT business_unit_id, provider_id, sent, failed, throttled, hooks_refused, latencies, failure_code, failure_sentence, hook_sentence,
               link, link_since, link_sentence
        FROM provider_health
        WHERE (@business_unit_id::uuid IS NULL OR business_unit_id = @business_unit_id)
          AND (@provider_ids::uuid[] IS NULL OR provider_id = ANY (@provider_ids)) AND updated_at > @since
        ORDER BY updated_at
        """;

    public required BusinessUnitId BusinessUnitId { get; init; }

    public required ProviderId ProviderId { get; init; }

    public required int Sent { get; init; }

    public required int Failed { get; init; }

    public required int Throttled { get; init; }

    public required int HooksRefused { get; init; }

    public required int[] Latencies { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureSentence { get; init; }

    public string? HookSentence { get; init; }

    public string? Link { get; init; }

    public DateTimeOffset? LinkSince { get; init; }

    public string? LinkSentence { get; init; }

    /// <summary>What all nodes saw of each provider; of one unit's, or (in a transaction across units) of all.</summary>
    public static async Task<IReadOnlyDictionary<(BusinessUnitId Unit, ProviderId Provider), HealthFigures>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId? unit, IReadOnlyList<ProviderId>? providers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<HealthRow>(
            ReadSql,
            new { business_unit_id = unit?.Value, provider_ids = providers?.Select(id => id.Value).ToArray(), since = now - Gone },
            cancellationToken);
        return rows.GroupBy(row => (row.BusinessUnitId, row.ProviderId))
            .ToDictionary(nodes => nodes.Key, nodes => nodes.Aggregate(HealthFigures.None, (sum, node) => sum.Plus(node.ToFigures())));
    }

    private HealthFigures ToFigures() => new()
    {
        Sent = Sent,
        Failed = Failed,
        Throttled = Throttled,
        HooksRefused = HooksRefused,
        Latencies = Latencies,
        FailureCode = FailureCode,
        FailureSentence = FailureSentence,
        HookSentence = HookSentence,
        Link = Link is null ? null : Words.Parse<LinkState>(Link),
        LinkSince = LinkSince,
        LinkSentence = LinkSentence,
    };
}

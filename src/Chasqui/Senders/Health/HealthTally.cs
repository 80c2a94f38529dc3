using System.Collections.Concurrent;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Senders.Health;

/// <summary>
/// Counts what this node sees of each provider. Whoever sends or listens only adds to memory; every few seconds the sums are written
/// for all nodes to read.
/// </summary>
internal sealed partial class HealthTally(ChasquiDatabase database, TimeProvider time, ILogger<HealthTally> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Also when nothing changed: rows that nobody renews are taken for those of a node that is gone.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(15);

    // The id alone says whose a provider is. Of one that is gone nothing is kept.
    private const string WriteSql =
        """
        INSERT INTO provider_health (business_unit_id, provider_id, node, updated_at, sent, failed, throttled, hooks_refused, latencies,
            failure_code, failure_sentence, hook_sentence, link, link_since, link_sentence)
        SELECT provider.business_unit_id, provider.id, @node, @now, seen.sent, seen.failed, seen.throttled, seen.hooks_refused,
               seen.latencies::integer[], seen.failure_code, seen.failure_sentence, seen.hook_sentence, seen.link, seen.link_since, seen.link_sentence
        FROM unnest(@ids::uuid[], @sent::integer[], @failed::integer[], @throttled::integer[], @hooks_refused::integer[], @latencies::text[],
                @failure_codes::text[], @failure_sentences::text[], @hook_sentences::text[], @links::text[], @link_since::timestamptz[],
                @link_sentences::text[])
            AS seen(id, sent, failed, throttled, hooks_refused, latencies, failure_code, failure_sentence, hook_sentence, link, link_since, link_sentence)
        JOIN provider ON provider.id = seen.id
        ON CONFLICT (business_unit_id, provider_id, node) DO UPDATE SET
            updated_at = excluded.updated_at, sent = excluded.sent, failed = excluded.failed, throttled = excluded.throttled,
            hooks_refused = excluded.hooks_refused, latencies = excluded.latencies, failure_code = excluded.failure_code,
            failure_sentence = excluded.failure_sentence, hook_sentence = excluded.hook_sentence, link = excluded.link,
            link_since = excluded.link_since, link_sentence = excluded.link_sentence
        RETURNING business_unit_id
        """;

    // Different for every start of the program, as in the leases of senders.
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7(time.GetUtcNow()):n}";
    private readonly ConcurrentDictionary<ProviderId, SendWindow> _windows = new();
    private readonly Dictionary<ProviderId, Written> _written = [];

    /// <summary>A provider answered a message, or did not.</summary>
    public void Observe(ProviderId id, SendResult result, TimeSpan took) => Window(id).Observe(result, took, time.GetUtcNow());

    /// <summary>The session with the carrier stands, or why not. Told by the node that listens.</summary>
    public void Link(ProviderId id, LinkState state, string? sentence) => Window(id).Link(state, sentence, time.GetUtcNow());

    /// <summary>Somebody called the provider's hook address without the right signature.</summary>
    public void HookRefused(ProviderId id, string sentence) => Window(id).HookRefused(sentence, time.GetUtcNow());

    /// <summary>Writes what changed since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = _windows.Select(pair => (Id: pair.Key, Seen: pair.Value.Figures(now)))
            .Where(one => !_written.TryGetValue(one.Id, out var written) || !written.Says(one.Seen) || now - written.At >= Renewal)
            .ToList();
        if (due.Count == 0)
            return;
        await using (var tx = await database.BeginAcrossUnitsAsync(cancellationToken))
        {
            var units = await tx.QueryAsync<BusinessUnitId>(WriteSql, Parameters(due, now), cancellationToken);
            foreach (var unit in units.Distinct())
                tx.Publish(new ProvidersChanged(unit));
            await tx.CommitAsync(cancellationToken);
        }

        foreach (var (id, seen) in due)
            _written[id] = new Written(seen, now);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await FlushAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    Log.Failed(logger, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private SendWindow Window(ProviderId id) => _windows.GetOrAdd(id, static _ => new SendWindow());

    private object Parameters(IReadOnlyList<(ProviderId Id, HealthFigures Seen)> due, DateTimeOffset now) => new
    {
        node = _node,
        now,
        ids = due.Select(one => one.Id.Value).ToArray(),
        sent = due.Select(one => one.Seen.Sent).ToArray(),
        failed = due.Select(one => one.Seen.Failed).ToArray(),
        throttled = due.Select(one => one.Seen.Throttled).ToArray(),
        hooks_refused = due.Select(one => one.Seen.HooksRefused).ToArray(),
        latencies = due.Select(one => $"{{{string.Join(',', one.Seen.Latencies)}}}").ToArray(),
        failure_codes = due.Select(one => Storable(one.Seen.FailureCode)).ToArray(),
        failure_sentences = due.Select(one => Storable(one.Seen.FailureSentence)).ToArray(),
        hook_sentences = due.Select(one => Storable(one.Seen.HookSentence)).ToArray(),
        links = due.Select(one => one.Seen.Link is { } link ? Words.Camel(link) : null).ToArray(),
        link_since = due.Select(one => one.Seen.LinkSince?.ToUniversalTime()).ToArray(),
        link_sentences = due.Select(one => Storable(one.Seen.LinkSentence)).ToArray(),
    };

    // A carrier's word is in it, and PostgreSQL's text takes every character but this one.
    private static string? Storable(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    private sealed record Written(HealthFigures Seen, DateTimeOffset At)
    {
        // Lists are not equal by what is in them; answers counted are.
        public bool Says(HealthFigures seen) => Seen with { Latencies = [] } == seen with { Latencies = [] };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Writing how providers do failed; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

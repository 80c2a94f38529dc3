using System.Collections.Concurrent;
using Chasqui.Database;
using Microsoft.Extensions.Options;

namespace Chasqui.Jobs;

/// <summary>
/// Takes due jobs, a lease at a time, and has their handlers do them. A node that dies lets its leases run out; nothing else
/// remembers what it was doing.
/// </summary>
internal sealed partial class JobWorker(
    ChasquiDatabase database, WakeUps wakeUps, IEnumerable<IJobHandler> handlers, IOptions<JobsOptions> options, TimeProvider time, ILogger<JobWorker> logger)
    : BackgroundService
{
    // Kinds this version does not know stay for a node that does: during an upgrade both run.
    private const string ClaimSql =
        """
        WITH due AS (
            SELECT kind, subject_id FROM job
            WHERE due_at <= now() AND kind = ANY(@kinds::text[]) AND (lease_until IS NULL OR lease_until <= now())
            ORDER BY due_at
            LIMIT @most::int
            FOR UPDATE SKIP LOCKED
        )
        UPDATE job
        SET lease_until = now() + @lease_milliseconds::double precision * interval '1 millisecond', attempts = job.attempts + 1
        FROM due
        WHERE job.kind = due.kind AND job.subject_id = due.subject_id
        RETURNING job.kind, job.subject_id, job.business_unit_id, job.payload::text AS payload, job.attempts, job.lease_until
        """;

    private const string NextDueSql =
        """
        SELECT (extract(epoch FROM due_at - now()) * 1000)::double precision
        FROM job
        WHERE kind = ANY(@kinds::text[]) AND (lease_until IS NULL OR lease_until <= now())
        ORDER BY due_at
        LIMIT 1
        """;

    private const string FailSql =
        """
        UPDATE job
        SET lease_until = NULL, last_error = @error, due_at = now() + @retry_milliseconds::double precision * interval '1 millisecond'
        WHERE kind = @kind AND subject_id = @subject_id AND business_unit_id = @business_unit_id
          AND lease_until = @lease_until AND attempts = @attempts
        """;

    // The fallback when no wake-up came: a timer is never later than this.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GraceAtShutdown = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);
    private readonly JobsOptions _options = options.Value;
    private readonly ConcurrentDictionary<Job, Task> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Jobs that have begun are not cut off by the shutdown, only taking new ones is.
        using var cut = new CancellationTokenSource();
        await using var shutdown = stoppingToken.Register(() => cut.CancelAfter(GraceAtShutdown));
        using var free = new SemaphoreSlim(_options.Concurrency);
        try
        {
            while (_handlers.Count > 0)
            {
                var woken = wakeUps.NextAsync(WakeTopic.Jobs);
                await free.WaitAsync(stoppingToken);
                var slots = 1;
                while (await free.WaitAsync(TimeSpan.Zero, stoppingToken))
                    slots++;

                var jobs = await ClaimAsync(slots, stoppingToken);
                foreach (var job in jobs)
                    Start(job, free, cut.Token);
                if (jobs.Count < slots)
                {
                    free.Release(slots - jobs.Count);
                    await WakeUps.WaitAsync(woken, await UntilNextAsync(stoppingToken), time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }

        await Task.WhenAll(_running.Values);
    }

    private async Task<IReadOnlyList<Job>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        try
        {
            await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
            var claim = new { kinds = _handlers.Keys.ToArray(), most, lease_milliseconds = _options.Lease.TotalMilliseconds };
            var jobs = await tx.QueryAsync<Job>(ClaimSql, claim, cancellationToken);
            await tx.CommitAsync(cancellationToken);
            return jobs;
        }
        catch (Exception outage) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotClaim(logger, outage);
            return [];
        }
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
            var next = await tx.QuerySingleOrDefaultAsync<double?>(NextDueSql, new { kinds = _handlers.Keys.ToArray() }, cancellationToken);
            // One millisecond at least, or rounding would have us ask a hundred times for a job that is due in a moment.
            return next is null ? Poll : TimeSpan.FromMilliseconds(Math.Clamp(next.Value, 1, Poll.TotalMilliseconds));
        }
        catch (Exception outage) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotClaim(logger, outage);
            return Poll;
        }
    }

    private void Start(Job job, SemaphoreSlim free, CancellationToken cut)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[job] = RunAsync();
        started.SetResult();

        async Task RunAsync()
        {
            await started.Task; // the task is in the list before it can take itself out
            try
            {
                await HandleAsync(job, cut);
            }
            finally
            {
                _running.TryRemove(job, out _);
                free.Release();
            }
        }
    }

    private async Task HandleAsync(Job job, CancellationToken cut)
    {
        // Past its lease a run could only do work that it may not commit.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cut);
        limit.CancelAfter(_options.Lease);
        try
        {
            await _handlers[job.Kind].HandleAsync(job, limit.Token);
        }
        catch (Exception failure)
        {
            Log.Failed(logger, job.Kind, job.SubjectId, job.Attempts, failure);
            await PostponeAsync(job, failure, cut);
        }
    }

    private async Task PostponeAsync(Job job, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            var postponed = new
            {
                kind = job.Kind,
                subject_id = job.SubjectId,
                business_unit_id = job.BusinessUnitId,
                lease_until = job.LeaseUntil,
                attempts = job.Attempts,
                error = failure.GetType().Name, // its message may quote what people wrote
                retry_milliseconds = RetryAfter(job.Attempts).TotalMilliseconds,
            };
            await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
            await tx.ExecuteAsync(FailSql, postponed, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }
        catch (Exception outage)
        {
            Log.CannotPostpone(logger, job.Kind, job.SubjectId, outage); // its lease runs out, that is the retry
        }
    }

    private TimeSpan RetryAfter(int attempts)
    {
        var wait = _options.FirstRetry * Math.Pow(2, Math.Min(attempts - 1, 30));
        return wait < _options.LongestRetry ? wait : _options.LongestRetry;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Job {Kind} {SubjectId} failed at attempt {Attempt}; it is tried again.")]
        public static partial void Failed(ILogger logger, string kind, Guid subjectId, int attempt, Exception failure);

        [LoggerMessage(LogLevel.Warning, "Cannot look for jobs; the database is asked again.")]
        public static partial void CannotClaim(ILogger logger, Exception outage);

        [LoggerMessage(LogLevel.Warning, "Cannot note that job {Kind} {SubjectId} failed; it is tried again when its lease ends.")]
        public static partial void CannotPostpone(ILogger logger, string kind, Guid subjectId, Exception outage);
    }
}

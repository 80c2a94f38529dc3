using System.Collections.Concurrent;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Jobs;

/// <summary>Two nodes on one database, each with the handlers below.</summary>
public sealed class JobWorkerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string UnitSql = "SELECT id FROM business_unit";
    private const string JobsSql = "SELECT kind, attempts, last_error FROM job WHERE kind = 'test'";
    private const string NoteSql = "INSERT INTO sign_in_throttle (account_hash, failures, blocked_until) VALUES (@hash, 1, now())";
    private const string NotesSql = "SELECT count(*) FROM sign_in_throttle";

    private readonly ConcurrentQueue<(TestHandler Handler, Job Job)> _runs = new();
    private TestServer _one = null!;
    private TestServer _two = null!;
    private BusinessUnitId _unit;

    /// <summary>What a handler does with a job; set by the test.</summary>
    private Func<ChasquiDatabase, Job, CancellationToken, Task> _work = CompleteAsync;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var connectionString = await TemplateDatabase.CopyAsync(postgres, cancellationToken);
        _one = await StartAsync(connectionString, cancellationToken);
        _two = await StartAsync(connectionString, cancellationToken);
        await using var tx = await _one.Database.BeginAcrossUnitsAsync(cancellationToken);
        _unit = await tx.QuerySingleAsync<BusinessUnitId>(UnitSql, null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_job_that_is_due_is_done_once_and_gone()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var subject = await SetAsync(TimeSpan.Zero, """{"word":"given"}""", cancellationToken);

        await UntilEmptyAsync(cancellationToken);

        var (_, job) = _runs.ShouldHaveSingleItem();
        job.SubjectId.ShouldBe(subject);
        job.BusinessUnitId.ShouldBe(_unit);
        job.Attempts.ShouldBe(1);
        job.Payload.ShouldBe("""{"word": "given"}""");
    }

    [Fact]
    public async Task Hundreds_of_jobs_are_each_done_by_one_node_and_both_nodes_take_part()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _work = async (database, job, cancel) =>
        {
            await Task.Delay(5, cancel);
            await CompleteAsync(database, job, cancel);
        };
        var subjects = new List<Guid>();
        for (var i = 0; i < 300; i++)
            subjects.Add(await SetAsync(TimeSpan.Zero, null, cancellationToken));

        await UntilEmptyAsync(cancellationToken);

        _runs.Select(run => run.Job.SubjectId).Order().ShouldBe(subjects.Order());
        _runs.Select(run => run.Handler).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_timer_fires_within_a_second_of_its_time_and_never_before()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var time = TimeProvider.System;
        var fired = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work = async (database, job, cancel) =>
        {
            fired.TrySetResult(time.GetTimestamp());
            await CompleteAsync(database, job, cancel);
        };
        var set = time.GetTimestamp();
        await SetAsync(TimeSpan.FromMilliseconds(1_500), null, cancellationToken);

        var late = time.GetElapsedTime(set, await fired.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken)) - TimeSpan.FromMilliseconds(1_500);

        late.ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_failed_job_is_tried_again_and_keeps_only_the_kind_of_error()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _work = async (database, job, cancel) =>
        {
            if (job.Attempts < 3)
                throw new InvalidOperationException("the text of a message");
            await using var tx = await database.BeginAsync(job.BusinessUnitId, cancel);
            (await tx.QuerySingleAsync<JobRow>(JobsSql, null, cancel)).ShouldBe(new JobRow("test", 3, nameof(InvalidOperationException)));
            (await JobQueue.CompleteAsync(tx, job, cancel)).ShouldBeTrue();
            await tx.CommitAsync(cancel);
        };
        await SetAsync(TimeSpan.Zero, null, cancellationToken);

        await UntilEmptyAsync(cancellationToken);

        _runs.Select(run => run.Job.Attempts).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_run_whose_lease_is_lost_leaves_nothing_behind()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var completed = new ConcurrentQueue<bool>();
        _work = async (database, job, cancel) =>
        {
            begun.TrySetResult();
            await moved.Task.WaitAsync(cancel);
            await using var tx = await database.BeginAsync(job.BusinessUnitId, cancel);
            await tx.ExecuteAsync(NoteSql, new { hash = Guid.CreateVersion7().ToByteArray() }, cancel);
            var ours = await JobQueue.CompleteAsync(tx, job, cancel);
            completed.Enqueue(ours);
            if (ours)
                await tx.CommitAsync(cancel);
        };
        var subject = await SetAsync(TimeSpan.Zero, null, cancellationToken);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);

        // Set anew while it runs: the run that has begun must not count, the new one must.
        await SetAsync(subject, TimeSpan.Zero, cancellationToken);
        moved.SetResult();
        await UntilEmptyAsync(cancellationToken);

        completed.Count(ours => ours).ShouldBe(1);
        completed.Count(ours => !ours).ShouldBe(1);
        await using var look = await _one.Database.BeginAsync(_unit, cancellationToken);
        (await look.QuerySingleAsync<int>(NotesSql, null, cancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_job_is_not_done()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var cancelled = await SetAsync(TimeSpan.FromMilliseconds(300), null, cancellationToken);
        await using (var tx = await _one.Database.BeginAsync(_unit, cancellationToken))
        {
            await JobQueue.CancelAsync(tx, "test", cancelled, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        var other = await SetAsync(TimeSpan.FromMilliseconds(600), null, cancellationToken);
        await UntilEmptyAsync(cancellationToken);

        _runs.ShouldHaveSingleItem().Job.SubjectId.ShouldBe(other);
    }

    [Fact]
    public async Task A_handler_may_set_its_job_again()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _work = async (database, job, cancel) =>
        {
            await using var tx = await database.BeginAsync(job.BusinessUnitId, cancel);
            (await JobQueue.CompleteAsync(tx, job, cancel)).ShouldBeTrue();
            if (_runs.Count < 3)
                await JobQueue.SetAsync(tx, job.Kind, job.SubjectId, job.BusinessUnitId, TimeSpan.FromMilliseconds(10), job.Payload, cancel);
            await tx.CommitAsync(cancel);
        };
        await SetAsync(TimeSpan.Zero, """{"a":1}""", cancellationToken);

        await UntilEmptyAsync(cancellationToken);

        _runs.Count.ShouldBe(3);
        _runs.ShouldAllBe(run => run.Job.Payload == """{"a": 1}""" && run.Job.Attempts == 1);
    }

    [Fact]
    public async Task A_job_of_a_node_that_died_is_done_by_another_when_the_lease_ends()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var first = true;
        _work = async (database, job, cancel) =>
        {
            if (Interlocked.Exchange(ref first, false))
                return; // as if the process had died: not completed, not failed
            await CompleteAsync(database, job, cancel);
        };
        await SetAsync(TimeSpan.Zero, null, cancellationToken);

        await UntilEmptyAsync(cancellationToken);

        _runs.Select(run => run.Job.Attempts).ShouldBe([1, 2]);
    }

    private static async Task CompleteAsync(ChasquiDatabase database, Job job, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        (await JobQueue.CompleteAsync(tx, job, cancellationToken)).ShouldBeTrue();
        await tx.CommitAsync(cancellationToken);
    }

    private async Task<Guid> SetAsync(TimeSpan dueIn, string? payload, CancellationToken cancellationToken)
    {
        var subject = Guid.CreateVersion7();
        await using var tx = await _one.Database.BeginAsync(_unit, cancellationToken);
        await JobQueue.SetAsync(tx, "test", subject, _unit, dueIn, payload, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return subject;
    }

    private async Task SetAsync(Guid subject, TimeSpan dueIn, CancellationToken cancellationToken)
    {
        await using var tx = await _one.Database.BeginAsync(_unit, cancellationToken);
        await JobQueue.SetAsync(tx, "test", subject, _unit, dueIn, null, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private async Task UntilEmptyAsync(CancellationToken cancellationToken) => await Poll.UntilAsync(
        async () =>
        {
            await using var tx = await _one.Database.BeginAcrossUnitsAsync(cancellationToken);
            return (await tx.QueryAsync<JobRow>(JobsSql, null, cancellationToken)).Count;
        },
        left => left == 0, TimeSpan.FromSeconds(20), cancellationToken);

    private Task<TestServer> StartAsync(string connectionString, CancellationToken cancellationToken) => TestServer.StartAsync(
        connectionString,
        new Dictionary<string, string?> { ["Jobs:Lease"] = "00:00:01", ["Jobs:FirstRetry"] = "00:00:00.050", ["Jobs:LongestRetry"] = "00:00:01" },
        clock: null,
        builder => builder.Services.AddSingleton<IJobHandler>(services => new TestHandler(this, services)),
        cancellationToken);

    private sealed record JobRow(string Kind, int Attempts, string? LastError);

    private sealed class TestHandler(JobWorkerTests test, IServiceProvider services) : IJobHandler
    {
        public string Kind => "test";

        public Task HandleAsync(Job job, CancellationToken cancellationToken)
        {
            test._runs.Enqueue((this, job));
            return test._work(services.GetRequiredService<ChasquiDatabase>(), job, cancellationToken);
        }
    }
}

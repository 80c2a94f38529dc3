using System.Collections.Concurrent;
using System.Net;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

public sealed class WindowTests
{
    [Fact]
    public async Task No_more_than_the_window_is_unanswered_and_each_answer_lets_one_more_out()
    {
        var asked = new ConcurrentQueue<TaskCompletionSource<SmppSubmitResult>>();
        var most = 0;
        var now = 0;
        await using var link = await Link.OpenAsync(
            new()
            {
                OnSubmit = async (_, submit, _) =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref now));
                    var answer = new TaskCompletionSource<SmppSubmitResult>(TaskCreationOptions.RunContinuationsAsynchronously);
                    asked.Enqueue(answer);
                    var result = await answer.Task;
                    Interlocked.Decrement(ref now);
                    return result;
                },
            },
            options => options with { WindowSize = 3 });
        var submits = Enumerable.Range(0, 20)
            .Select(_ => link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken).AsTask()).ToArray();
        link.Client.Unanswered.ShouldBe(20);
        for (var i = 0; i < 20; i++)
        {
            TaskCompletionSource<SmppSubmitResult>? answer = null;
            await Until(() => asked.TryDequeue(out answer));
            answer!.SetResult(SmppSubmitResult.Accepted($"{i}"));
        }
        await Task.WhenAll(submits).InTime();
        most.ShouldBe(3);
    }

    [Fact]
    public async Task Answers_out_of_order_reach_their_own_requests()
    {
        using var listener = RawPeer.Listen();
        await using var client = new SmppClient(Link.To((IPEndPoint)listener.LocalEndpoint));
        client.Start();
        using var smsc = await RawPeer.AcceptAsync(listener);
        await smsc.AcceptBindAsync();
        await client.WaitUntilBoundAsync(TestContext.Current.CancellationToken).InTime();
        var submits = Enumerable.Range(0, 5).Select(i => client.SubmitAsync(
            Link.Hello with { Destination = SmppAddress.International($"{i}") }, TestContext.Current.CancellationToken).AsTask()).ToArray();
        var asked = new List<(SmppHeader Header, SubmitSm Pdu)>();
        for (var i = 0; i < 5; i++) asked.Add(await smsc.ReadAsync<SubmitSm>());
        foreach (var (header, submit) in Enumerable.Reverse(asked))
            await smsc.SendAsync(new SubmitSmResponse { MessageId = $"for-{submit.Destination.Value}" }, header.Sequence);
        for (var i = 0; i < 5; i++) (await submits[i].InTime()).MessageId.ShouldBe($"for-{i}");
    }

    [Fact]
    public async Task A_request_cancelled_in_the_queue_is_never_sent_and_one_that_was_sent_ends_with_its_answer()
    {
        var answer = new TaskCompletionSource<SmppSubmitResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var link = await Link.OpenAsync(
            new()
            {
                OnSubmit = (_, _, _) =>
                {
                    Interlocked.Increment(ref arrived);
                    return new(answer.Task);
                },
            },
            options => options with { WindowSize = 1 });
        using var cancel = new CancellationTokenSource();
        var sent = link.Client.SubmitAsync(Link.Hello, cancel.Token).AsTask();
        var waiting = link.Client.SubmitAsync(Link.Hello, cancel.Token).AsTask();
        await Until(() => arrived == 1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting.InTime());
        sent.IsCompleted.ShouldBeFalse();
        answer.SetResult(SmppSubmitResult.Accepted("1"));
        (await sent.InTime()).MessageId.ShouldBe("1");
        (await link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken).InTime()).MessageId.ShouldBe("1");
        arrived.ShouldBe(2);
    }

    [Fact]
    public async Task Ten_thousand_requests_of_many_callers_and_cancellers_all_end_once()
    {
        var id = 0;
        await using var link = await Link.OpenAsync(
            new()
            {
                OnSubmit = async (_, submit, _) =>
                {
                    if (Interlocked.Increment(ref id) % 7 == 0) await Task.Yield();
                    return SmppSubmitResult.Accepted(submit.Destination.Value);
                },
            },
            options => options with { WindowSize = 8 });
        var ended = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => Task.Run(
            async () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    using var cancel = new CancellationTokenSource();
                    var to = $"{caller * 1000 + i}";
                    var submit = link.Client.SubmitAsync(Link.Hello with { Destination = SmppAddress.International(to) }, cancel.Token);
                    if (i % 3 == 0) await cancel.CancelAsync();
                    try
                    {
                        (await submit).MessageId.ShouldBe(to);
                    }
                    catch (OperationCanceledException)
                    {
                        // It was still waiting.
                    }
                    Interlocked.Increment(ref ended);
                }
            },
            TestContext.Current.CancellationToken))).InTime();
        ended.ShouldBe(10_000);
        link.Client.Unanswered.ShouldBe(0);
    }

    [Fact]
    public async Task After_throttling_nothing_is_sent_until_the_pause_is_over()
    {
        var times = new ConcurrentQueue<long>();
        await using var link = await Link.OpenAsync(
            new()
            {
                OnSubmit = (_, _, _) =>
                {
                    times.Enqueue(TimeProvider.System.GetTimestamp());
                    return ValueTask.FromResult(
                        times.Count == 1 ? SmppSubmitResult.Refused(SmppCommandStatus.Throttled) : SmppSubmitResult.Accepted("1"));
                },
            },
            options => options with { ThrottlePause = TimeSpan.FromMilliseconds(300) });
        var refused = await Should.ThrowAsync<SmppRefusedException>(
            link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken).AsTask());
        refused.Status.ShouldBe(SmppCommandStatus.Throttled);
        await link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken).InTime();
        TimeProvider.System.GetElapsedTime(times.ElementAt(0), times.ElementAt(1)).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(280));
    }

    [Fact]
    public async Task The_rate_is_kept()
    {
        await using var link = await Link.OpenAsync(client: options => options with { MaxRequestsPerSecond = 100, WindowSize = 100 });
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(_ => link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken).AsTask())).InTime();
        // 60 at 100 a second, of which a tenth of a second may come at once.
        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(450));
    }

    private static async Task Until(Func<bool> reached)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!reached())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Link.Patience);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}

using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Senders.Health;

/// <summary>What this node saw of one provider in the last five minutes, in buckets of ten seconds that are forgotten one by one.</summary>
internal sealed class SendWindow
{
    private const int Buckets = 30;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Bucket[] _buckets = [.. Enumerable.Range(0, Buckets).Select(_ => new Bucket())];
    private HealthFigures _words = HealthFigures.None;

    public void Observe(SendResult result, TimeSpan took, DateTimeOffset now)
    {
        lock (_gate)
        {
            var bucket = At(now);
            bucket.Latencies[LatencyScale.StepOf(took)]++;
            switch (result)
            {
                case SendResult.Accepted:
                    bucket.Sent++;
                    break;
                case SendResult.Failed { Failure.Class: SendFailureClass.Throttle }:
                    bucket.Throttled++;
                    break;
                // What the contact forbade, or a window that is closed, says nothing about the provider.
                case SendResult.Failed { Failure: { Class: not (SendFailureClass.OptOut or SendFailureClass.NeedsTemplate) } failure }:
                    bucket.Failed++;
                    _words = _words with { FailureCode = failure.Code, FailureSentence = failure.Sentence };
                    break;
            }
        }
    }

    public void HookRefused(string sentence, DateTimeOffset now)
    {
        lock (_gate)
        {
            At(now).HooksRefused++;
            _words = _words with { HookSentence = sentence };
        }
    }

    public void Link(LinkState state, string? sentence, DateTimeOffset now)
    {
        lock (_gate)
        {
            // Trying again is still not being connected: the trouble began when the session ended.
            var stands = state == LinkState.Connected;
            var since = _words.Link is { } before && before == LinkState.Connected == stands ? _words.LinkSince : now;
            _words = _words with { Link = state, LinkSince = since, LinkSentence = sentence ?? (stands ? null : _words.LinkSentence) };
        }
    }

    public HealthFigures Figures(DateTimeOffset now)
    {
        lock (_gate)
        {
            var current = Number(now);
            var live = _buckets.Where(bucket => bucket.Number > current - Buckets && bucket.Number <= current).ToList();
            var failed = live.Sum(bucket => bucket.Failed);
            var refused = live.Sum(bucket => bucket.HooksRefused);
            return _words with
            {
                Sent = live.Sum(bucket => bucket.Sent),
                Failed = failed,
                Throttled = live.Sum(bucket => bucket.Throttled),
                HooksRefused = refused,
                Latencies = [.. Enumerable.Range(0, LatencyScale.Steps).Select(step => live.Sum(bucket => bucket.Latencies[step]))],
                FailureCode = failed == 0 ? null : _words.FailureCode,
                FailureSentence = failed == 0 ? null : _words.FailureSentence,
                HookSentence = refused == 0 ? null : _words.HookSentence,
            };
        }
    }

    private Bucket At(DateTimeOffset now)
    {
        var number = Number(now);
        var bucket = _buckets[number % Buckets];
        if (bucket.Number != number)
            bucket.Begin(number);
        return bucket;
    }

    private static long Number(DateTimeOffset now) => now.UtcTicks / Length.Ticks;

    private sealed class Bucket
    {
        public long Number { get; private set; }

        public int Sent { get; set; }

        public int Failed { get; set; }

        public int Throttled { get; set; }

        public int HooksRefused { get; set; }

        public int[] Latencies { get; } = new int[LatencyScale.Steps];

        public void Begin(long number)
        {
            (Number, Sent, Failed, Throttled, HooksRefused) = (number, 0, 0, 0, 0);
            Array.Clear(Latencies);
        }
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Chasqui.Messages;
using Chasqui.Providers;
using Npgsql;

namespace Chasqui.Outbound;

/// <summary>
/// Sends for one sender while this node holds its lease. Two loops: one claims no more than can be handed over at once and hands it
/// over; the other writes what the providers answered, many at a time.
/// </summary>
internal sealed partial class SenderPump(SenderLease lease, PumpParts parts)
{
    private static readonly TimeSpan FreshEnough = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RereadWhileBusy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilWritten = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UntilNudged = TimeSpan.FromSeconds(10);
    private const int EnoughResults = 32;
    private const int MostResults = 200;

    private readonly SenderPace _pace = new(parts.Time);
    private readonly PumpSignal _signal = new(parts.Time);
    private readonly Channel<SendOutcome> _outcomes = Channel.CreateUnbounded<SendOutcome>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Attempt, bool> _inFlight = new();
    private readonly ConcurrentDictionary<ProviderId, long> _refusing = new();
    private bool _claimInDoubt;
    private volatile bool _nudged = true;
    private volatile bool _outdated;
    private volatile bool _stopped;
    private long _idleSince;

    public SenderLease Lease => lease;

    /// <summary>How long it has had nothing to do.</summary>
    public TimeSpan Idle => _inFlight.IsEmpty ? parts.Time.GetElapsedTime(Interlocked.Read(ref _idleSince)) : TimeSpan.Zero;

    /// <summary>There may be something to send, or the lease is lost.</summary>
    public void Nudge()
    {
        _nudged = true;
        _signal.Give();
    }

    /// <summary>Claims nothing more; <see cref="RunAsync"/> ends when what is in flight is done.</summary>
    public void Stop()
    {
        _stopped = true;
        _signal.Give();
    }

    /// <summary>Sends until stopped or until the lease is lost; then lets what is in flight finish and writes its results.</summary>
    public async Task RunAsync()
    {
        Interlocked.Exchange(ref _idleSince, parts.Time.GetTimestamp());
        var writing = WriteOutcomesAsync();
        try
        {
            var plan = new SenderPlan(parts.Database, parts.Connections, lease, _pace, parts.Time);
            while (!_stopped && !lease.IsLost && !writing.IsCompleted)
            {
                var wait = await TryStepAsync(plan);
                if (wait > TimeSpan.Zero)
                    await _signal.WaitAsync(wait);
            }
        }
        finally
        {
            await DrainAsync(writing);
        }
    }

    // Whatever a provider has, it answers or loses within its time limit; every outcome then passes through the channel.
    private async Task DrainAsync(Task writing)
    {
        while (!_inFlight.IsEmpty && !writing.IsCompleted)
            await _signal.WaitAsync(Linger);
        _outcomes.Writer.Complete();
        await writing;
        if (!lease.IsLost)
            await parts.Claims.TakeBackAsync(lease, [], CancellationToken.None);
    }

    private async Task<TimeSpan> TryStepAsync(SenderPlan plan)
    {
        try
        {
            return await StepAsync(plan);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            _claimInDoubt = true;
            Log.ClaimFailed(parts.Logger, failure, lease.SenderId.Value);
            return AfterFailure;
        }
    }

    /// <summary>Claims and hands over once. Returns how long to wait before the next step; zero when there is more to do.</summary>
    private async Task<TimeSpan> StepAsync(SenderPlan plan)
    {
        if (_claimInDoubt)
        {
            await parts.Claims.TakeBackAsync(lease, [.. _inFlight.Keys], CancellationToken.None);
            _claimInDoubt = false;
        }

        if (_nudged)
            plan.Direct.MayHaveWork = true;
        if (_outdated || plan.IsOlderThan(_nudged ? FreshEnough : RereadWhileBusy))
        {
            _outdated = false;
            _nudged = false;
            await plan.ReadAsync(IsStopped, CancellationToken.None);
        }

        if (!lease.IsUsable || !plan.MaySend && plan.Divert is null)
            return parts.Options.Poll;

        // The worker nudges every pump whose sender has messages, so a pump with nothing to do need not look by itself.
        var patience = _nudged ? FreshEnough : UntilNudged;
        var room = Math.Min(parts.Options.MaxInFlight - _inFlight.Count, _pace.Available());
        if (plan.IsTrial)
            room = Math.Min(room, 1 - _inFlight.Count); // one message finds out whether the carrier still refuses all
        if (room <= 0)
            return Shorter(patience, _pace.UntilNext());
        if (plan.Next(room, out var share, out var gap) is not { } lane)
            return Shorter(patience, gap);
        if (plan.Divert is { } other)
            return await DivertAsync(lane, other, share);

        var claim = await ClaimAsync(plan, lane, share);
        if (!claim.LeaseIsOurs)
        {
            lease.Lose();
            return TimeSpan.Zero;
        }

        _pace.Take(claim.Messages.Count);
        lane.Pace.Take(claim.Messages.Count);
        foreach (var message in claim.Messages)
            HandOver(plan, message);
        if (claim.Taken > 0)
            Interlocked.Exchange(ref _idleSince, parts.Time.GetTimestamp());
        return TimeSpan.Zero;
    }

    private async Task<Claim> ClaimAsync(SenderPlan plan, Lane lane, int limit)
    {
        var from = lane.NextFrom(out var whole);
        var claim = await parts.Turns.TakeAsync(
            () => parts.Claims.ClaimAsync(lease, plan.Ways, plan.FallbackProvider, lane.Id, from, limit, CancellationToken.None));
        lane.Mark = claim.Mark ?? lane.Mark;
        if (claim.Taken < limit)
        {
            // Nothing more behind the mark: one look from the beginning, and if that finds no more, none until woken.
            lane.MayHaveWork = !whole;
            lane.LookWholly();
        }

        return claim;
    }

    /// <summary>Nothing goes out from here for now: what waits goes to the fallback, a little at a time.</summary>
    private async Task<TimeSpan> DivertAsync(Lane lane, Pipe to, int limit)
    {
        if (await parts.Turns.TakeAsync(() => parts.Claims.DivertAsync(lease, to, lane.Id, limit, CancellationToken.None)) is not { } moved)
        {
            lease.Lose();
            return TimeSpan.Zero;
        }

        if (moved == 0)
            return parts.Options.Poll;
        lane.Pace.Take(moved);
        Interlocked.Exchange(ref _idleSince, parts.Time.GetTimestamp());
        return FreshEnough;
    }

    // Not awaited: its outcome comes through the channel, and it is in flight until that is written.
    private void HandOver(SenderPlan plan, ClaimedMessage message)
    {
        _inFlight[message.Attempted] = true;
        _ = SendAsync(new Way(plan.Address, plan.Medium, plan.Connection(message.ProviderId), plan.Chain), message);
    }

    private async Task SendAsync(Way way, ClaimedMessage message)
    {
        var outcome = await AskProviderAsync(way, message);
        _outcomes.Writer.TryWrite(outcome);
    }

    private async Task<SendOutcome> AskProviderAsync(Way way, ClaimedMessage message)
    {
        // Between the claim and this line the process may have been stopped for longer than the lease lasts.
        if (!lease.IsUsable)
            return SendOutcome.NotSent(message);
        var limit = parts.Options.ProviderTimeout;
        var started = parts.Time.GetTimestamp();
        using var patience = new CancellationTokenSource(limit, parts.Time);
        try
        {
            var outbound = Outbound(way, message);
            // A connection that does not heed the token is waited for no longer than a little beyond it.
            var result = await way.Connection.SendAsync(outbound, patience.Token).WaitAsync(limit + TimeSpan.FromSeconds(1), parts.Time, CancellationToken.None);
            parts.Health.Observe(message.ProviderId, result, parts.Time.GetElapsedTime(started));
            Heed(message.ProviderId, result);
            return SendOutcome.Of(message, result, parts.Options, Random.Shared.NextDouble(), way.Chain);
        }
        catch (Exception silence) when (silence is TimeoutException or OperationCanceledException)
        {
            return Lost("timeout", $"The provider did not answer within {limit.TotalSeconds:0.#} s. It may have been sent; it is not sent again.");
        }
        catch (Exception fault)
        {
            Log.ProviderThrew(parts.Logger, fault, message.Id.Value);
            return Lost("providerFault", "The provider's program failed in the middle. It may have been sent; it is not sent again.");
        }

        SendOutcome Lost(string code, string sentence)
        {
            var failure = new SendFailure(code, SendFailureClass.UnknownOutcome, sentence);
            parts.Health.Observe(message.ProviderId, new SendResult.Failed(failure), parts.Time.GetElapsedTime(started));
            return SendOutcome.Lost(message, code, sentence);
        }
    }

    private static OutboundMessage Outbound(Way way, ClaimedMessage message)
    {
        var content = MessageContent.Parse(message.Content);
        return new OutboundMessage
        {
            Id = message.Id,
            Medium = way.Medium,
            Sender = way.Address,
            To = PhoneNumber.FromStored(message.Number),
            Text = message.Text,
            Media = content?.ForProvider() ?? [],
            // Elsewhere their text goes alone.
            Template = way.Medium == Medium.WhatsApp ? content?.TemplateForProvider() : null,
            Interactive = way.Medium == Medium.WhatsApp ? content?.InteractiveForProvider() : null,
            DialString = message.DialString,
            Attempt = message.Attempt,
        };
    }

    /// <summary>What an answer says about the sender or its provider as a whole.</summary>
    private void Heed(ProviderId provider, SendResult result)
    {
        if (result is not SendResult.Failed { Failure: var failure })
            return;
        if (failure.Class == SendFailureClass.Throttle)
        {
            _pace.Slow(Shorter(failure.RetryAfter ?? parts.Options.RetryPause, parts.Options.LongestPause));
        }
        else if (failure.Class == SendFailureClass.AccountStop)
        {
            // Until the result is written, which pauses the provider for everyone.
            _refusing[provider] = parts.Time.GetTimestamp();
            _outdated = true;
            Log.AccountStopped(parts.Logger, lease.SenderId.Value, failure.Code);
        }
    }

    private bool IsStopped(ProviderId provider) =>
        _refusing.TryGetValue(provider, out var at) && parts.Time.GetElapsedTime(at) < Shorter(UntilWritten, parts.Options.AccountStopPause);

    private async Task WriteOutcomesAsync()
    {
        var batch = new List<SendOutcome>();
        while (await _outcomes.Reader.WaitToReadAsync())
        {
            await GatherAsync(batch);
            // One transaction has one provider; a batch that spans a change of provider is written in two.
            foreach (var group in batch.GroupBy(outcome => outcome.Message.ProviderId))
                await WriteAsync(group.Key, [.. group]);
            foreach (var outcome in batch)
                _inFlight.TryRemove(outcome.Message.Attempted, out _);
            batch.Clear();
            _signal.Give();
        }
    }

    // A moment's patience makes one transaction of many answers, unless nothing else is to come.
    private async Task GatherAsync(List<SendOutcome> batch)
    {
        Drain();
        if (batch.Count >= EnoughResults || batch.Count >= _inFlight.Count)
            return;
        await Task.Delay(Linger, parts.Time);
        Drain();

        void Drain()
        {
            while (batch.Count < MostResults && _outcomes.Reader.TryRead(out var outcome))
                batch.Add(outcome);
        }
    }

    /// <summary>
    /// Writes until it is written: a database that is away comes back, and nothing new is claimed for what is still in flight. One
    /// result the database refuses must not hold up the others: it is then written alone, and if need be as unknown.
    /// </summary>
    private async Task WriteAsync(ProviderId providerId, IReadOnlyList<SendOutcome> outcomes)
    {
        while (true)
        {
            try
            {
                await parts.Turns.TakeAsync(async () =>
                {
                    await parts.Results.WriteAsync(lease, providerId, outcomes, CancellationToken.None);
                    return true;
                });
                return;
            }
            catch (PostgresException refusal) when (!refusal.IsTransient && outcomes.Count > 1)
            {
                foreach (var outcome in outcomes)
                    await WriteAsync(providerId, [outcome]);
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                Log.ResultsFailed(parts.Logger, failure, lease.SenderId.Value, outcomes.Count);
                if (failure is PostgresException { IsTransient: false })
                    outcomes = [SendOutcome.Lost(outcomes[0].Message, "answerNotStored", "The provider's answer could not be stored. It is not sent again.")];
                await Task.Delay(AfterFailure, parts.Time);
            }
        }
    }

    /// <summary>How a message leaves: as whom, over what, by which account, and where it could go from there.</summary>
    private sealed record Way(string Address, Medium Medium, IProviderConnection Connection, IReadOnlyList<Pipe> Chain);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Claiming for sender {SenderId} failed; trying again")]
        public static partial void ClaimFailed(ILogger logger, Exception exception, Guid senderId);

        [LoggerMessage(2, LogLevel.Warning, "Writing {Count} results of sender {SenderId} failed; trying again")]
        public static partial void ResultsFailed(ILogger logger, Exception exception, Guid senderId, int count);

        [LoggerMessage(3, LogLevel.Error, "The provider's program failed while sending message {MessageId}")]
        public static partial void ProviderThrew(ILogger logger, Exception exception, Guid messageId);

        [LoggerMessage(4, LogLevel.Warning, "The provider refuses sender {SenderId} as a whole ({Code}); its messages wait until it is tried again")]
        public static partial void AccountStopped(ILogger logger, Guid senderId, string code);
    }
}

using System.Collections.Concurrent;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Outbound;

/// <summary>
/// A carrier that answers as a test tells it and keeps books of its own: what it was handed is in <see cref="Ledger"/>, whatever
/// our tables say. Shared by all nodes of a test.
/// </summary>
internal sealed class ScriptedCarrier : IProviderKind
{
    public const string KindName = "scripted";

    private int _ids;

    public string Name => KindName;

    public ProviderSchema Schema { get; } = new("Scripted", "Answers as a test tells it.", []);

    /// <summary>Answers a message; null accepts it, one id for each part.</summary>
    public Func<OutboundMessage, CancellationToken, Task<SendResult>>? Script { get; set; }

    /// <summary>Answers later questions about a message; null: it cannot tell.</summary>
    public Func<OutboundMessage, LookUpResult>? LookUp { get; set; }

    /// <summary>Answers a message handed to one of several accounts; comes before <see cref="Script"/>.</summary>
    public Func<ProviderId, OutboundMessage, Task<SendResult>>? AccountScript { get; set; }

    /// <summary>Everything that an account has taken, or may have.</summary>
    public ConcurrentQueue<(ProviderId Account, OutboundMessage Message)> Taken { get; } = new();

    /// <summary>Everything handed over, in order.</summary>
    public ConcurrentQueue<OutboundMessage> Ledger { get; } = new();

    public int CountOf(MessageId id) => Ledger.Count(message => message.Id == id);

    public SendResult.Accepted Accept() => new([$"part-{Interlocked.Increment(ref _ids)}"]);

    public static SendResult Fail(SendFailureClass failureClass, TimeSpan? retryAfter = null) =>
        new SendResult.Failed(new SendFailure("scripted:1", failureClass, "As scripted.", retryAfter));

    /// <summary>Answers the first messages in this order, and accepts all after.</summary>
    public void Answer(params SendResult[] results)
    {
        var queue = new ConcurrentQueue<SendResult>(results);
        Script = (_, _) => Task.FromResult(queue.TryDequeue(out var result) ? result : Accept());
    }

    /// <summary>Keeps every message waiting until the returned gate is opened.</summary>
    public HeldMessages Hold()
    {
        var held = new HeldMessages(this);
        Script = held.AnswerAsync;
        return held;
    }

    public IProviderConnection Open(ProviderAccount account) => new Connection(this, account.Id);

    private sealed class Connection(ScriptedCarrier carrier, ProviderId account) : IProviderConnection, ILookUp
    {
        public Task<LookUpResult> LookUpAsync(OutboundMessage message, DateTimeOffset sentAt, CancellationToken cancellationToken) =>
            Task.FromResult(carrier.LookUp?.Invoke(message) ?? new LookUpResult.CannotTell());

        public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
        {
            carrier.Ledger.Enqueue(message);
            if (carrier.AccountScript is { } byAccount)
                return byAccount(account, message);
            return carrier.Script is { } script ? script(message, cancellationToken) : Task.FromResult<SendResult>(carrier.Accept());
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Messages a carrier has taken and not answered yet.</summary>
internal sealed class HeldMessages(ScriptedCarrier carrier)
{
    private readonly TaskCompletionSource<SendResult?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public async Task<SendResult> AnswerAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        return await _answer.Task.WaitAsync(cancellationToken) ?? carrier.Accept();
    }

    /// <summary>Answers all of them; null accepts each.</summary>
    public void Release(SendResult? result) => _answer.TrySetResult(result);
}

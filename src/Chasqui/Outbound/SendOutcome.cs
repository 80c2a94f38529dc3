using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Outbound;

/// <summary>What becomes of a claimed message: the provider's answer, read by the rules of its failure class.</summary>
internal sealed record SendOutcome
{
    public required ClaimedMessage Message { get; init; }

    /// <summary>Accepted, rejected, failed, unknown; or queued: back to the outbox.</summary>
    public required DeliveryState State { get; init; }

    public string? Code { get; init; }

    public string? Detail { get; init; }

    /// <summary>How long a message that goes back waits.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Whether this try counts as one of the few it has.</summary>
    public bool AttemptSpent { get; init; } = true;

    /// <summary>Where it goes on, when it falls over; null: it stays with its sender and provider.</summary>
    public Pipe? Next { get; init; }

    public IReadOnlyList<string> PartIds { get; init; } = [];

    /// <summary>The contact told the carrier to stop.</summary>
    public bool OptedOut { get; init; }

    /// <summary>The provider refuses everything of this account.</summary>
    public bool StopsAccount { get; init; }

    /// <summary>Not handed over at all: it goes back as if never claimed.</summary>
    public static SendOutcome NotSent(ClaimedMessage message) =>
        new() { Message = message, State = DeliveryState.Queued, AttemptSpent = false };

    /// <summary>It may have been sent, and nobody knows.</summary>
    public static SendOutcome Lost(ClaimedMessage message, string code, string detail) =>
        new() { Message = message, State = DeliveryState.Unknown, Code = code, Detail = detail };

    /// <param name="message">What was handed over.</param>
    /// <param name="result">What the provider answered.</param>
    /// <param name="options">Attempts and pauses.</param>
    /// <param name="draw">A random number from 0 to 1, for the pause.</param>
    /// <param name="chain">Every way from the sender on.</param>
    public static SendOutcome Of(ClaimedMessage message, SendResult result, OutboundOptions options, double draw, IReadOnlyList<Pipe> chain)
    {
        if (result is SendResult.Accepted accepted)
            return new SendOutcome { Message = message, State = DeliveryState.Accepted, PartIds = [.. accepted.PartIds.Select(Storable)] };

        var failure = ((SendResult.Failed)result).Failure;
        var hint = failure.RetryAfter is { } wish ? TimeSpan.FromTicks(Math.Clamp(wish.Ticks, 0, options.LongestPause.Ticks)) : (TimeSpan?)null;
        var backoff = Backoff.Pause(message.Attempt, options.RetryPause, options.LongestPause, draw);
        var outcome = new SendOutcome
        {
            Message = message,
            State = DeliveryState.Rejected,
            Code = Storable(failure.Code),
            Detail = Storable(failure.Sentence),
            StopsAccount = failure.Class == SendFailureClass.AccountStop,
        };
        var at = message.OtherProvider ? 1 : 0;
        if (Fallback.Next(chain, at, failure.Class, message.Attempt >= options.MaxAttempts, message.Hop, Needs(message)) is { } next)
            return outcome with { State = DeliveryState.Queued, Next = next };
        return failure.Class switch
        {
            SendFailureClass.Throttle => outcome with { State = DeliveryState.Queued, Pause = hint ?? options.RetryPause, AttemptSpent = false },
            SendFailureClass.AccountStop => outcome with { State = DeliveryState.Queued, Pause = options.RetryPause, AttemptSpent = false },
            SendFailureClass.Transient when message.Attempt < options.MaxAttempts =>
                outcome with { State = DeliveryState.Queued, Pause = hint > backoff ? hint.Value : backoff },
            SendFailureClass.Transient => outcome with { State = DeliveryState.Failed },
            SendFailureClass.UnknownOutcome => outcome with { State = DeliveryState.Unknown },
            SendFailureClass.OptOut => outcome with { OptedOut = true },
            _ => outcome,
        };
    }

    private static MessageNeeds Needs(ClaimedMessage message) => MessageContent.Parse(message.Content) is { } content
        ? new MessageNeeds(content.Media.Count > 0, content.Template is not null && message.Text.Length == 0)
        : default;

    // PostgreSQL's text takes every character but this one; a provider's word must not make its message unstorable.
    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}

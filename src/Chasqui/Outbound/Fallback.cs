using Chasqui.Messages;
using Chasqui.Senders;

namespace Chasqui.Outbound;

/// <summary>Whether a pipe takes messages now.</summary>
internal enum PipeState
{
    Open,

    /// <summary>Its session is broken: whoever has no other way still tries it, as it may stand again at any moment.</summary>
    Disconnected,

    /// <summary>Its provider would refuse everything, or somebody paused it.</summary>
    Paused,

    /// <summary>The sender or its provider was switched off, or the sender is not verified.</summary>
    Closed,
}

/// <summary>A sender by one of its providers: one way a message can go.</summary>
internal sealed record Pipe
{
    public required SenderId SenderId { get; init; }

    public required ProviderId ProviderId { get; init; }

    /// <summary>By the sender's fallback provider, not by its own.</summary>
    public required bool OtherProvider { get; init; }

    public required SenderKind Kind { get; init; }

    /// <summary>Takes pictures and files.</summary>
    public required bool Media { get; init; }

    public required PipeState State { get; init; }
}

/// <summary>What a message asks of the pipe it goes by.</summary>
/// <param name="Media">It has pictures or files.</param>
/// <param name="WhatsApp">It is nothing without WhatsApp: a template, or choices, and no text of its own.</param>
internal readonly record struct MessageNeeds(bool Media, bool WhatsApp);

/// <summary>
/// Where a message goes next, and whether it does (A12, ADR 0063). A chain is every way a sender's messages can go, in order: its
/// own provider, its fallback provider, then the same of its fallback sender, and so on.
/// </summary>
/// <remarks>
/// What may have been sent never goes on: an unknown outcome is not among the failures below, and a failure that is only tells of
/// messages the provider has certainly not taken. So nobody gets the same text twice.
/// </remarks>
internal static class Fallback
{
    /// <summary>Three senders with two providers each have five ways after the first. Settings may change while a message is under way.</summary>
    public const int MostHops = 5;

    /// <summary>Where a message that was not handed over yet goes from its place in the chain; null: it waits.</summary>
    /// <param name="chain">All ways from its sender on.</param>
    /// <param name="at">Its place: 0, or 1 for one that goes by the fallback provider.</param>
    public static Pipe? Start(IReadOnlyList<Pipe> chain, int at)
    {
        if (at >= chain.Count || at > 0 && chain[at].SenderId != chain[0].SenderId)
            at = 0; // the other provider was taken away since
        if (at >= chain.Count || chain[at].State == PipeState.Closed)
            return null; // what a person switched off waits for a person
        return chain.Skip(at).FirstOrDefault(pipe => pipe.State == PipeState.Open)
            ?? (chain[at].State == PipeState.Disconnected ? chain[at] : null);
    }

    /// <summary>Where a message goes that a provider has just refused; null: nowhere, its failure stands.</summary>
    /// <param name="chain">All ways from its sender on.</param>
    /// <param name="at">The one it was refused on.</param>
    /// <param name="failure">Why.</param>
    /// <param name="usedUp">It had its attempts.</param>
    /// <param name="hops">How often it has gone on before.</param>
    /// <param name="needs">What it asks of the next.</param>
    public static Pipe? Next(IReadOnlyList<Pipe> chain, int at, SendFailureClass failure, bool usedUp, int hops, MessageNeeds needs)
    {
        if (hops >= MostHops || !GoesOn(failure, usedUp))
            return null;
        return chain.Skip(at + 1).FirstOrDefault(pipe => pipe.State == PipeState.Open && Takes(pipe, failure, needs));
    }

    private static bool GoesOn(SendFailureClass failure, bool usedUp) => failure switch
    {
        SendFailureClass.PermanentSender or SendFailureClass.AccountStop or SendFailureClass.NeedsTemplate => true,
        SendFailureClass.Transient => usedUp,
        _ => false,
    };

    // A closed WhatsApp window is closed whoever's account asks.
    private static bool Takes(Pipe pipe, SendFailureClass failure, MessageNeeds needs) =>
        pipe.Kind == SenderKind.WhatsApp
            ? failure != SendFailureClass.NeedsTemplate
            : !needs.WhatsApp && (!needs.Media || pipe.Media);
}

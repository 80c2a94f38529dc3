using Chasqui.Messages;
using Chasqui.Routing;

namespace Chasqui.Conversations;

/// <summary>The person at the other end.</summary>
internal sealed record Contact
{
    public required ContactId Id { get; init; }

    /// <summary>E.164; a short code or a name where that is all the network told.</summary>
    public required string Number { get; init; }

    public required string? Name { get; init; }
}

internal sealed record SenderSummary
{
    public required SenderId Id { get; init; }

    public required string Address { get; init; }

    public required string Label { get; init; }
}

/// <summary>One handled episode of a conversation.</summary>
internal sealed record Interaction
{
    public required InteractionId Id { get; init; }

    public required InteractionState State { get; init; }

    public required NamedQueue Queue { get; init; }

    public required Contact Contact { get; init; }

    public required SenderSummary Sender { get; init; }

    public required UserId? OwnerId { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required DateTimeOffset? AcceptedAt { get; init; }

    public required DateTimeOffset? FirstReplyAt { get; init; }

    public required DateTimeOffset? ClosedAt { get; init; }

    public required CloseReason? CloseReason { get; init; }

    public required DispositionId? DispositionId { get; init; }

    /// <summary>The queue asks for one when it is closed.</summary>
    public required bool DispositionRequired { get; init; }

    public required string? Note { get; init; }

    /// <summary>Messages from the contact that the owner has not seen.</summary>
    public required int Unread { get; init; }

    /// <summary>Whose turn it is.</summary>
    public required WaitingFor WaitingFor { get; init; }

    public required DateTimeOffset? WrapUpUntil { get; init; }

    /// <summary>The longest reply, of GSM-7 characters.</summary>
    public required int MaxCharacters { get; init; }
}

internal enum WaitingFor
{
    Agent,
    Contact,
}

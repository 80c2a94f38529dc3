using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>Who wrote a message.</summary>
internal enum AuthorKind
{
    Agent,
    Contact,
    Script,
    Dialer,
    Api,
    System,
}

/// <summary>A message somebody wants sent.</summary>
internal sealed record NewMessage
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    public required SenderId SenderId { get; init; }

    public required PhoneNumber To { get; init; }

    /// <summary>May be empty when there is media or a template. Beside a template it is what goes out where that cannot.</summary>
    public required string Text { get; init; }

    /// <summary>What it holds beside its text.</summary>
    public MessageContent? Content { get; init; }

    public required AuthorKind Author { get; init; }

    /// <summary>The user or API key; null when no one in particular.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>The interaction it replies in.</summary>
    public InteractionId? InteractionId { get; init; }

    /// <summary>The dialer it goes out with: at that dialer's hours and pace. Without one it goes at once.</summary>
    public DialerId? DialerId { get; init; }

    /// <summary>The browser's id of a reply: asked twice with the same one, it is stored once.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>1 goes first. Default 9999.</summary>
    public int Priority { get; init; } = 9999;

    /// <summary>For the confirmation of an opt-out, which goes to a number that is on the list.</summary>
    public bool ExemptFromDnc { get; init; }
}

/// <param name="Id">The stored message.</param>
/// <param name="Verdict">What the gate said.</param>
/// <param name="State">Queued, or blocked by the gate.</param>
internal sealed record EnqueuedMessage(MessageId Id, Verdict Verdict, DeliveryState State);

/// <param name="Imported">Messages that wait in the outbox.</param>
/// <param name="Blocked">Messages the gate blocked.</param>
internal sealed record ImportedCounts(int Imported, int Blocked);

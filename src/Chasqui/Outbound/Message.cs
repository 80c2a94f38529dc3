using Chasqui.Messages;
using Chasqui.Messages.Text;

namespace Chasqui.Outbound;

/// <summary>Which way a message went.</summary>
internal enum MessageDirection
{
    In,
    Out,
}

/// <summary>Where a message is: <see cref="Received"/> for those that came in, else as <see cref="DeliveryState"/>.</summary>
internal enum MessageState
{
    Received,
    Queued,
    Sending,
    Accepted,
    Sent,
    Delivered,
    Read,
    Blocked,
    Rejected,
    Failed,
    Undelivered,
    Expired,
    Cancelled,
    Unknown,
}

/// <param name="Kind">What kind of author.</param>
/// <param name="Id">The user or API key; null when no one in particular.</param>
/// <param name="Name">The user's, key's or dialer's name, where there is one.</param>
internal sealed record MessageAuthor(AuthorKind Kind, Guid? Id, string? Name);

/// <summary>A message as the API shows it, in or out.</summary>
internal sealed record Message
{
    public required MessageId Id { get; init; }

    public required MessageDirection Direction { get; init; }

    /// <summary>The contact's number, E.164.</summary>
    public required string Number { get; init; }

    /// <summary>Whom it went with, or came to.</summary>
    public required SenderId SenderId { get; init; }

    /// <summary>Whom it was meant to go with, when it fell over to another; else null.</summary>
    public required SenderId? IntendedSenderId { get; init; }

    /// <summary>Which provider has it, or had it last; null while it waits for its first.</summary>
    public required ProviderId? ProviderId { get; init; }

    public required DialerId? DialerId { get; init; }

    public required InteractionId? InteractionId { get; init; }

    public required MessageAuthor Author { get; init; }

    public required string Text { get; init; }

    /// <summary>What went out beside the text; null for a text alone.</summary>
    public required MessageContent? Content { get; init; }

    public required int Parts { get; init; }

    public required TextEncoding Encoding { get; init; }

    public required MessageState State { get; init; }

    /// <summary>What the gate said.</summary>
    public required Verdict Verdict { get; init; }

    public required string? FailureCode { get; init; }

    /// <summary>A sentence for the operator.</summary>
    public required string? FailureDetail { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset StateChangedAt { get; init; }

    /// <summary>The browser's id of a reply.</summary>
    public required Guid? ClientId { get; init; }
}

/// <summary>
/// A message as a query brings it: the columns of <c>message</c> of these names, and author_name.
/// </summary>
internal sealed record MessageRow
{
    public required MessageId Id { get; init; }

    public required MessageDirection Direction { get; init; }

    public required string Number { get; init; }

    public required SenderId SenderId { get; init; }

    public SenderId? IntendedSenderId { get; init; }

    public ProviderId? ProviderId { get; init; }

    public DialerId? DialerId { get; init; }

    public InteractionId? InteractionId { get; init; }

    public required AuthorKind AuthorKind { get; init; }

    public Guid? AuthorId { get; init; }

    public string? AuthorName { get; init; }

    public required string Text { get; init; }

    /// <summary>JSON.</summary>
    public string? Content { get; init; }

    public required short Parts { get; init; }

    public required TextEncoding Encoding { get; init; }

    public required MessageState State { get; init; }

    public required Verdict Verdict { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureDetail { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset StateChangedAt { get; init; }

    public Guid? ClientId { get; init; }

    public Message ToMessage() => new()
    {
        Id = Id,
        Direction = Direction,
        Number = Number,
        SenderId = SenderId,
        IntendedSenderId = IntendedSenderId,
        ProviderId = ProviderId,
        DialerId = DialerId,
        InteractionId = InteractionId,
        Author = new MessageAuthor(AuthorKind, AuthorId, AuthorName),
        Text = Text,
        Content = MessageContent.Parse(Content),
        Parts = Parts,
        Encoding = Encoding,
        State = State,
        Verdict = Verdict,
        FailureCode = FailureCode,
        FailureDetail = FailureDetail,
        CreatedAt = CreatedAt,
        StateChangedAt = StateChangedAt,
        ClientId = ClientId,
    };
}

using Chasqui.Messages;
using Chasqui.Messages.Text;

namespace Chasqui.Providers;

/// <summary>A message as a provider needs it.</summary>
internal sealed record OutboundMessage
{
    public required MessageId Id { get; init; }

    public Medium Medium { get; init; } = Medium.Sms;

    /// <summary>Our sender's address: E.164, short code or alphanumeric.</summary>
    public required string Sender { get; init; }

    public required PhoneNumber To { get; init; }

    /// <summary>May be empty when there is media or a template.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<OutboundMedia> Media { get; init; } = [];

    public ApprovedTemplate? Template { get; init; }

    public InteractiveContent? Interactive { get; init; }

    /// <summary>The dialer's dial string, e.g. "(0.3)": which ports of a gateway take turns. Empty: the account's own setting.</summary>
    public string DialString { get; init; } = "";

    /// <summary>1 for the first try of this message.</summary>
    public int Attempt { get; init; } = 1;
}

/// <param name="Url">Public; the carrier fetches it.</param>
/// <param name="ContentType">"image/jpeg" …</param>
/// <param name="FileName">What the contact sees of a document.</param>
internal sealed record OutboundMedia(Uri Url, string ContentType, string? FileName = null);

/// <summary>A template the carrier has approved (WhatsApp), filled in.</summary>
/// <param name="Name">Its name, or its content id where the carrier has ids.</param>
/// <param name="Language">"es_UY" …</param>
/// <param name="Parameters">Of its body, in order.</param>
internal sealed record ApprovedTemplate(string Name, string Language, IReadOnlyList<string> Parameters);

/// <summary>A text with up to three reply buttons, or a list of up to ten rows (WhatsApp).</summary>
/// <param name="Button">The word that opens the list; null for buttons.</param>
/// <param name="Choices">What can be chosen.</param>
internal sealed record InteractiveContent(string? Button, IReadOnlyList<InteractiveChoice> Choices);

internal sealed record InteractiveChoice(string Id, string Title, string? Description = null);

/// <summary>A message from a contact, as a provider told it. Nothing in it is trusted.</summary>
internal sealed record InboundMessage
{
    /// <summary>The provider's id: the same message told twice has the same one. Empty when the provider gives none.</summary>
    public required string ProviderMessageId { get; init; }

    public required string From { get; init; }

    /// <summary>Our sender's address.</summary>
    public required string To { get; init; }

    public required string Text { get; init; }

    public IReadOnlyList<InboundMedia> Media { get; init; } = [];

    /// <summary>One of several parts, which are joined before anyone sees them; null when the message is whole.</summary>
    public InboundPart? Part { get; init; }

    /// <summary>Who the contact says they are.</summary>
    public string? ProfileName { get; init; }

    /// <summary>A word the carrier itself has obeyed and answered: it is recorded and not answered again.</summary>
    public CarrierOptOut? OptOut { get; init; }

    /// <summary>When it reached us, if not now: a repetition of a message without an id is known by it.</summary>
    public DateTimeOffset? ToldAt { get; init; }
}

/// <param name="Reference">An address, or an id that the account's connection can fetch (<see cref="IMediaSource"/>).</param>
/// <param name="ContentType">As the provider says; null when it does not.</param>
/// <param name="FileName">As the contact named it.</param>
internal sealed record InboundMedia(string Reference, string? ContentType = null, string? FileName = null);

/// <param name="Reference">What the parts of one message share.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Number">From 1.</param>
/// <param name="Encoded">Its octets, where the carrier gives octets: a character may be cut between two parts. Null: the message's text.</param>
internal sealed record InboundPart(string Reference, int Total, int Number, ReceivedPart? Encoded = null);

internal enum CarrierOptOut
{
    Stop,
    Start,
    Help,
}

/// <summary>What a provider says of a part it took earlier.</summary>
internal sealed record DeliveryReport
{
    public required string ProviderMessageId { get; init; }

    public required DeliveryState State { get; init; }

    public string? Code { get; init; }

    /// <summary>When it happened, by the provider's clock.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Our own id, where the provider gives it back: it finds a message whose answer was lost.</summary>
    public MessageId? Reference { get; init; }

    /// <summary>The contact told the carrier to stop.</summary>
    public bool OptedOut { get; init; }
}

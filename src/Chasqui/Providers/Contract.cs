using System.Text.Json;
using Chasqui.Messages;

namespace Chasqui.Providers;

/// <summary>A message as a provider needs it.</summary>
internal sealed record OutboundMessage
{
    public required MessageId Id { get; init; }

    /// <summary>Our sender's address: E.164, short code or alphanumeric.</summary>
    public required string Sender { get; init; }

    public required PhoneNumber To { get; init; }

    public required string Text { get; init; }
}

/// <summary>A message from a contact, as a provider told it. Nothing in it is trusted.</summary>
internal sealed record InboundMessage
{
    /// <summary>The provider's id: the same message told twice has the same one.</summary>
    public required string ProviderMessageId { get; init; }

    public required string From { get; init; }

    /// <summary>Our sender's address.</summary>
    public required string To { get; init; }

    public required string Text { get; init; }

    public IReadOnlyList<Uri> MediaUrls { get; init; } = [];
}

/// <summary>What a provider says of a part it took earlier.</summary>
internal sealed record DeliveryReport
{
    public required string ProviderMessageId { get; init; }

    public required DeliveryState State { get; init; }

    public string? Code { get; init; }

    /// <summary>When it happened, by the provider's clock.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>One provider row: which account, with what settings.</summary>
internal sealed record ProviderAccount(BusinessUnitId BusinessUnitId, ProviderId Id, JsonElement Settings);

/// <summary>A kind of provider: knows how to open an account of its kind.</summary>
internal interface IProviderKind
{
    /// <summary>The word in provider.kind: "simulator", "twilio", "smpp" …</summary>
    string Name { get; }

    IProviderConnection Open(ProviderAccount account);
}

/// <summary>An open account. Safe for concurrent sends.</summary>
internal interface IProviderConnection : IAsyncDisposable
{
    /// <summary>
    /// Hands one message over. Never throws for what the provider or the network did: that is a <see cref="SendResult.Failed"/>.
    /// The token means "the server gives up waiting"; work already on the wire then ends as an unknown outcome.
    /// </summary>
    Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken);
}

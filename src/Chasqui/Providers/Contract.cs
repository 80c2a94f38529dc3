using Chasqui.Messages;

namespace Chasqui.Providers;

/// <summary>A kind of provider: what it needs to know of an account, and how to open one.</summary>
internal interface IProviderKind
{
    /// <summary>The word in provider.kind and in addresses: "simulator", "twilio", "smpp" …</summary>
    string Name { get; }

    /// <summary>What an account of this kind needs to know. Forms are drawn from it and settings are checked against it.</summary>
    ProviderSchema Schema { get; }

    /// <summary>Its connections are <see cref="IAccountCheck"/>.</summary>
    bool Checks => false;

    /// <summary>Its connections are <see cref="IListeningConnection"/>.</summary>
    bool Listens => false;

    IProviderConnection Open(ProviderAccount account);
}

/// <summary>One provider row: which account, with what settings.</summary>
/// <param name="BusinessUnitId">Whose it is.</param>
/// <param name="Id">Which it is.</param>
/// <param name="Settings">Checked against the kind's schema, secrets in clear.</param>
/// <param name="HookAddress">Where the carrier reaches us for this account, without a slash at the end; null when no public address is configured.</param>
internal sealed record ProviderAccount(BusinessUnitId BusinessUnitId, ProviderId Id, ProviderSettings Settings, Uri? HookAddress = null);

/// <summary>An open account. Safe for concurrent sends.</summary>
internal interface IProviderConnection : IAsyncDisposable
{
    /// <summary>
    /// Hands one message over. Never throws for what the provider or the network did: that is a <see cref="SendResult.Failed"/>.
    /// The token means "the server gives up waiting"; work already on the wire then ends as an unknown outcome.
    /// </summary>
    Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken);
}

/// <summary>
/// A connection that hears of messages and reports by itself: a session that stays open, or polling. One node at a time listens to an
/// account; the other nodes only send through it.
/// </summary>
internal interface IListeningConnection : IProviderConnection
{
    /// <summary>
    /// Listens until told to stop, mending its own connection as often as it breaks and telling its state. What it hears is answered
    /// to the carrier only after <paramref name="events"/> has stored it.
    /// </summary>
    Task ListenAsync(IProviderEvents events, CancellationToken cancellationToken);
}

/// <summary>Where a listening connection brings what it hears. When a task ends, it is committed; when it throws, it is not.</summary>
internal interface IProviderEvents
{
    Task InboundAsync(InboundMessage message, CancellationToken cancellationToken);

    Task ReportsAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken);

    /// <summary>The session is bound, or why it is not.</summary>
    void Link(LinkState state, string? sentence);
}

/// <summary>Whether a session with a carrier stands.</summary>
internal enum LinkState
{
    Connecting,
    Connected,
    Disconnected,
}

/// <summary>A connection that can say whether its account works, without sending anything: the "Test" button.</summary>
internal interface IAccountCheck
{
    Task<AccountCheck> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Works">The account is reachable and its credentials are good.</param>
/// <param name="Sentence">For the operator: what answered, or what is wrong and what to do.</param>
/// <param name="Balance">What is left, as the provider tells it, with its currency: "12.34 EUR"; null when it does not tell.</param>
internal sealed record AccountCheck(bool Works, string Sentence, string? Balance = null);

/// <summary>A connection that can ask later what became of a message whose answer was lost.</summary>
internal interface ILookUp
{
    Task<LookUpResult> LookUpAsync(OutboundMessage message, DateTimeOffset sentAt, CancellationToken cancellationToken);
}

internal abstract record LookUpResult
{
    private LookUpResult()
    {
    }

    /// <summary>The provider has it, under these ids.</summary>
    internal sealed record Found(IReadOnlyList<string> PartIds) : LookUpResult;

    /// <summary>The provider certainly does not have it.</summary>
    internal sealed record NotThere : LookUpResult;

    /// <summary>Nobody can tell, or not yet.</summary>
    internal sealed record CannotTell : LookUpResult;
}

/// <summary>A connection whose inbound messages name media that is fetched with the account's rights.</summary>
internal interface IMediaSource
{
    /// <param name="media">As the inbound message named it.</param>
    /// <param name="mostBytes">Reading stops beyond it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file; null when it is gone or too large.</returns>
    Task<MediaFile?> FetchAsync(InboundMedia media, long mostBytes, CancellationToken cancellationToken);
}

internal sealed record MediaFile(byte[] Content, string ContentType, string? FileName);

/// <summary>A kind whose carrier calls us: turns a request into what it tells. No I/O, no state.</summary>
internal interface IWebhookReceiver
{
    /// <summary>What may follow the account's hook address, e.g. "status"; empty when all comes to the address itself.</summary>
    IReadOnlyList<string> Topics => [];

    WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now);
}

namespace Chasqui.Lab;

/// <summary>
/// A carrier that is not there: speaks its protocol over real sockets, does what its script says, and keeps books of what it took.
/// Written from the carrier's documents and not from the product, of which it knows nothing.
/// </summary>
internal interface ISimulator : IAsyncDisposable
{
    /// <summary>The product's word for this kind of provider.</summary>
    string Kind { get; }

    /// <summary>What the provider's address setting takes.</summary>
    Uri Address { get; }

    /// <summary>A second address of it that takes connections and never says a word: a request sent there never begins.</summary>
    Uri SilentAddress { get; }

    Script Script { get; }

    Ledger Ledger { get; }

    /// <summary>Where the carrier is told to call the product: "https://…/hooks/twilio/{id}". Calls are signed for it.</summary>
    Uri Hook { get; set; }

    /// <summary>For a person: the settings that make the product talk to this simulator, a line each.</summary>
    string Instructions { get; }

    /// <summary>Tells what became of a message.</summary>
    /// <param name="message">Of the ledger.</param>
    /// <param name="state">"sent", "delivered", "read", "failed", "expired", or a word the carrier may invent.</param>
    /// <param name="code">The carrier's error code; null for none.</param>
    /// <returns>The calls the carrier makes for it, signed; none where the product holds a session or polls, it is then told there.</returns>
    Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken);

    /// <summary>Brings a message from a contact.</summary>
    /// <returns>As of <see cref="TellAsync"/>; several when it comes in parts.</returns>
    Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken);
}

/// <summary>A message from a contact's handset.</summary>
/// <param name="From">E.164.</param>
/// <param name="To">Our sender's address, as the product has it.</param>
/// <param name="Text">What they wrote.</param>
internal sealed record LabText(string From, string To, string Text)
{
    /// <summary>Addresses of files they sent along.</summary>
    public IReadOnlyList<LabFile> Media { get; init; } = [];

    /// <summary>"STOP", "START" or "HELP" when the carrier itself obeyed the word; null otherwise.</summary>
    public string? ObeyedWord { get; init; }
}

internal sealed record LabFile(string ContentType, byte[] Content, string? Name = null);

namespace Chasqui.Messages;

/// <summary>What a failed send means for what happens next. A closed list: providers map every code of theirs to one of these.</summary>
internal enum SendFailureClass
{
    /// <summary>Too fast: wait as the provider hints, try again, and slow its pace. Uses up no attempt.</summary>
    Throttle,

    /// <summary>Not now: try again after a growing pause, a few times, and not past the message's validity.</summary>
    Transient,

    /// <summary>
    /// It may have been sent: the answer never came. Never tried again by itself; a receipt, a look-up at the provider or a
    /// person decides, else somebody gets the same text twice.
    /// </summary>
    UnknownOutcome,

    /// <summary>This number cannot be texted (a landline, does not exist): fail the message and flag the number.</summary>
    PermanentRecipient,

    /// <summary>This message cannot go (too long, empty, bad media): fail it alone.</summary>
    PermanentMessage,

    /// <summary>This sender cannot do this (region off, campaign unregistered): fail the message, tell people, others may try.</summary>
    PermanentSender,

    /// <summary>Credentials, balance, suspension: pause the provider and keep the outbox, every further try would fail too.</summary>
    AccountStop,

    /// <summary>The person asked not to be texted: fail, put the number on the list, never try again.</summary>
    OptOut,

    /// <summary>The free-text window is closed (WhatsApp): the same text cannot go, a template can.</summary>
    NeedsTemplate,
}

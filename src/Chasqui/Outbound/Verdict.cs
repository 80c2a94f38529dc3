namespace Chasqui.Outbound;

/// <summary>What the gate says of a message. Stored with it by its camelCase word.</summary>
internal enum Verdict
{
    Allowed,

    /// <summary>The number is on a do-not-contact list that counts for this sender or dialer.</summary>
    DoNotContact,

    /// <summary>The sender was switched off.</summary>
    SenderDisabled,

    /// <summary>The sender is not verified, or its provider is switched off.</summary>
    SenderCannotSend,

    /// <summary>Nothing to read in it.</summary>
    EmptyText,

    /// <summary>More than <see cref="Gate.MaxParts"/> parts.</summary>
    TextTooLong,

    /// <summary>Pictures or files from a sender that sends none.</summary>
    SenderCannotMedia,

    /// <summary>A template or choices from a sender that is not WhatsApp's.</summary>
    NeedsWhatsApp,

    /// <summary>The contact did not write to this WhatsApp sender within 24 hours: only a template may go.</summary>
    WhatsAppWindowClosed,
}

internal static class Verdicts
{
    /// <summary>The verdict for a person, with what can be done about it.</summary>
    public static string Sentence(this Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "This message can be sent.",
        Verdict.DoNotContact => "This number is on a do-not-contact list, so nothing is sent to it.",
        Verdict.SenderDisabled => "The sender is switched off. Choose another one or switch it on.",
        Verdict.SenderCannotSend => "The sender cannot send: it is not verified, or its provider is switched off.",
        Verdict.EmptyText => "The text is empty.",
        Verdict.TextTooLong => $"The text takes more than {Gate.MaxParts} parts. Shorten it.",
        Verdict.SenderCannotMedia => "This sender sends no pictures or files. Choose one that does.",
        Verdict.NeedsWhatsApp => "Templates and choices go out by WhatsApp only. Choose a WhatsApp sender.",
        Verdict.WhatsAppWindowClosed =>
            "WhatsApp takes a text of your own only within 24 hours of the contact's last message. This needs a template.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };
}

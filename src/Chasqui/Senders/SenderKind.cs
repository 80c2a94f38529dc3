namespace Chasqui.Senders;

/// <summary>What a sender is, as carriers tell them apart.</summary>
internal enum SenderKind
{
    LongCode,
    ShortCode,
    TollFree,

    /// <summary>A name of up to 11 characters. Nobody can answer it.</summary>
    Alphanumeric,
    WhatsApp,
}

namespace Chasqui.Messages;

/// <summary>What a message travels over. A text with media over SMS is an MMS.</summary>
internal enum Medium
{
    Sms,
    WhatsApp,
}

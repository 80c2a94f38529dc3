using System.Collections.Frozen;
using System.Globalization;
using Chasqui.Messages;
using static Chasqui.Messages.SendFailureClass;

namespace Chasqui.Providers.Twilio;

/// <summary>Twilio's error codes, the same in an answer, a callback and a message's record (twilio.com/docs/api/errors).</summary>
internal static class TwilioErrors
{
    private static readonly FrozenDictionary<int, (SendFailureClass Class, string Sentence)> Known =
        new Dictionary<int, (SendFailureClass, string)>
        {
            [14107] = (Throttle, "Twilio's send rate for this sender is used up."),
            [20003] = (AccountStop, "Twilio does not accept the account SID, key or token, or the account is not active."),
            [20404] = (PermanentMessage, "Twilio does not know this resource: check the account SID."),
            [20429] = (Throttle, "Twilio takes no more requests at the moment."),
            [20500] = (Transient, "Twilio had an internal error."),
            [20503] = (Transient, "Twilio is not available at the moment."),
            [21211] = (PermanentRecipient, "Twilio does not take this recipient: the number is not valid."),
            [21212] = (PermanentSender, "Twilio does not take this sender: the number is not valid."),
            [21214] = (PermanentRecipient, "The recipient's number cannot be reached."),
            [21217] = (PermanentRecipient, "The recipient's number does not look right."),
            [21401] = (PermanentRecipient, "The recipient's number is not valid."),
            [21408] = (PermanentSender, "The account may not text this country: allow it in Twilio's geographic permissions."),
            [21421] = (PermanentRecipient, "The recipient's number is not valid."),
            [21601] = (PermanentSender, "The sender's number cannot send texts."),
            [21602] = (PermanentMessage, "The message has no text."),
            [21603] = (PermanentSender, "The message has no sender."),
            [21604] = (PermanentMessage, "The message has no recipient."),
            [21606] = (PermanentSender, "The sender's number does not belong to the account, or cannot send texts."),
            [21607] = (PermanentSender, "A trial account sends only from its trial number."),
            [21608] = (PermanentSender, "A trial account sends only to numbers it has verified."),
            [21609] = (PermanentMessage, "Twilio does not take the address for status callbacks: check Chasqui:PublicUrl."),
            [21610] = (OptOut, "The recipient answered STOP to this sender."),
            [21611] = (Throttle, "Twilio's queue for this sender is full."),
            [21612] = (PermanentSender, "Twilio cannot reach this recipient from this sender."),
            [21614] = (PermanentRecipient, "The recipient's number is not a mobile one."),
            [21617] = (PermanentMessage, "The text is longer than Twilio's 1600 characters."),
            [21618] = (PermanentMessage, "Twilio cannot send this text."),
            [21619] = (PermanentMessage, "The message has neither text nor media."),
            [21620] = (PermanentMessage, "Twilio does not take the address of the media."),
            [21621] = (PermanentSender, "The sender's number cannot send media."),
            [21622] = (PermanentSender, "The account cannot send media."),
            [21623] = (PermanentMessage, "Twilio takes at most ten files with a message."),
            [21635] = (PermanentRecipient, "The recipient's number is a landline."),
            [30001] = (Throttle, "Twilio's queue is full."),
            [30002] = (AccountStop, "Twilio has suspended the account."),
            [30003] = (Transient, "The handset cannot be reached at the moment."),
            [30004] = (PermanentRecipient, "The recipient or its carrier blocks the message."),
            [30005] = (PermanentRecipient, "The recipient's number is unknown or out of use."),
            [30006] = (PermanentRecipient, "The recipient's number is a landline, or its carrier cannot be reached."),
            [30007] = (PermanentMessage, "A carrier's filter or Twilio's took the message for spam."),
            [30008] = (Transient, "Twilio does not know why it failed."),
            [30010] = (PermanentSender, "The message costs more than the highest price allowed."),
            [30011] = (PermanentMessage, "The recipient's network does not take media."),
            [30012] = (PermanentMessage, "The validity period is too short."),
            [30017] = (Transient, "The recipient's carrier is congested."),
            [30018] = (PermanentSender, "The recipient's carrier wants a registered or numeric sender."),
            [30019] = (PermanentMessage, "The content is too large for the recipient's carrier."),
            [30022] = (Throttle, "The campaign's rate is used up."),
            [30023] = (Throttle, "The campaign's daily number of messages is used up."),
            [30024] = (PermanentSender, "The numeric sender is not provisioned at the recipient's carrier."),
            [30027] = (Throttle, "The brand's daily number of messages to this carrier is used up."),
            [30032] = (PermanentSender, "The toll-free number is not verified."),
            [30034] = (PermanentSender, "The number is in no registered campaign."),
            [30036] = (PermanentMessage, "The validity period ran out."),
            [30410] = (Transient, "The next carrier did not answer in time."),
            [30450] = (PermanentRecipient, "Twilio suspects traffic pumping to this number."),
            [30610] = (Transient, "Twilio's compliance toolkit holds messages in the recipient's quiet hours."),
            [30640] = (PermanentRecipient, "Twilio's compliance toolkit blocks this recipient."),
            [63003] = (PermanentRecipient, "The recipient is not on this channel."),
            [63005] = (PermanentMessage, "The channel refused the content."),
            [63007] = (PermanentSender, "The channel does not know the sender."),
            [63009] = (Transient, "The channel had an error."),
            [63010] = (Transient, "The channel had an error."),
            [63012] = (Transient, "The channel is not available at the moment."),
            [63013] = (PermanentMessage, "The content is against the channel's policy."),
            [63014] = (OptOut, "The recipient has blocked the sender."),
            [63016] = (NeedsTemplate, "More than 24 hours have passed since the person last wrote: only an approved template can go."),
            [63017] = (Throttle, "The channel's rate for the account is used up."),
            [63018] = (Throttle, "The channel's rate is used up."),
            [63019] = (PermanentMessage, "The media could not be fetched."),
            [63020] = (PermanentSender, "The business account of the channel has a problem."),
            [63021] = (PermanentMessage, "The channel does not take this content."),
            [63024] = (PermanentRecipient, "The recipient is not valid on this channel."),
            [63032] = (PermanentMessage, "WhatsApp does not bring this message to this person now; not before 24 hours."),
            [63033] = (OptOut, "The recipient has blocked the sender."),
            [63049] = (PermanentMessage, "WhatsApp does not bring this marketing message to this person now; not before 24 hours."),
        }.ToFrozenDictionary();

    /// <summary>A queue of hours takes longer than a moment to empty.</summary>
    private static readonly TimeSpan FullQueue = TimeSpan.FromMinutes(1);

    public static SendFailure Of(int code, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var (means, sentence) = Known.TryGetValue(code, out var known) ? known
            : code is >= 21000 and < 22000 ? (PermanentMessage, $"Twilio refused the message with error {code}.")
            : (Transient, $"Twilio failed with error {code}.");
        var wait = code switch
        {
            _ when retryAfter is not null => retryAfter,
            14107 or 21611 or 30001 => FullQueue,
            30023 or 30027 => UntilMidnightPacific(now), // the day of those caps
            _ => null,
        };
        return new SendFailure(Code(code), means, sentence, wait);
    }

    public static string Code(int code) => string.Create(CultureInfo.InvariantCulture, $"{TwilioKind.Word}:{code}");

    public static bool IsOptOut(int code) => Known.TryGetValue(code, out var known) && known.Class == OptOut;

    private static TimeSpan UntilMidnightPacific(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)) - now;
    }
}

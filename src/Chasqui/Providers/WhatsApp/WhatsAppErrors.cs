using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using static Chasqui.Messages.SendFailureClass;

namespace Chasqui.Providers.WhatsApp;

/// <summary>Meta's error codes, the same in an answer and in a status (developers.facebook.com, Cloud API error codes).</summary>
internal static class WhatsAppErrors
{
    /// <summary>A person may be written to about ten times a minute.</summary>
    private static readonly TimeSpan PairPause = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan SpamPause = TimeSpan.FromHours(1);

    private static readonly FrozenDictionary<int, (SendFailureClass Class, string Sentence)> Known =
        new Dictionary<int, (SendFailureClass, string)>
        {
            [0] = (AccountStop, "Meta does not accept the access token."),
            [1] = (Transient, "Meta had an internal error."),
            [2] = (Transient, "Meta's service is not available at the moment."),
            [3] = (AccountStop, "The access token may not do this: give the system user the messaging permission."),
            [4] = (Throttle, "The app's number of calls is used up."),
            [10] = (AccountStop, "The access token may not do this: give the system user the messaging permission."),
            [33] = (PermanentMessage, "Meta does not know the phone number's id, or the token may not see it."),
            [100] = (PermanentMessage, "Meta does not take a parameter of the message."),
            [190] = (AccountStop, "The access token has expired or was taken back."),
            [368] = (AccountStop, "Meta has restricted the account for a policy violation."),
            [80007] = (Throttle, "The business account's number of calls is used up."),
            [130429] = (Throttle, "The number's messages a second are used up."),
            [130472] = (PermanentMessage, "Meta does not bring this message to this person, who is part of an experiment."),
            [130497] = (PermanentSender, "The business may not write to people in this country."),
            [131000] = (Transient, "Meta does not say why it failed."),
            [131005] = (PermanentMessage, "The access token may not do this."),
            [131008] = (PermanentMessage, "Meta misses a parameter."),
            [131009] = (PermanentMessage, "Meta does not take a value in the message."),
            [131016] = (Transient, "Meta's service is not available at the moment."),
            [131021] = (PermanentRecipient, "Recipient and sender are the same number."),
            [131026] = (PermanentRecipient, "The message cannot be delivered: the number is not on WhatsApp, or its app is too old."),
            [131030] = (PermanentSender, "A test number sends only to numbers on its list."),
            [131031] = (AccountStop, "Meta has locked the account."),
            [131037] = (PermanentSender, "The number's display name is not approved."),
            [131042] = (AccountStop, "The business account has a problem with its payment."),
            [131044] = (AccountStop, "The business account has a problem with its payment."),
            [131045] = (AccountStop, "The number is not registered with the Cloud API."),
            [131047] = (NeedsTemplate, "More than 24 hours have passed since the person last wrote: only an approved template can go."),
            [131048] = (Throttle, "Too many people have reported or blocked this number: Meta holds it back for hours."),
            [131049] = (PermanentMessage, "Meta does not bring this marketing message to this person now; not before 24 hours."),
            [131050] = (OptOut, "The person has stopped marketing messages from this number."),
            [131051] = (PermanentMessage, "Meta does not know this type of message."),
            [131053] = (PermanentMessage, "Meta could not fetch the media."),
            [131056] = (Throttle, "Too many messages to the same person in a short time."),
            [131057] = (Transient, "The number is in maintenance for a moment."),
            [131064] = (AccountStop, "Meta has limited the account."),
            [132000] = (PermanentMessage, "The number of parameters is not the template's."),
            [132001] = (PermanentMessage, "The template does not exist in this language, or is not approved."),
            [132005] = (PermanentMessage, "The template filled in is too long."),
            [132007] = (PermanentMessage, "The template's content is against a policy."),
            [132012] = (PermanentMessage, "A parameter has not the form the template wants."),
            [132015] = (PermanentMessage, "The template is paused for its low quality."),
            [132016] = (PermanentMessage, "The template is disabled for its low quality."),
            [132068] = (PermanentMessage, "The flow is blocked."),
            [132069] = (Throttle, "The flow is throttled."),
            [133004] = (Transient, "Meta's server is not available at the moment."),
            [133010] = (AccountStop, "The number is not registered with the Cloud API."),
            [133016] = (Throttle, "The number was registered and removed too often."),
            [135000] = (Transient, "Meta does not say what is wrong with the message."),
        }.ToFrozenDictionary();

    /// <summary>Of an error object.</summary>
    public static SendFailure Of(int code, bool passing, TimeSpan? retryAfter)
    {
        var (means, sentence) = Known.TryGetValue(code, out var known) ? known : code switch
        {
            >= 200 and < 300 => (AccountStop, "The access token lacks a permission."),
            >= 133000 and <= 133015 => (AccountStop, "The number's registration has a problem."),
            _ => (Transient, $"WhatsApp failed with error {code}."),
        };
        if (passing && means != Throttle)
            means = Transient;
        var wait = means != Throttle ? null : retryAfter ?? code switch
        {
            131048 => SpamPause,
            131056 => PairPause,
            _ => null,
        };
        return new SendFailure(Code(code), means, sentence, wait);
    }

    public static SendFailure Of(HttpOutcome.Answered answer)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"whatsApp:http{answer.Status}");
        // A gateway in between gave up: what lies behind it may have done the work.
        if (answer.Status is 502 or 504)
            return new SendFailure(code, UnknownOutcome, "Meta's gateway got no answer in time; it may have taken the message.");
        var error = (JsonReading.Parse(answer.Body) ?? default).Member("error");
        if (error.Integer("code") is { } number)
            return Of(number, error.Member("is_transient").ValueKind == JsonValueKind.True, answer.RetryAfter ?? Regain(answer));
        return answer.Status switch
        {
            401 => new SendFailure(code, AccountStop, "Meta does not accept the access token."),
            429 => new SendFailure(code, Throttle, "Meta takes no more requests at the moment.", answer.RetryAfter),
            >= 500 => new SendFailure(code, Transient, "Meta had an internal error.", answer.RetryAfter),
            _ => new SendFailure(code, PermanentMessage, $"Meta refused the message with HTTP status {answer.Status}."),
        };
    }

    public static string Code(int code) => string.Create(CultureInfo.InvariantCulture, $"{WhatsAppKind.Word}:{code}");

    /// <summary>What a failed status with this code makes of the message.</summary>
    public static DeliveryState StateOf(int? code) => code is { } number
        ? Of(number, false, null).Class switch
        {
            PermanentRecipient => DeliveryState.Undelivered,
            Transient or Throttle or UnknownOutcome => DeliveryState.Failed,
            _ => DeliveryState.Rejected,
        }
        : DeliveryState.Failed;

    public static bool IsOptOut(int? code) => code is { } number && Known.TryGetValue(number, out var known) && known.Class == OptOut;

    // A header by business account: [{…,"estimated_time_to_regain_access":7}], in minutes.
    private static TimeSpan? Regain(HttpOutcome.Answered answer)
    {
        if (!answer.Headers.TryGetValue("x-business-use-case-usage", out var usage)
            || JsonReading.Parse(System.Text.Encoding.UTF8.GetBytes(usage)) is not { ValueKind: JsonValueKind.Object } accounts)
            return null;
        var minutes = accounts.EnumerateObject()
            .SelectMany(account => account.Value.Items())
            .Max(use => use.Integer("estimated_time_to_regain_access"));
        return minutes is > 0 ? TimeSpan.FromMinutes(minutes.Value) : null;
    }
}

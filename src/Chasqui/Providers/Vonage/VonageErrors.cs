using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Chasqui.Messages;
using static Chasqui.Messages.SendFailureClass;

namespace Chasqui.Providers.Vonage;

/// <summary>
/// Vonage's codes: the SMS API's statuses, its receipts' error codes, and the Messages API's codes. The last are not all documented;
/// an unknown one counts as passing.
/// </summary>
internal static partial class VonageErrors
{
    private static readonly FrozenDictionary<int, (SendFailureClass Class, string Sentence)> Statuses =
        new Dictionary<int, (SendFailureClass, string)>
        {
            [1] = (Throttle, "Vonage takes no more messages at the moment."),
            [2] = (PermanentMessage, "Vonage misses a parameter."),
            [3] = (PermanentMessage, "Vonage does not take a parameter of the message."),
            [4] = (AccountStop, "Vonage does not accept the API key and secret."),
            [5] = (Transient, "Vonage had an internal error."),
            [6] = (PermanentMessage, "Vonage cannot send this message to this recipient."),
            [7] = (PermanentRecipient, "The recipient's number is barred at Vonage."),
            [8] = (AccountStop, "Vonage has barred the account."),
            [9] = (AccountStop, "The Vonage account's balance is used up."),
            [10] = (Transient, "Vonage has too many connections of this account."),
            [11] = (AccountStop, "The Vonage account may not send over HTTP."),
            [12] = (PermanentMessage, "The text is too long for Vonage."),
            [14] = (AccountStop, "Vonage does not accept the signature: check the signature secret and its method."),
            [15] = (PermanentSender, "Vonage does not take this sender for this recipient."),
            [22] = (PermanentMessage, "Vonage does not know the network."),
            [23] = (PermanentMessage, "Vonage does not take the address for callbacks: check Chasqui:PublicUrl."),
            [29] = (PermanentSender, "A demo account sends only to numbers on its list."),
            [32] = (AccountStop, "Vonage takes either a signature or the API secret, not both."),
            [33] = (PermanentRecipient, "The recipient's number is out of use."),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, SendFailureClass> Codes = new (SendFailureClass Class, int[] Codes)[]
    {
        (Throttle, [1000, 1241]),
        (Transient, [1030, 1100, 1180, 1220, 1230, 1330, 1331]),
        (AccountStop, [1060, 1070, 1080, 1090]),
        (PermanentSender, [1120, 1130, 1140]),
        (PermanentRecipient, [1050, 1150, 1160, 1170, 1190, 1200, 1250, 1260, 1270, 1280, 1290, 1300, 1310]),
        (PermanentMessage, [1010, 1020, 1021, 1022, 1040, 1210, 1320, 1350, 1360, 1370, 1380, 1381, 1382]),
        (OptOut, [1240]),
        (NeedsTemplate, [1340]),
    }.SelectMany(row => row.Codes, (row, code) => (row.Class, Code: code)).ToFrozenDictionary(pair => pair.Code, pair => pair.Class);

    /// <summary>Of the SMS API's answer.</summary>
    public static SendFailure OfStatus(string status, string text)
    {
        _ = int.TryParse(status, CultureInfo.InvariantCulture, out var number);
        var (means, sentence) = Statuses.TryGetValue(number, out var known)
            ? known
            : (Transient, "Vonage refused with a status that it does not document.");
        return new SendFailure($"{VonageKind.Word}:{status}", means, sentence, means == Throttle ? Wait(text) : null);
    }

    /// <summary>Of the Messages API, by its number, which is in the title or at the end of the type.</summary>
    public static SendFailure OfCode(int code, TimeSpan? retryAfter)
    {
        var means = Codes.GetValueOrDefault(code, Transient);
        return new SendFailure(Code(code), means, Sentence(means), retryAfter);
    }

    public static string Code(int code) => string.Create(CultureInfo.InvariantCulture, $"{VonageKind.Word}:{code}");

    public static bool IsOptOut(int code) => Codes.TryGetValue(code, out var means) && means == OptOut;

    /// <summary>Of a receipt's err-code: the recipient opted out of the sender, or never agreed.</summary>
    public static bool IsReceiptOptOut(int code) => code is 9 or 53;

    private static string Sentence(SendFailureClass means) => means switch
    {
        Throttle => "Vonage takes no more messages at the moment.",
        AccountStop => "Vonage does not serve the account: check its credentials and balance.",
        PermanentSender => "Vonage does not take this sender.",
        PermanentRecipient => "Vonage cannot reach this recipient.",
        PermanentMessage => "Vonage does not take this message.",
        OptOut => "The recipient opted out of this sender's messages.",
        NeedsTemplate => "More than 24 hours have passed since the person last wrote: only an approved template can go.",
        _ => "Vonage could not send it at the moment.",
    };

    // "please wait [ 250 ] and retry": milliseconds.
    private static TimeSpan? Wait(string text) =>
        Bracketed().Match(text) is { Success: true } match
            && int.TryParse(match.Groups["wait"].Value, CultureInfo.InvariantCulture, out var wait)
            ? TimeSpan.FromMilliseconds(wait)
            : null;

    [GeneratedRegex(@"\[\s*(?<wait>\d{1,7})\s*\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();
}

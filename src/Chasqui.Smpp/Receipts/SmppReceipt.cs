using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Receipts;

/// <summary>network_error_code (SMPP 3.4 §5.3.2.31).</summary>
/// <param name="Network">1 ANSI-136, 2 IS-95, 3 GSM, 4 reserved.</param>
/// <param name="Code">The network's code.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SmppNetworkError(byte Network, ushort Code);

/// <summary>
/// A delivery receipt: optional parameters where the SMSC gives them, else the text of appendix B,
/// "id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…", which no two SMSCs write alike.
/// </summary>
public sealed record SmppReceipt
{
    /// <summary>
    /// The id to match first: receipted_message_id, or the text's. SMSCs disagree with themselves: see <see cref="SmppMessageIds"/>.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>The text's own id when it differs from <see cref="MessageId"/> (the other radix, as a rule); else null.</summary>
    public string? OtherMessageId { get; init; }

    /// <summary>
    /// The state: message_state, or the text's word. BUFFERED, RETRY and SENT are EnRoute, FAILED is Undeliverable; null for a word nobody
    /// knows.
    /// </summary>
    public SmppMessageState? State { get; init; }

    /// <summary>The text's word as it came, in capitals, such as DELIVRD; empty when there was none.</summary>
    public string StateWord { get; init; } = "";

    /// <summary>sub: messages submitted; null when missing.</summary>
    public int? Submitted { get; init; }

    /// <summary>dlvrd: messages delivered; null when missing.</summary>
    public int? Delivered { get; init; }

    /// <summary>When it was submitted, at the offset the reader was told; null when missing or unreadable.</summary>
    public DateTimeOffset? SubmitDate { get; init; }

    /// <summary>When it reached this state, at the offset the reader was told; null when missing or unreadable.</summary>
    public DateTimeOffset? DoneDate { get; init; }

    /// <summary>err: each SMSC's own code, not always a number; empty when missing.</summary>
    public string Error { get; init; } = "";

    /// <summary>The beginning of the original message, as far as the SMSC tells; a secret as every text.</summary>
    public string Text { get; init; } = "";

    /// <summary>network_error_code, or null.</summary>
    public SmppNetworkError? NetworkError { get; init; }

    /// <summary>Whether another receipt will follow, as esm_class says.</summary>
    public bool IsIntermediate { get; init; }

    /// <summary>Who the original message went to: the source of the receipt.</summary>
    public SmppAddress Recipient { get; init; } = SmppAddress.None;

    /// <summary>Who the original message came from: the destination of the receipt.</summary>
    public SmppAddress Sender { get; init; } = SmppAddress.None;

    /// <summary>
    /// Reads a deliver_sm or data_sm. False when esm_class names no receipt, or no id stands anywhere in it.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="offset">The SMSC's offset from UTC, which its dates do not say.</param>
    /// <param name="receipt">The receipt.</param>
    public static bool TryRead(DeliverSm message, TimeSpan offset, out SmppReceipt? receipt)
    {
        receipt = null;
        if (!message.IsReceipt) return false;
        // data_coding is wrong in many receipts: the form is ASCII whatever it says.
        var text = Encoding.Latin1.GetString(SmppUserDataHeader.ContentOf(message).Span);
        var found = Parse(text, offset);
        var id = message.Tlvs.Text(SmppTag.ReceiptedMessageId);
        if (string.IsNullOrEmpty(id)) id = found.MessageId;
        if (id.Length == 0) return false;
        receipt = found with
        {
            MessageId = id,
            OtherMessageId = found.MessageId.Length > 0 && found.MessageId != id ? found.MessageId : null,
            State = message.Tlvs.Number(SmppTag.MessageState) is > 0 and <= 9 and var state ? (SmppMessageState)state : found.State,
            NetworkError = message.Tlvs.TryGet(SmppTag.NetworkErrorCode, out var code) && code.Length == 3
                ? new(code.Span[0], (ushort)(code.Span[1] << 8 | code.Span[2]))
                : null,
            IsIntermediate = (message.EsmClass & SmppEsmClass.TypeMask) == SmppEsmClass.IntermediateNotification,
            Recipient = message.Source,
            Sender = message.Destination,
        };
        return true;
    }

    /// <summary>Reads the text of a receipt. False when it names no id.</summary>
    public static bool TryParse(string text, TimeSpan offset, out SmppReceipt? receipt)
    {
        var found = Parse(text, offset);
        receipt = found.MessageId.Length == 0 ? null : found;
        return receipt is not null;
    }

    private static SmppReceipt Parse(string text, TimeSpan offset)
    {
        var fields = SmppReceiptFields.Read(text);
        var word = FirstWord(fields.State).ToUpperInvariant();
        return new()
        {
            MessageId = FirstWord(fields.Id),
            State = StateOf(word),
            StateWord = word,
            Submitted = Number(fields.Submitted),
            Delivered = Number(fields.Delivered),
            SubmitDate = SmppTime.ReceiptDate(fields.SubmitDate, offset),
            DoneDate = SmppTime.ReceiptDate(fields.DoneDate, offset),
            Error = fields.Error,
            Text = fields.Text,
        };
    }

    private static SmppMessageState? StateOf(string word) => word switch
    {
        "SCHEDULED" => SmppMessageState.Scheduled,
        "ENROUTE" or "BUFFERED" or "RETRY" or "SENT" => SmppMessageState.EnRoute,
        "DELIVRD" or "DELIVERED" => SmppMessageState.Delivered,
        "EXPIRED" => SmppMessageState.Expired,
        "DELETED" => SmppMessageState.Deleted,
        "UNDELIV" or "UNDELIVERABLE" or "FAILED" => SmppMessageState.Undeliverable,
        "ACCEPTD" or "ACCEPTED" => SmppMessageState.Accepted,
        "UNKNOWN" => SmppMessageState.Unknown,
        "REJECTD" or "REJECTED" => SmppMessageState.Rejected,
        "SKIPPED" => SmppMessageState.Skipped,
        _ => null,
    };

    private static string FirstWord(string value)
    {
        var end = value.AsSpan().IndexOfAny(" \t\r\n\0");
        return end < 0 ? value : value[..end];
    }

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

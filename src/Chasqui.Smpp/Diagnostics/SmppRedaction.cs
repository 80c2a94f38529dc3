using System.Globalization;
using System.Text;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Diagnostics;

/// <summary>What may be seen of a PDU in a log: ids, states and lengths; never text or passwords, of numbers the ends.</summary>
internal static class SmppRedaction
{
    public static string Describe(SmppPdu pdu) => pdu.CommandId.Name() + Fields(pdu);

    public static string Fields(SmppPdu pdu)
    {
        var line = new StringBuilder();
        switch (pdu)
        {
            case MessagePdu message:
                line.Append(CultureInfo.InvariantCulture, $" from={Address(message.Source)} to={Address(message.Destination)}");
                line.Append(CultureInfo.InvariantCulture, $" esm_class=0x{message.EsmClass:X2} data_coding=0x{message.DataCoding:X2}");
                line.Append(CultureInfo.InvariantCulture, $" registered_delivery=0x{message.RegisteredDelivery:X2}");
                line.Append(CultureInfo.InvariantCulture, $" short_message=[{message.ShortMessage.Length} octets]");
                Tlvs(line, message.Tlvs);
                break;
            case DataSm data:
                line.Append(CultureInfo.InvariantCulture, $" from={Address(data.Source)} to={Address(data.Destination)}");
                line.Append(CultureInfo.InvariantCulture, $" esm_class=0x{data.EsmClass:X2} data_coding=0x{data.DataCoding:X2}");
                Tlvs(line, data.Tlvs);
                break;
            case SubmitMulti multi:
                line.Append(CultureInfo.InvariantCulture, $" from={Address(multi.Message.Source)} to=[{multi.Destinations.Count}]");
                line.Append(CultureInfo.InvariantCulture, $" short_message=[{multi.Message.ShortMessage.Length} octets]");
                Tlvs(line, multi.Message.Tlvs);
                break;
            case BindRequest bind:
                line.Append(CultureInfo.InvariantCulture, $" system_id={Clean(bind.SystemId)} password=[hidden]");
                line.Append(CultureInfo.InvariantCulture, $" system_type={Clean(bind.SystemType)} version=0x{bind.InterfaceVersion:X2}");
                break;
            case BindResponse response:
                line.Append(CultureInfo.InvariantCulture, $" system_id={Clean(response.SystemId)}");
                Tlvs(line, response.Tlvs);
                break;
            case Outbind outbind:
                line.Append(CultureInfo.InvariantCulture, $" system_id={Clean(outbind.SystemId)} password=[hidden]");
                break;
            case SubmitSmResponse response:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(response.MessageId)}");
                Tlvs(line, response.Tlvs);
                break;
            case DataSmResponse response:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(response.MessageId)}");
                Tlvs(line, response.Tlvs);
                break;
            case SubmitMultiResponse response:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(response.MessageId)} refused={response.Unsuccessful.Count}");
                break;
            case QuerySm query:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(query.MessageId)} from={Address(query.Source)}");
                break;
            case QuerySmResponse response:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(response.MessageId)} state={response.MessageState}");
                break;
            case CancelSm cancel:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(cancel.MessageId)} from={Address(cancel.Source)}");
                line.Append(CultureInfo.InvariantCulture, $" to={Address(cancel.Destination)}");
                break;
            case ReplaceSm replace:
                line.Append(CultureInfo.InvariantCulture, $" message_id={Clean(replace.MessageId)} from={Address(replace.Source)}");
                line.Append(CultureInfo.InvariantCulture, $" short_message=[{replace.ShortMessage.Length} octets]");
                break;
            case AlertNotification alert:
                line.Append(CultureInfo.InvariantCulture, $" from={Address(alert.Source)}");
                Tlvs(line, alert.Tlvs);
                break;
            case UnknownPdu unknown:
                line.Append(CultureInfo.InvariantCulture, $" body=[{unknown.Body.Length} octets]");
                break;
        }
        return line.ToString();
    }

    /// <summary>Names and short codes as they are; of anything longer than six digits the first three and the last two.</summary>
    private static string Address(SmppAddress address)
    {
        var value = address.Value ?? "";
        var digits = value.Count(char.IsAsciiDigit);
        var shown = digits > 6 ? $"{Clean(value[..3])}{new string('*', value.Length - 5)}{Clean(value[^2..])}" : Clean(value);
        return string.Create(CultureInfo.InvariantCulture, $"{(byte)address.Ton}/{(byte)address.Npi}/{shown}");
    }

    private static void Tlvs(StringBuilder line, SmppTlvs tlvs)
    {
        foreach (var tlv in tlvs)
        {
            line.Append(CultureInfo.InvariantCulture, $" 0x{(ushort)tlv.Tag:X4}=");
            if (tlv.Tag == SmppTag.ReceiptedMessageId) line.Append(Clean(tlvs.Text(tlv.Tag) ?? ""));
            else if (IsHarmless(tlv.Tag) && tlv.Value.Length <= 4) line.Append(Convert.ToHexString(tlv.Value.Span));
            else line.Append(CultureInfo.InvariantCulture, $"[{tlv.Value.Length} octets]");
        }
    }

    private static bool IsHarmless(SmppTag tag) => tag
        is SmppTag.SarMsgRefNum or SmppTag.SarTotalSegments or SmppTag.SarSegmentSeqnum or SmppTag.ScInterfaceVersion
        or SmppTag.MessageState or SmppTag.NetworkErrorCode or SmppTag.UserMessageReference or SmppTag.DeliveryFailureReason
        or SmppTag.MoreMessagesToSend or SmppTag.MsAvailabilityStatus;

    /// <summary>What a peer sent must not begin a line of its own in our log.</summary>
    private static string Clean(string value)
    {
        var shown = value.Length > 64 ? value[..64] : value;
        return shown.Any(c => c is < ' ' or '\u007F' or >= '\u0080' and < '\u00A0')
            ? string.Concat(shown.Select(c => c is < ' ' or >= '\u007F' and < '\u00A0' ? '?' : c))
            : shown;
    }
}

using System.Text;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Smpp;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Providers.Smpp;

/// <summary>Texts to PDUs and back: alphabets, parts, addresses (protocols §5.3–5.5).</summary>
internal static class SmppTexts
{
    private const byte DefaultAlphabet = 0x00;
    private const byte Ascii = 0x01;
    private const byte Latin1 = 0x03;
    private const byte Ucs2 = 0x08;
    private const byte FinalReceipts = 0x01;

    /// <summary>The PDUs of a message, in order.</summary>
    public static IReadOnlyList<SubmitSm> Write(OutboundMessage message, SmppAccount account, ProviderSettings settings, ushort reference)
    {
        var parts = MessageParts.Cut(message.Text, PartOptions.Verbatim with { Header = Header(account.Method) }, reference);
        var latin = account.Latin && message.Text.All(c => c <= '\u00ff');
        var minutes = settings.Integer("validityMinutes");
        var template = new SubmitSm
        {
            ServiceType = settings.Text("serviceType"),
            Source = Sender(message.Sender, settings),
            Destination = SmppAddress.International(message.To.Value),
            RegisteredDelivery = settings.Flag("receipts") ? FinalReceipts : (byte)0,
            ValidityPeriod = minutes == 0 ? "" : SmppTime.Relative(TimeSpan.FromMinutes(minutes)),
            DataCoding = latin || (!account.Latin && parts[0].Encoding == TextEncoding.Gsm7) ? DefaultAlphabet : Ucs2,
        };
        var contents = parts.Select(part => (ReadOnlyMemory<byte>)(latin ? Encoding.Latin1.GetBytes(part.Text)
            : template.DataCoding == Ucs2 && part.Encoding == TextEncoding.Gsm7 ? Encoding.BigEndianUnicode.GetBytes(part.Text)
            : part.Body)).ToList();
        return SmppConcatenation.Build(template, contents, account.Method, reference);
    }

    /// <summary>A message from a contact; null for what is no text (a message to a program on the phone).</summary>
    public static InboundMessage Read(DeliverSm message, SmppAccount account)
    {
        var header = UserDataHeader.Read(SmppUserDataHeader.HeaderOf(message).Span);
        var octets = SmppUserDataHeader.ContentOf(message).ToArray();
        var encoded = Encoded(message.DataCoding, octets, header, account);
        var inbound = new InboundMessage
        {
            ProviderMessageId = "", // a deliver_sm has no id: the inbox tells a repetition by its content
            From = Address(message.Source),
            To = message.Destination.Value,
            Text = encoded?.Decode() ?? Encoding.Latin1.GetString(octets),
        };
        return SmppConcatenation.TryRead(message, out var part) && part.Total > 1
            ? inbound with { Part = new InboundPart($"{(part.Wide ? 16 : 8)}-{part.Reference}", part.Total, part.Number, encoded) }
            : inbound;
    }

    private static ReceivedPart? Encoded(byte dataCoding, byte[] octets, UserDataHeader? header, SmppAccount account) => dataCoding switch
    {
        DefaultAlphabet when account.Latin => null,
        Ascii or Latin1 => null,
        Ucs2 or 0x18 or 0x19 => new ReceivedPart(TextEncoding.Ucs2, octets),
        0x02 or 0x04 or (>= 0xF4 and <= 0xF7) => null, // octets for a program, shown as they are
        _ => new ReceivedPart(TextEncoding.Gsm7, octets, header?.Locking ?? default, header?.Single ?? default),
    };

    private static ConcatHeader Header(SmppConcatenationMethod method) => method switch
    {
        SmppConcatenationMethod.Udh16 => ConcatHeader.SixteenBit,
        SmppConcatenationMethod.Udh8 => ConcatHeader.EightBit,
        _ => ConcatHeader.ByCarrier,
    };

    private static SmppAddress Sender(string address, ProviderSettings settings)
    {
        var guess = SmppAddress.Guess(address);
        if (guess.Ton != SmppTon.NetworkSpecific)
            return guess;
        var type = settings.Text("shortCodeType");
        return guess with { Ton = (SmppTon)(type[0] - '0'), Npi = (SmppNpi)(type[2] - '0') };
    }

    private static string Address(SmppAddress address) =>
        address.Ton == SmppTon.International && !address.Value.StartsWith('+') ? $"+{address.Value}" : address.Value;
}

namespace Chasqui.Smpp.Pdus;

/// <summary>The bits of esm_class (SMPP 3.4 §5.2.12). Test with the masks: SMSCs set mode bits beside the type.</summary>
public static class SmppEsmClass
{
    /// <summary>Bits 0 and 1: the messaging mode.</summary>
    public const byte ModeMask = 0x03;

    /// <summary>Mode: datagram.</summary>
    public const byte Datagram = 0x01;

    /// <summary>Mode: forward (transaction).</summary>
    public const byte Transaction = 0x02;

    /// <summary>Mode: store and forward.</summary>
    public const byte StoreAndForward = 0x03;

    /// <summary>Bits 2 to 5: the message's type.</summary>
    public const byte TypeMask = 0x3C;

    /// <summary>Type: an SMSC's delivery receipt.</summary>
    public const byte Receipt = 0x04;

    /// <summary>Type: an acknowledgement of the recipient's device.</summary>
    public const byte DeliveryAcknowledgement = 0x08;

    /// <summary>Type: an acknowledgement by the recipient.</summary>
    public const byte ManualAcknowledgement = 0x10;

    /// <summary>Type: an intermediate notification.</summary>
    public const byte IntermediateNotification = 0x20;

    /// <summary>Feature: the message begins with a user data header.</summary>
    public const byte UserDataHeader = 0x40;

    /// <summary>Feature: reply path.</summary>
    public const byte ReplyPath = 0x80;
}

/// <summary>The bits of registered_delivery (SMPP 3.4 §5.2.17).</summary>
public static class SmppRegisteredDelivery
{
    /// <summary>No receipt.</summary>
    public const byte None = 0x00;

    /// <summary>A receipt for success and for failure.</summary>
    public const byte Final = 0x01;

    /// <summary>A receipt for failure only.</summary>
    public const byte FailureOnly = 0x02;

    /// <summary>Intermediate notifications too.</summary>
    public const byte Intermediate = 0x10;
}

/// <summary>Values of data_coding (SMPP 3.4 §5.2.19).</summary>
public static class SmppDataCoding
{
    /// <summary>The SMSC's default alphabet: GSM 7-bit, one septet an octet, on nearly all; Latin-1 or packed on some.</summary>
    public const byte Default = 0x00;

    /// <summary>IA5, which is ASCII.</summary>
    public const byte Ascii = 0x01;

    /// <summary>8-bit binary (second value).</summary>
    public const byte Binary2 = 0x02;

    /// <summary>Latin-1.</summary>
    public const byte Latin1 = 0x03;

    /// <summary>8-bit binary.</summary>
    public const byte Binary = 0x04;

    /// <summary>UCS-2, big-endian; UTF-16 in practice.</summary>
    public const byte Ucs2 = 0x08;

    /// <summary>UCS-2 shown at once (class 0).</summary>
    public const byte FlashUcs2 = 0x18;

    /// <summary>How many octets one character takes at least, and what the air interface makes of it.</summary>
    internal static SmppUnit UnitOf(byte dataCoding) => dataCoding switch
    {
        Ucs2 or FlashUcs2 => SmppUnit.Ucs2,
        Default or Ascii or >= 0x10 and <= 0x13 or >= 0xF0 and <= 0xF3 => SmppUnit.Septet,
        _ => SmppUnit.Octet,
    };
}

/// <summary>What a message's octets are on the air: decides how many fit into one.</summary>
internal enum SmppUnit
{
    Septet,
    Octet,
    Ucs2,
}

/// <summary>message_state (SMPP 3.4 §5.2.28; 0 and 9 are of version 5).</summary>
public enum SmppMessageState : byte
{
    /// <summary>SCHEDULED: its time has not come (version 5); also what is left when nothing was said.</summary>
    Scheduled = 0,

    /// <summary>ENROUTE: on its way.</summary>
    EnRoute = 1,

    /// <summary>DELIVERED.</summary>
    Delivered = 2,

    /// <summary>EXPIRED: the validity period ended.</summary>
    Expired = 3,

    /// <summary>DELETED: cancelled by its sender or the operator.</summary>
    Deleted = 4,

    /// <summary>UNDELIVERABLE.</summary>
    Undeliverable = 5,

    /// <summary>ACCEPTED: read by a person on the subscriber's behalf; some networks send it for plain acceptance.</summary>
    Accepted = 6,

    /// <summary>UNKNOWN.</summary>
    Unknown = 7,

    /// <summary>REJECTED.</summary>
    Rejected = 8,

    /// <summary>SKIPPED (version 5).</summary>
    Skipped = 9,
}

namespace Chasqui.Smpp.Pdus;

/// <summary>Type of number (SMPP 3.4 §5.2.5).</summary>
public enum SmppTon : byte
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>International: digits with the country code, without a plus sign.</summary>
    International = 1,

    /// <summary>National.</summary>
    National = 2,

    /// <summary>Network specific: short codes on many SMSCs.</summary>
    NetworkSpecific = 3,

    /// <summary>Subscriber number.</summary>
    Subscriber = 4,

    /// <summary>Alphanumeric: a name of at most 11 characters.</summary>
    Alphanumeric = 5,

    /// <summary>Abbreviated.</summary>
    Abbreviated = 6,
}

/// <summary>Numbering plan indicator (SMPP 3.4 §5.2.6).</summary>
public enum SmppNpi : byte
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>E.164, the telephone numbering plan.</summary>
    Isdn = 1,

    /// <summary>Data, X.121.</summary>
    Data = 3,

    /// <summary>Telex.</summary>
    Telex = 4,

    /// <summary>Land mobile, E.212.</summary>
    LandMobile = 6,

    /// <summary>National.</summary>
    National = 8,

    /// <summary>Private.</summary>
    Private = 9,

    /// <summary>ERMES.</summary>
    Ermes = 10,

    /// <summary>Internet address.</summary>
    Internet = 14,

    /// <summary>WAP client id.</summary>
    Wap = 18,
}

/// <summary>One address with how to read it: three fields that always go together.</summary>
/// <param name="Ton">Type of number.</param>
/// <param name="Npi">Numbering plan.</param>
/// <param name="Value">Digits without a plus sign, or a name; at most 20 octets (64 in data_sm).</param>
public readonly record struct SmppAddress(SmppTon Ton, SmppNpi Npi, string Value)
{
    /// <summary>No address: the SMSC puts its own.</summary>
    public static SmppAddress None { get; } = new(SmppTon.Unknown, SmppNpi.Unknown, "");

    /// <summary>An international number, with or without its plus sign.</summary>
    public static SmppAddress International(string number) => new(SmppTon.International, SmppNpi.Isdn, number.TrimStart('+'));

    /// <summary>
    /// The usual TON and NPI of an address: 1/1 for a plus sign or more than 8 digits, 3/0 for a short code, 5/0 for anything with a
    /// letter. SMSCs differ about short codes (3/0, 0/0, 0/1): a setting of the link should win over this guess.
    /// </summary>
    public static SmppAddress Guess(string address)
    {
        if (address.Length == 0) return None;
        var digits = address.StartsWith('+') ? address[1..] : address;
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return new(SmppTon.Alphanumeric, SmppNpi.Unknown, address);
        return digits.Length < address.Length || digits.Length > 8
            ? new(SmppTon.International, SmppNpi.Isdn, digits)
            : new(SmppTon.NetworkSpecific, SmppNpi.Unknown, digits);
    }

    internal static SmppAddress Read(ref SmppReader reader) => new((SmppTon)reader.Octet(), (SmppNpi)reader.Octet(), reader.CString());

    internal void Write(ref SmppWriter writer, int limit, string field)
    {
        writer.Octet((byte)Ton);
        writer.Octet((byte)Npi);
        writer.CString(Value ?? "", limit, field);
    }
}

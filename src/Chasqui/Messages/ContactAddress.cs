using System.Runtime.InteropServices;

namespace Chasqui.Messages;

/// <summary>What kind of name stands at one end of a message.</summary>
internal enum ContactAddressKind
{
    /// <summary>A phone number; of a sender, a long code or a toll-free number.</summary>
    Phone,

    /// <summary>Three to eight digits that only one country knows; never to be read as a national number.</summary>
    ShortCode,

    /// <summary>A name. It can be shown and not answered.</summary>
    Alphanumeric,
}

/// <summary>Why a sender address was refused.</summary>
internal enum ContactAddressFault
{
    None,
    Empty,

    /// <summary>Digits, but no number of that country, and too many for a short code.</summary>
    InvalidPhoneNumber,

    /// <summary>Short codes have 3 to 8 digits, in the United States and Canada 5 or 6.</summary>
    InvalidShortCode,

    /// <summary>A name has at most 11 characters.</summary>
    NameTooLong,

    /// <summary>A name takes the letters A to Z, digits, blanks and <c>&amp; ' * + , - . / : _ !</c>.</summary>
    ForbiddenCharacter,
}

/// <summary>
/// Who a message is from or to: kind and value together are the identity, since 1515 the short code and 1515 a person's
/// number somewhere are not the same.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContactAddress
{
    private const int LongestName = 11;

    private readonly string? _value;

    private ContactAddress(ContactAddressKind kind, string value) => (Kind, _value) = (kind, value);

    public ContactAddressKind Kind { get; }

    /// <summary>E.164, the digits of a short code, or the name as registered.</summary>
    public string Value => _value ?? "";

    /// <summary>Names and codes of firms are no secret; a person's number is.</summary>
    public string Masked => Phone is { } number ? number.Masked : Value;

    /// <summary>Whether the other side can write back.</summary>
    public bool CanBeAnswered => Kind != ContactAddressKind.Alphanumeric;

    /// <summary>The number, when it is one.</summary>
    public PhoneNumber? Phone => Kind == ContactAddressKind.Phone && _value is not null ? PhoneNumber.FromStored(_value) : null;

    public static ContactAddress Of(PhoneNumber number) => new(ContactAddressKind.Phone, number.Value);

    /// <summary>An address read back from our own tables.</summary>
    public static ContactAddress FromStored(ContactAddressKind kind, string value) =>
        kind == ContactAddressKind.Phone ? Of(PhoneNumber.FromStored(value)) : new ContactAddress(kind, value);

    /// <summary>Reads a sender: a name when it holds a letter, a short code when it is up to six digits, else a phone number.</summary>
    /// <param name="input">As an administrator or a provider writes it.</param>
    /// <param name="countryIso">ISO 3166-1 alpha-2 of the country a national number or short code belongs to; null when not known.</param>
    /// <param name="address">The address, when the answer is true.</param>
    /// <param name="fault">Why not, when the answer is false.</param>
    public static bool TryParse(string? input, string? countryIso, out ContactAddress address, out ContactAddressFault fault)
    {
        address = default;
        var text = (input ?? "").Trim();
        if (text.Length == 0)
            return Refuse(ContactAddressFault.Empty, out fault);
        if (HasLetter(text) && !text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            return TryParseName(text, out address, out fault);

        var digitsOnly = !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        if (digitsOnly && text.Length <= 6)
            return TryParseShortCode(text, countryIso, out address, out fault);

        if (PhoneNumber.TryParse(text, countryIso, out var number, out _))
        {
            address = Of(number);
            fault = ContactAddressFault.None;
            return true;
        }

        // Seven and eight digits are a national number where there are such numbers, else a long short code.
        return digitsOnly && text.Length <= 8 && !IsNorthAmerican(countryIso)
            ? TryParseShortCode(text, countryIso, out address, out fault)
            : Refuse(ContactAddressFault.InvalidPhoneNumber, out fault);
    }

    public override string ToString() => Value;

    private static bool TryParseShortCode(string text, string? countryIso, out ContactAddress address, out ContactAddressFault fault)
    {
        address = default;
        var valid = IsNorthAmerican(countryIso) ? text.Length is 5 or 6 : text.Length is >= 3 and <= 8;
        if (!valid)
            return Refuse(ContactAddressFault.InvalidShortCode, out fault);

        address = new ContactAddress(ContactAddressKind.ShortCode, text);
        fault = ContactAddressFault.None;
        return true;
    }

    private static bool TryParseName(string text, out ContactAddress address, out ContactAddressFault fault)
    {
        address = default;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !" &'*+,-./:_!".Contains(c, StringComparison.Ordinal))
                return Refuse(ContactAddressFault.ForbiddenCharacter, out fault);
        }

        if (text.Length > LongestName)
            return Refuse(ContactAddressFault.NameTooLong, out fault);

        address = new ContactAddress(ContactAddressKind.Alphanumeric, text);
        fault = ContactAddressFault.None;
        return true;
    }

    private static bool HasLetter(string text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
                return true;
        }

        return false;
    }

    private static bool IsNorthAmerican(string? countryIso) =>
        string.Equals(countryIso, "US", StringComparison.OrdinalIgnoreCase)
        || string.Equals(countryIso, "CA", StringComparison.OrdinalIgnoreCase);

    private static bool Refuse(ContactAddressFault reason, out ContactAddressFault fault)
    {
        fault = reason;
        return false;
    }
}

using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>Reads a sender's address as its kind wants it.</summary>
internal static class SenderAddress
{
    /// <summary>The address as it is kept (E.164, digits or name), or a sentence that says what is wrong with it.</summary>
    /// <param name="kind">What it is to be.</param>
    /// <param name="input">As written.</param>
    /// <param name="country">Whose plan a national number or a short code is of.</param>
    public static (string? Address, string? Fault) Read(SenderKind kind, string input, string country)
    {
        if (!ContactAddress.TryParse(input, country, out var address, out var fault))
            return (null, Sentence(fault));
        var wanted = kind switch
        {
            SenderKind.ShortCode => ContactAddressKind.ShortCode,
            SenderKind.Alphanumeric => ContactAddressKind.Alphanumeric,
            _ => ContactAddressKind.Phone,
        };
        if (address.Kind != wanted)
            return (null, Sentence(wanted));
        return address.Phone is { } number && Mismatch(kind, number) is { } mismatch ? (null, mismatch) : (address.Value, null);
    }

    // A number no plan knows of may be either: plans lag behind.
    private static string? Mismatch(SenderKind kind, PhoneNumber number) => (kind, number.Describe().Kind) switch
    {
        (SenderKind.LongCode, PhoneNumberKind.TollFree) => "This is a toll-free number: choose that kind, its limits are others.",
        (SenderKind.TollFree, not (PhoneNumberKind.TollFree or PhoneNumberKind.Unknown)) => "This number is not toll-free in its country.",
        _ => null,
    };

    private static string Sentence(ContactAddressFault fault) => fault switch
    {
        ContactAddressFault.Empty => "Give the number, short code or name that messages come from.",
        ContactAddressFault.InvalidShortCode => "This is no short code: they have 3 to 8 digits, in the United States and Canada 5 or 6.",
        ContactAddressFault.NameTooLong => "A name has at most 11 characters.",
        ContactAddressFault.ForbiddenCharacter => "A name takes the letters A to Z, digits, blanks and & ' * + , - . / : _ !",
        _ => "This is no phone number: write it with its country code, e.g. +59829001000.",
    };

    private static string Sentence(ContactAddressKind wanted) => wanted switch
    {
        ContactAddressKind.ShortCode => "A short code has 3 to 8 digits and nothing else.",
        ContactAddressKind.Alphanumeric => "A name holds at least one letter.",
        _ => "A sender of this kind is a phone number: write it with its country code, e.g. +59829001000.",
    };
}

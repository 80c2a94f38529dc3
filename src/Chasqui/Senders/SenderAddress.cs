using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>Reads a sender's address as its kind wants it.</summary>
internal static class SenderAddress
{
    /// <summary>The address as it is kept (E.164, digits or name), or a sentence that says what is wrong with it.</summary>
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
        return address.Kind == wanted ? (address.Value, null) : (null, Sentence(wanted));
    }

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

using System.Diagnostics.CodeAnalysis;
using Chasqui.Messages.PhoneNumbers;

namespace Chasqui.Messages;

/// <summary>
/// A phone number in E.164 (<c>+59898344484</c>, at most 15 digits). Made only by <see cref="TryParse"/> or from what
/// <see cref="TryParse"/> once stored, so whoever holds one need not check it again. Logs take <see cref="Masked"/>.
/// </summary>
internal readonly record struct PhoneNumber
{
    private readonly string? _value;

    private PhoneNumber(string value) => _value = value;

    /// <summary>E.164 with its plus.</summary>
    public string Value => _value ?? "";

    /// <summary>E.164 without the plus, as Vonage, WhatsApp and SMPP want it.</summary>
    public string Digits => Value.TrimStart('+');

    /// <summary>The first five and the last two characters: enough to tell numbers apart in a log, too little to call one.</summary>
    public string Masked => Value.Length < 10
        ? string.Concat(Value.AsSpan(0, Math.Min(3, Value.Length)), "***")
        : string.Concat(Value.AsSpan(0, 5), new string('*', Value.Length - 7), Value.AsSpan(Value.Length - 2));

    /// <summary>Reads a number as people, spreadsheets and providers write it; accepts only what its country's plan calls valid.</summary>
    /// <param name="input">Digits of any script with the usual punctuation, national or international, or a <c>tel:</c> address.</param>
    /// <param name="countryIso">ISO 3166-1 alpha-2 of the country a national number belongs to; null accepts only +….</param>
    /// <param name="number">The number, when the answer is true.</param>
    /// <param name="fault">Why not, when the answer is false.</param>
    public static bool TryParse(string? input, string? countryIso, out PhoneNumber number, out PhoneNumberFault fault)
    {
        number = default;
        if (!NumberParser.TryParse(input, countryIso, out var parsed, out fault))
            return false;

        fault = parsed.Fault();
        if (fault != PhoneNumberFault.None)
            return false;

        number = new PhoneNumber(parsed.E164);
        return true;
    }

    /// <summary>
    /// A number read back from our own tables. Its plan is not asked again: plans change, and a number that was valid
    /// when stored must stay readable.
    /// </summary>
    /// <exception cref="ArgumentException">The text is no E.164 at all: something else wrote that column.</exception>
    public static PhoneNumber FromStored([NotNull] string? e164)
    {
        if (e164 is not ['+', >= '1' and <= '9', ..] || e164.Length is < 4 or > 21 || e164.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException("A stored phone number is not E.164.", nameof(e164));
        return new PhoneNumber(e164);
    }

    /// <summary>Country, kind and the ways to write the number.</summary>
    public PhoneNumberDescription Describe() => NumberFormatter.Describe(Value);

    /// <summary>E.164: for providers and tables, never for logs.</summary>
    public override string ToString() => Value;
}

namespace Chasqui.Messages;

/// <summary>Why a number was refused: by code for programs, in a sentence for people.</summary>
internal static class PhoneNumberFaults
{
    public static string Code(this PhoneNumberFault fault) => fault switch
    {
        PhoneNumberFault.Empty => "numberMissing",
        PhoneNumberFault.LettersInNumber => "numberLetters",
        PhoneNumberFault.TooShort => "numberTooShort",
        PhoneNumberFault.TooLong => "numberTooLong",
        PhoneNumberFault.ScientificNotation => "numberScientific",
        _ => "numberInvalid",
    };

    public static string Sentence(this PhoneNumberFault fault) => fault switch
    {
        PhoneNumberFault.Empty => "The number is missing.",
        PhoneNumberFault.LettersInNumber => "There are letters in the number.",
        PhoneNumberFault.TooShort => "The number is too short for its country.",
        PhoneNumberFault.TooLong => "The number is too long for its country.",
        PhoneNumberFault.ScientificNotation =>
            "A spreadsheet rounded the number (5.98983E+10): its digits are lost. Format the column as text and export again.",
        PhoneNumberFault.UnknownCountryCode => "The number begins with a country code that does not exist.",
        PhoneNumberFault.InvalidForCountry => "No number of that country looks like this.",
        _ => "This is no phone number.",
    };
}

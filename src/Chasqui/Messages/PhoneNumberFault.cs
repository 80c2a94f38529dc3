namespace Chasqui.Messages;

/// <summary>Why an input was refused as a phone number; each has its own sentence for the operator.</summary>
internal enum PhoneNumberFault
{
    /// <summary>The input is a valid number.</summary>
    None,

    /// <summary>Nothing but blanks.</summary>
    Empty,

    /// <summary>No digits, or digits in an order no number has (a plus in the middle, say).</summary>
    NotANumber,

    /// <summary>
    /// Letters beside the digits. A letter O typed for a zero would otherwise silently text somebody else,
    /// so only <c>tel:</c> and the marks of an extension are accepted.
    /// </summary>
    LettersInNumber,

    /// <summary>Fewer digits than any number of that country.</summary>
    TooShort,

    /// <summary>More digits than any number of that country.</summary>
    TooLong,

    /// <summary>The calling code does not exist, or a national number came without a known country.</summary>
    UnknownCountryCode,

    /// <summary>A plausible length, but no number of that country looks like this.</summary>
    InvalidForCountry,

    /// <summary>A spreadsheet turned the number into 5.98983E+10: its digits are lost.</summary>
    ScientificNotation,
}

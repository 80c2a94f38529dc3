namespace Chasqui.Dialers.Imports;

/// <summary>
/// Text as a cell of a CSV file that people open in a spreadsheet: always in quotes, and never a formula. What strangers wrote
/// into a file must not run on the desk of whoever looks at its errors (OWASP, CSV injection).
/// </summary>
internal static class SpreadsheetCell
{
    // Full-width forms too: some spreadsheets fold them.
    private const string FormulaStarts = "=+-@\t\r\n|%＝＋－＠";

    public static string Of(string text)
    {
        // Blanks in front do not keep a spreadsheet from calculating.
        var inert = StartsFormula(text) || StartsFormula(text.TrimStart()) ? $"'{text}" : text;
        return $"\"{inert.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static bool StartsFormula(string text) => text.Length > 0 && FormulaStarts.Contains(text[0]);
}

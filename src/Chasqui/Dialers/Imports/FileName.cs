using System.Text.RegularExpressions;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers.Imports;

/// <summary>The name of an uploaded file: plain, as today's users know the rule, and never a path.</summary>
internal static partial class FileName
{
    /// <summary>The name, or null when it is not plain. A file without one is called import.csv.</summary>
    public static string? Plain(string? fileName) => fileName switch
    {
        null => "import.csv",
        _ when Allowed().IsMatch(fileName) && !fileName.Contains("..", StringComparison.Ordinal) => fileName,
        _ => null,
    };

    public static ProblemHttpResult Invalid() => Problems.Unprocessable(
        "fileNameInvalid", "Rename the file: letters, digits, blanks and . - _ only, at most 100 characters, no folder.");

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd} ._-]{0,99}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}

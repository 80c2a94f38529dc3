using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Chasqui.Dialers.Imports;

/// <summary>The type of an uploaded file's body.</summary>
internal static class CsvBody
{
    public const string MediaType = "text/csv";

    /// <summary>The answer to a body that says it is something else; null when all is well.</summary>
    public static ProblemHttpResult? Refusal(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            ? null
            : Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType", "Send the file as text/csv.");
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Hosting;

/// <summary>
/// Every error answer: a ProblemDetails with a stable, documented code (docs/errors.md) and a sentence that says what to do.
/// </summary>
internal static class Problems
{
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, "notFound", $"There is no such {what}, or you may not see it.");

    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    public static ProblemHttpResult Forbidden(string code, string detail) => Of(StatusCodes.Status403Forbidden, code, detail);

    /// <summary>A request that is well formed and cannot be carried out.</summary>
    public static ProblemHttpResult Unprocessable(string code, string detail) => Of(StatusCodes.Status422UnprocessableEntity, code, detail);

    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: Title(status), extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>All that is wrong with a request at once: field (as in the JSON) to sentences.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(
            "Some fields need another value.",
            statusCode: StatusCodes.Status422UnprocessableEntity,
            title: Title(StatusCodes.Status422UnprocessableEntity),
            extensions: new Dictionary<string, object?> { ["code"] = "invalid", ["errors"] = errors });

    private static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read",
        StatusCodes.Status401Unauthorized => "Sign in first",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Not possible now",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status422UnprocessableEntity => "Not valid",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status503ServiceUnavailable => "Try again shortly",
        _ => "The request failed",
    };
}

/// <summary>Gathers what is wrong with a request, to be told all at once.</summary>
internal sealed class Validation
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Failed => _errors.Count > 0;

    /// <param name="valid">What must hold.</param>
    /// <param name="field">The field's name as in the JSON.</param>
    /// <param name="sentence">What to do about it.</param>
    public Validation Check(bool valid, string field, string sentence)
    {
        if (!valid)
        {
            if (!_errors.TryGetValue(field, out var sentences))
                _errors[field] = sentences = [];
            sentences.Add(sentence);
        }

        return this;
    }

    public ProblemHttpResult ToProblem() =>
        Problems.Invalid(_errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
}

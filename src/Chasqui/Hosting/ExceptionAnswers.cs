using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Chasqui.Hosting;

/// <summary>
/// Turns what escaped a handler into an answer: a request that could not be read names where; an outage says to try again; a bug
/// says nothing about itself (the log has it).
/// </summary>
internal sealed class ExceptionAnswers : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                Problems.Of(StatusCodes.Status413PayloadTooLarge, "bodyTooLarge", "The request's body is larger than this address takes."),
            BadHttpRequestException { InnerException: JsonException json } =>
                Problems.Of(StatusCodes.Status400BadRequest, "invalidJson", Describe(json)),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType", "Send the body as application/json."),
            BadHttpRequestException bad =>
                Problems.Of(bad.StatusCode, "badRequest", "A parameter is missing or has the wrong form."),
            NpgsqlException { IsTransient: true } =>
                Problems.Of(StatusCodes.Status503ServiceUnavailable, "databaseUnavailable", "The database is not answering; nothing was lost, try again shortly."),
            _ => Problems.Of(StatusCodes.Status500InternalServerError, "internal", "Something went wrong on our side; the log has it under this request's id."),
        };
        if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "2";
        await problem.ExecuteAsync(context);
        return true;
    }

    // The parser's own words may quote the body; only the place and the kind of trouble are told.
    private static string Describe(JsonException json) => json.Message.Contains("could not be mapped", StringComparison.Ordinal)
        ? $"The member {json.Path ?? "$"} is not known here."
        : $"The body is not valid at {json.Path ?? "$"}" + (json.LineNumber is { } line ? $", line {line + 1}." : ".");
}

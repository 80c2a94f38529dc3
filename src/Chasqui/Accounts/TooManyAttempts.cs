using System.Globalization;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

/// <summary>The answer to who tries passwords too fast, or while too many others do.</summary>
internal static class TooManyAttempts
{
    public static ProblemHttpResult Answer(HttpContext context, TimeSpan? wait)
    {
        var seconds = (int)Math.Ceiling((wait ?? TimeSpan.FromSeconds(2)).TotalSeconds);
        context.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "tooManyAttempts", "Too many attempts: wait a little and try again.");
    }
}

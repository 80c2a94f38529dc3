using System.Globalization;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>Answers that are refusals by their HTTP status: both APIs are behind the same edge.</summary>
internal static class VonageHttp
{
    public static SendFailure Failure(HttpOutcome.Answered answer)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"vonage:http{answer.Status}");
        var problem = JsonReading.Parse(answer.Body) ?? default;
        if (answer.Status is not (502 or 504) && Number(problem) is { } number)
            return VonageErrors.OfCode(number, answer.RetryAfter);
        return answer.Status switch
        {
            401 => new SendFailure(code, SendFailureClass.AccountStop, "Vonage does not accept the credentials."),
            402 => new SendFailure(code, SendFailureClass.AccountStop, "The Vonage account's balance is used up."),
            403 => new SendFailure(code, SendFailureClass.PermanentSender, "The Vonage account may not do this."),
            429 => new SendFailure(code, SendFailureClass.Throttle, "Vonage takes no more requests at the moment.", answer.RetryAfter),
            502 or 504 => new SendFailure(
                code, SendFailureClass.UnknownOutcome, "Vonage's gateway got no answer in time; it may have taken the message."),
            >= 500 => new SendFailure(code, SendFailureClass.Transient, "Vonage had an internal error.", answer.RetryAfter),
            _ => new SendFailure(code, SendFailureClass.PermanentMessage, $"Vonage refused the message with HTTP status {answer.Status}."),
        };
    }

    /// <summary>The code of a problem: its title, or what its type ends with.</summary>
    public static int? Number(System.Text.Json.JsonElement problem)
    {
        if (problem.Integer("title") is { } title)
            return title;
        var type = problem.Word("type") ?? "";
        var end = type.AsSpan(type.LastIndexOf('#') + 1);
        return int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

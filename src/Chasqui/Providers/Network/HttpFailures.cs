using Chasqui.Messages;

namespace Chasqui.Providers.Network;

/// <summary>What a status alone means, for a carrier whose body says nothing we know.</summary>
internal static class HttpFailures
{
    public static SendFailure ByStatus(string kind, HttpOutcome.Answered answer)
    {
        var code = $"{kind}:{answer.Status}";
        return answer.Status switch
        {
            401 or 403 => new SendFailure(code, SendFailureClass.AccountStop,
                "The provider refused the account's credentials or rights. Check user, password and permissions."),
            404 or 405 => new SendFailure(code, SendFailureClass.AccountStop,
                "The provider knows no such address. Check the address in the settings."),
            408 or 425 or 429 => new SendFailure(
                code, SendFailureClass.Throttle, "The provider takes no more at the moment; the message waits.", answer.RetryAfter),
            502 or 504 => new SendFailure(code, SendFailureClass.UnknownOutcome,
                "Something between us and the provider broke; it may have taken the message."),
            >= 500 => new SendFailure(code, SendFailureClass.Transient, "The provider has a fault of its own; the message is tried again.",
                answer.RetryAfter),
            >= 400 => new SendFailure(code, SendFailureClass.PermanentMessage, "The provider refused the message as it is."),
            >= 300 => new SendFailure(code, SendFailureClass.AccountStop,
                "The provider answers from another address, and redirects are not followed. Set its real address."),
            _ => NotUnderstood(kind),
        };
    }

    /// <summary>A success nobody can read: it may stand in the provider's books.</summary>
    public static SendFailure NotUnderstood(string kind) => new(
        $"{kind}:notUnderstood", SendFailureClass.UnknownOutcome,
            "The provider's answer is not one we know; it may have taken the message.");
}

using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>Answers that several operations of this room share.</summary>
internal static class SenderProblems
{
    public static ProblemHttpResult ProviderNameTaken() => Problems.Conflict("nameTaken", "There is already a provider of this name.");

    public static ProblemHttpResult DefaultNeeded() =>
        Problems.Conflict("defaultNeeded", "One provider is always the default: make another one the default instead.");

    public static ProblemHttpResult SenderHasQueue(string queue) => Problems.Conflict(
        "senderHasQueue",
        $"This sender already leads to the queue {queue}, and a message can only enter one: change that entry point instead.");

    public static ProblemHttpResult SenderNotVerified() => Problems.Conflict(
        "senderNotVerified", "This sender is not verified, and only verified ones are assigned: verify it first.");

    public static ProblemHttpResult SenderOutboundOnly() => Problems.Conflict(
        "senderOutboundOnly", "This sender receives nothing, so it cannot lead to a queue: let it receive first.");
}

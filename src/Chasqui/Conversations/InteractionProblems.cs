using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Conversations;

/// <summary>Why somebody cannot act on an interaction.</summary>
internal static class InteractionProblems
{
    /// <summary>Who may see it is told that it is not theirs; for others there is none.</summary>
    public static async Task<ProblemHttpResult> NotOwnedAsync(
        DatabaseTransaction tx, Caller caller, Guid id, CancellationToken cancellationToken) =>
        await InteractionReader.FindAsync(tx, caller, id, cancellationToken) is null
            ? Problems.NotFound("interaction")
            : Problems.Forbidden("notOwner", "This conversation is another agent's, or still waits to be accepted.");

    public static ProblemHttpResult NotActive() => Problems.Conflict("notActive", "This conversation has been closed.");
}

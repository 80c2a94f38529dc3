using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal static class GetSender
{
    public static async Task<Results<Ok<Sender>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var sender = await Sender.FindAsync(tx, caller.BusinessUnitId, new SenderId(id), cancellationToken);
        return sender is null ? Problems.NotFound("sender") : TypedResults.Ok(sender);
    }
}

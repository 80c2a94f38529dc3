using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

internal sealed record AcceptedOffer
{
    public required InteractionId InteractionId { get; init; }
}

/// <summary>POST /offers/{id}/accept and /refuse.</summary>
internal sealed class AnswerOffer(ChasquiDatabase database, Offers offers, TimeProvider time)
{
    public async Task<Results<Ok<AcceptedOffer>, ProblemHttpResult>> AcceptAsync(
        Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var userId = caller.UserId!.Value;
        var accepted = await Contention.RetryAsync<Answer>(
            async () =>
            {
                await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
                var interaction = await offers.AcceptAsync(tx, caller.BusinessUnitId, new OfferId(id), userId, cancellationToken);
                if (interaction is not null)
                    await tx.CommitAsync(cancellationToken);
                return new Answer(interaction);
            }, time, cancellationToken);
        return accepted?.InteractionId is { } owned ? TypedResults.Ok(new AcceptedOffer { InteractionId = owned }) : Gone();
    }

    public async Task<Results<NoContent, ProblemHttpResult>> RefuseAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var userId = caller.UserId!.Value;
        var refused = await Contention.RetryAsync<bool>(
            async () =>
            {
                await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
                var done = await offers.RefuseAsync(tx, caller.BusinessUnitId, new OfferId(id), userId, cancellationToken);
                if (done)
                    await tx.CommitAsync(cancellationToken);
                return done;
            }, time, cancellationToken);
        return refused == true ? TypedResults.NoContent() : Gone();
    }

    private static ProblemHttpResult Gone() =>
        Problems.Conflict("offerGone", "This offer is no longer yours to answer: its time ran out, it was answered, or it was taken back.");

    private readonly record struct Answer(InteractionId? InteractionId);
}

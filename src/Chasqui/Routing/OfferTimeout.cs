using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>The durable timer of an offer: it outlives the node that made the offer.</summary>
internal sealed class OfferTimeout(ChasquiDatabase database, Offers offers) : IJobHandler
{
    public const string JobKind = "offer-timeout";

    public string Kind => JobKind;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        await offers.ExpireAsync(tx, job.BusinessUnitId, new OfferId(job.SubjectId), cancellationToken);
        if (await JobQueue.CompleteAsync(tx, job, cancellationToken))
            await tx.CommitAsync(cancellationToken);
    }
}

using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>The durable timer of a wrap-up: the agent's place is free again even if the agent forgets.</summary>
internal sealed class WrapUpTimer(ChasquiDatabase database, InteractionClosing closing) : IJobHandler
{
    public const string JobKind = "wrap-up";

    public string Kind => JobKind;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        await closing.EndWrapUpAsync(tx, job.BusinessUnitId, new InteractionId(job.SubjectId), cancellationToken);
        if (await JobQueue.CompleteAsync(tx, job, cancellationToken))
            await tx.CommitAsync(cancellationToken);
    }
}

using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>Gives up on an upload whose node died or lost the database: due a minute after its last sign of life.</summary>
internal sealed class UploadTimeout(ChasquiDatabase database, TimeProvider time) : IJobHandler
{
    public string Kind => ImportRecord.UploadJob;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        await ImportRecord.GiveUpAsync(
            tx, job.BusinessUnitId, new ImportId(job.SubjectId), ImportFailure.UploadBroken, time.GetUtcNow(), cancellationToken);
        // A sign of life in the meantime has moved the job: then nothing of this holds.
        if (await JobQueue.CompleteAsync(tx, job, cancellationToken))
            await tx.CommitAsync(cancellationToken);
    }
}

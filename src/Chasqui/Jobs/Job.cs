using Chasqui.Messages;

namespace Chasqui.Jobs;

/// <summary>A job as a worker holds it: its own until <see cref="LeaseUntil"/>, by the database's clock.</summary>
internal sealed record Job
{
    public required string Kind { get; init; }

    public required Guid SubjectId { get; init; }

    public required BusinessUnitId BusinessUnitId { get; init; }

    /// <summary>JSON, as it was set.</summary>
    public required string Payload { get; init; }

    /// <summary>How often it has been tried, this time included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Together with <see cref="Attempts"/> the proof that the row is still ours.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }
}

/// <summary>Does one kind of job. Registered in DI; one for each kind.</summary>
internal interface IJobHandler
{
    string Kind { get; }

    /// <summary>
    /// Does the job in a transaction of its own and calls <see cref="JobQueue.CompleteAsync"/> in it: lock the rows of the business
    /// first, complete the job last, and roll back when completing says that the lease is lost. To run again later, set the job
    /// anew after completing it. An exception means: try again, later each time.
    /// </summary>
    Task HandleAsync(Job job, CancellationToken cancellationToken);
}

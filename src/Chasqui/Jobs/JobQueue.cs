using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Jobs;

/// <summary>
/// Durable work and timers. There is one job for a kind and a subject: setting it again moves it, and takes it away from whoever
/// is at it. All of it happens with the caller's transaction or not at all.
/// </summary>
internal static class JobQueue
{
    private const string SetSql =
        """
        INSERT INTO job (kind, subject_id, business_unit_id, due_at, payload)
        VALUES (@kind, @subject_id, @business_unit_id, now() + @due_in_milliseconds::double precision * interval '1 millisecond', @payload::jsonb)
        ON CONFLICT (kind, subject_id) DO UPDATE
        -- Without its lease a run that has begun cannot complete: what was set last holds.
        SET due_at = excluded.due_at, payload = excluded.payload, lease_until = NULL, attempts = 0, last_error = NULL
        """;

    private const string CancelSql = "DELETE FROM job WHERE kind = @kind AND subject_id = @subject_id";

    private const string CompleteSql =
        """
        DELETE FROM job
        WHERE kind = @kind AND subject_id = @subject_id AND business_unit_id = @business_unit_id
          AND lease_until = @lease_until AND attempts = @attempts
        """;

    /// <summary>Sets a job, or moves it when it is set already.</summary>
    /// <param name="tx">The transaction it belongs to.</param>
    /// <param name="kind">Names the handler.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="businessUnitId">Whose it is.</param>
    /// <param name="dueIn">From the beginning of this transaction, by the database's clock.</param>
    /// <param name="payload">A JSON object for the handler; null for an empty one.</param>
    public static async Task SetAsync(
        DatabaseTransaction tx, string kind, Guid subjectId, BusinessUnitId businessUnitId, TimeSpan dueIn, string? payload, CancellationToken cancellationToken)
    {
        var job = new
        {
            kind,
            subject_id = subjectId,
            business_unit_id = businessUnitId,
            due_in_milliseconds = dueIn.TotalMilliseconds,
            payload = payload ?? "{}",
        };
        await tx.ExecuteAsync(SetSql, job, cancellationToken);
        tx.Wake(WakeTopic.Jobs);
    }

    /// <summary>Takes a job back; nothing happens when there is none. A run that has begun can no longer complete.</summary>
    public static Task CancelAsync(DatabaseTransaction tx, string kind, Guid subjectId, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(CancelSql, new { kind, subject_id = subjectId }, cancellationToken);

    /// <summary>
    /// Removes the job in the transaction that does it. False when it is no longer ours: it was set anew, cancelled, or its lease
    /// ran out and another worker has it. The caller then rolls back.
    /// </summary>
    public static async Task<bool> CompleteAsync(DatabaseTransaction tx, Job job, CancellationToken cancellationToken)
    {
        var lease = new
        {
            kind = job.Kind,
            subject_id = job.SubjectId,
            business_unit_id = job.BusinessUnitId,
            lease_until = job.LeaseUntil,
            attempts = job.Attempts,
        };
        return await tx.ExecuteAsync(CompleteSql, lease, cancellationToken) == 1;
    }
}

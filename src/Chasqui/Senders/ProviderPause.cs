using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <param name="Code">"byHand", or the carrier's code behind its kind.</param>
/// <param name="Sentence">Who or what paused it, and why.</param>
/// <param name="Until">When it is tried again; null: when somebody resumes it.</param>
internal sealed record ProviderPause(string Code, string Sentence, DateTimeOffset? Until)
{
    /// <summary>The code of a pause that only a person ends.</summary>
    public const string ByHand = "byHand";

    private const string PauseSql =
        """
        UPDATE provider SET pause_code = 'byHand', pause_detail = @sentence, paused_until = NULL, pause_count = 0
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string ResumeSql =
        """
        WITH resumed AS (
            UPDATE provider SET pause_code = NULL, pause_detail = NULL, paused_until = NULL, pause_count = 0
            WHERE business_unit_id = @business_unit_id AND id = @id AND pause_code IS NOT NULL AND (@by_hand::boolean OR pause_code <> 'byHand')
            RETURNING id
        ), closed AS (
            UPDATE incident SET closed_at = @now
            FROM resumed
            WHERE incident.business_unit_id = @business_unit_id AND incident.provider_id = resumed.id AND incident.kind = 'accountStop'
              AND incident.closed_at IS NULL
        )
        SELECT count(*) FROM resumed
        """;

    /// <summary>Until somebody resumes it.</summary>
    public static Task PauseAsync(DatabaseTransaction tx, BusinessUnitId unit, ProviderId id, string sentence, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(PauseSql, new { business_unit_id = unit, id, sentence }, cancellationToken);

    /// <summary>Ends the pause there is, and the incident with it. One made by hand only when <paramref name="byHand"/>.</summary>
    /// <returns>True when there was one to end.</returns>
    public static async Task<bool> ResumeAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ProviderId id, bool byHand, DateTimeOffset now, CancellationToken cancellationToken) =>
        await tx.QuerySingleAsync<long>(ResumeSql, new { business_unit_id = unit, id, by_hand = byHand, now }, cancellationToken) > 0;
}

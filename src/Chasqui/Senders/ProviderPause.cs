using Chasqui.Database;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <param name="Code">"byHand", or the carrier's code behind its kind.</param>
/// <param name="Sentence">Who or what paused it, and why.</param>
/// <param name="Until">When it is tried again; null: when somebody resumes it.</param>
internal sealed record ProviderPause(string Code, string Sentence, DateTimeOffset? Until)
{
    /// <summary>The code of a pause that only a person ends.</summary>
    public const string ByHand = "byHand";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const string PauseSql =
        """
        UPDATE provider SET pause_code = 'byHand', pause_detail = @sentence, paused_until = NULL, pause_count = 0
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    // The pauses grow while the carrier goes on refusing; the many refusals of one moment are one. What somebody paused stays as it is.
    private const string StopSql =
        """
        WITH stopped AS (
            UPDATE provider SET
                pause_code = @code, pause_detail = @sentence,
                paused_until = CASE WHEN paused_until > now() THEN paused_until
                                    ELSE now() + make_interval(secs => least(@longest, @first * 2 ^ pause_count)) END,
                pause_count = CASE WHEN paused_until > now() THEN pause_count ELSE least(pause_count + 1, 20) END
            WHERE business_unit_id = @business_unit_id AND id = @provider_id AND coalesce(pause_code, '') <> 'byHand'
            RETURNING id
        )
        INSERT INTO incident (business_unit_id, id, provider_id, kind, sentence, opened_at)
        SELECT @business_unit_id, @id, stopped.id, 'accountStop', @sentence, @now FROM stopped
        ON CONFLICT (business_unit_id, provider_id, kind) WHERE closed_at IS NULL
            DO UPDATE SET sentence = excluded.sentence, good_since = NULL, count = incident.count + 1
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

    /// <summary>The carrier refuses everything: nothing is sent for a while, then one message tries whether it still does.</summary>
    /// <param name="tx">The transaction that puts the refused messages back.</param>
    /// <param name="unit">Whose provider.</param>
    /// <param name="id">Which provider.</param>
    /// <param name="code">The carrier's code.</param>
    /// <param name="sentence">What is wrong.</param>
    /// <param name="first">How long the first pause is; it doubles each time, up to five minutes.</param>
    /// <param name="now">The business time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task StopAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ProviderId id, string code, string sentence, TimeSpan first, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await tx.ExecuteAsync(
            StopSql,
            new
            {
                business_unit_id = unit,
                provider_id = id,
                id = Guid.CreateVersion7(now),
                code,
                sentence,
                first = first.TotalSeconds,
                longest = Math.Max(Longest.TotalSeconds, first.TotalSeconds),
                now,
            },
            cancellationToken);
        tx.Publish(new ProvidersChanged(unit));
    }

    /// <summary>Ends the pause there is, and the incident with it. One made by hand only when <paramref name="byHand"/>.</summary>
    /// <returns>True when there was one to end.</returns>
    public static async Task<bool> ResumeAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ProviderId id, bool byHand, DateTimeOffset now, CancellationToken cancellationToken) =>
        await tx.QuerySingleAsync<long>(ResumeSql, new { business_unit_id = unit, id, by_hand = byHand, now }, cancellationToken) > 0;
}

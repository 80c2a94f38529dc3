using Chasqui.Database;

namespace Chasqui.Routing;

/// <summary>What holds of routing's tables after every commit, whoever did what at the same time: I1 to I5 of the routing model.</summary>
internal static class RoutingInvariants
{
    private const string ViolationsSql = """
        WITH held AS (
            SELECT business_unit_id, user_id, queue_id FROM offer WHERE state = 'live'
            UNION ALL
            SELECT business_unit_id, owner_id, queue_id FROM interaction WHERE state IN ('active', 'wrapUp')
        ), load AS (
            SELECT business_unit_id, user_id, count(*) AS count FROM held GROUP BY 1, 2
        ), queue_load AS (
            SELECT business_unit_id, user_id, queue_id, count(*) AS count FROM held GROUP BY 1, 2, 3
        )
        SELECT 'I1: user ' || load.user_id || ' holds ' || load.count || ' of ' || app_user.max_interactions
        FROM load JOIN app_user ON app_user.business_unit_id = load.business_unit_id AND app_user.id = load.user_id
        WHERE load.count > app_user.max_interactions
        UNION ALL
        SELECT 'I1: user ' || user_id || ' holds ' || count || ' of a queue that allows ' || queue.max_interactions
        FROM queue_load JOIN queue ON queue.business_unit_id = queue_load.business_unit_id AND queue.id = queue_load.queue_id
        WHERE count > queue.max_interactions
        UNION ALL
        SELECT 'I2: user ' || agent.user_id || ' has load ' || agent.load || ' and holds ' || coalesce(load.count, 0)
        FROM agent LEFT JOIN load ON load.business_unit_id = agent.business_unit_id AND load.user_id = agent.user_id
        WHERE agent.load <> coalesce(load.count, 0)
        UNION ALL
        SELECT 'I2: user ' || load.user_id || ' holds something and is no agent'
        FROM load LEFT JOIN agent ON agent.business_unit_id = load.business_unit_id AND agent.user_id = load.user_id
        WHERE agent.user_id IS NULL
        UNION ALL
        SELECT 'I3: interaction ' || interaction.id || ' is ' || interaction.state || ' with ' || count(offer.id) || ' live offers'
        FROM interaction
        LEFT JOIN offer ON offer.business_unit_id = interaction.business_unit_id AND offer.interaction_id = interaction.id
                       AND offer.state = 'live'
        GROUP BY interaction.business_unit_id, interaction.id
        HAVING count(offer.id) <> (interaction.state = 'offered')::int
        UNION ALL
        SELECT 'I3: interaction ' || id || ' is ' || state || ' with owner ' || coalesce(owner_id::text, 'none')
        FROM interaction
        WHERE state IN ('waiting', 'offered') AND owner_id IS NOT NULL OR state IN ('active', 'wrapUp') AND owner_id IS NULL
        UNION ALL
        SELECT 'I5: conversation ' || conversation_id || ' has ' || count(*) || ' open interactions'
        FROM interaction WHERE state <> 'closed' GROUP BY business_unit_id, conversation_id HAVING count(*) > 1
        UNION ALL
        SELECT 'gone: user ' || agent.user_id || ' is not at work and holds an offer'
        FROM agent JOIN offer ON offer.business_unit_id = agent.business_unit_id AND offer.user_id = agent.user_id AND offer.state = 'live'
        WHERE NOT agent.signed_in
        UNION ALL
        SELECT 'gone: user ' || agent.user_id || ' is not at work and has an active interaction'
        FROM agent JOIN interaction ON interaction.business_unit_id = agent.business_unit_id AND interaction.owner_id = agent.user_id
        WHERE NOT agent.signed_in AND interaction.state = 'active'
        UNION ALL
        SELECT 'timer: offer ' || offer.id || ' is live and nothing will end it'
        FROM offer LEFT JOIN job ON job.kind = 'offer-timeout' AND job.subject_id = offer.id
        WHERE offer.state = 'live' AND job.subject_id IS NULL
        UNION ALL
        SELECT 'timer: interaction ' || interaction.id || ' wraps up and nothing will end it'
        FROM interaction LEFT JOIN job ON job.kind = 'wrap-up' AND job.subject_id = interaction.id
        WHERE interaction.state = 'wrapUp' AND job.subject_id IS NULL
        UNION ALL
        SELECT 'timer: ' || job.kind || ' ' || job.subject_id || ' has nothing left to end'
        FROM job
        WHERE job.kind = 'offer-timeout' AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.id = job.subject_id AND offer.state = 'live')
           OR job.kind = 'wrap-up' AND NOT EXISTS (SELECT 1 FROM interaction
                                                   WHERE interaction.id = job.subject_id AND interaction.state = 'wrapUp')
        """;

    // I4, for when nobody has done anything for a moment: who waits in an open queue has nobody to wait for, or only such as
    // refused it a moment ago.
    private const string ForgottenSql = """
        SELECT 'I4: interaction ' || interaction.id || ' waits although user ' || agent.user_id || ' could take it'
        FROM interaction
        JOIN queue ON queue.business_unit_id = interaction.business_unit_id AND queue.id = interaction.queue_id
        JOIN queue_member AS member ON member.business_unit_id = interaction.business_unit_id AND member.queue_id = interaction.queue_id
        JOIN app_user ON app_user.business_unit_id = member.business_unit_id AND app_user.id = member.user_id
        JOIN agent ON agent.business_unit_id = member.business_unit_id AND agent.user_id = member.user_id
        WHERE interaction.state = 'waiting' AND queue.enabled AND queue.schedule = '[]'
          AND agent.signed_in AND agent.present_until > @now AND agent.break_reason IS NULL AND NOT agent.not_responding
          AND agent.load < app_user.max_interactions
          AND (SELECT count(*) FROM (SELECT 1 FROM offer
                                     WHERE offer.business_unit_id = agent.business_unit_id AND offer.user_id = agent.user_id
                                       AND offer.queue_id = interaction.queue_id AND offer.state = 'live'
                                     UNION ALL
                                     SELECT 1 FROM interaction AS owned
                                     WHERE owned.business_unit_id = agent.business_unit_id AND owned.owner_id = agent.user_id
                                       AND owned.queue_id = interaction.queue_id AND owned.state IN ('active', 'wrapUp')) AS its)
              < queue.max_interactions
          AND NOT EXISTS (SELECT 1 FROM offer
                          WHERE offer.business_unit_id = agent.business_unit_id AND offer.interaction_id = interaction.id
                            AND offer.user_id = agent.user_id AND offer.state IN ('refused', 'expired')
                            AND offer.answered_at > @now - @pause::interval)
        """;

    /// <summary>Holds at every moment: one statement sees one snapshot.</summary>
    public static async Task HoldAsync(ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        (await tx.QueryAsync<string>(ViolationsSql, null, cancellationToken)).ShouldBeEmpty();
    }

    /// <summary>Holds once routers have had a moment: nobody is forgotten.</summary>
    public static async Task NobodyIsForgottenAsync(ChasquiDatabase database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        (await tx.QueryAsync<string>(ForgottenSql, new { now, pause = Offers.RefusalPause }, cancellationToken)).ShouldBeEmpty();
    }
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <summary>
/// Every message taken in is in exactly one state. The books (deltas kept by triggers) are held against the messages themselves:
/// a row here is a message counted twice, or lost.
/// </summary>
internal static class Conservation
{
    private const string DifferencesSql =
        """
        SELECT coalesce(counted.dialer_id, booked.dialer_id) AS dialer_id, coalesce(counted.state, booked.state) AS state,
               coalesce(counted.messages, 0) AS counted, coalesce(booked.messages, 0) AS booked
        FROM (
            SELECT coalesce(dialer_id, '00000000-0000-0000-0000-000000000000') AS dialer_id, state, count(*) AS messages
            FROM message WHERE business_unit_id = @business_unit_id GROUP BY 1, 2) AS counted
        FULL JOIN (
            SELECT dialer_id, state, sum(count)::bigint AS messages
            FROM message_tally WHERE business_unit_id = @business_unit_id AND state <> 'badNumber' GROUP BY 1, 2) AS booked
          ON booked.dialer_id = counted.dialer_id AND booked.state = counted.state
        WHERE coalesce(counted.messages, 0) <> coalesce(booked.messages, 0)
        """;

    // What waits has its outbox row and what is being sent its attempt; nothing else has either.
    private const string StraysSql =
        """
        SELECT message.id
        FROM message
        LEFT JOIN outbox ON outbox.business_unit_id = message.business_unit_id AND outbox.message_id = message.id
        LEFT JOIN attempt ON attempt.business_unit_id = message.business_unit_id AND attempt.message_id = message.id
        WHERE message.business_unit_id = @business_unit_id
          AND ((message.state = 'queued') <> (outbox.message_id IS NOT NULL) OR (message.state = 'sending') <> (attempt.message_id IS NOT NULL))
        """;

    /// <summary>States whose books differ from what is counted. Empty, always.</summary>
    public static Task<IReadOnlyList<Difference>> DifferencesAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, CancellationToken cancellationToken) =>
        tx.QueryAsync<Difference>(DifferencesSql, new { business_unit_id = businessUnitId }, cancellationToken);

    /// <summary>Messages whose state and place (outbox, attempt) do not fit. Empty, always.</summary>
    public static Task<IReadOnlyList<MessageId>> StraysAsync(
        DatabaseTransaction tx, BusinessUnitId businessUnitId, CancellationToken cancellationToken) =>
        tx.QueryAsync<MessageId>(StraysSql, new { business_unit_id = businessUnitId }, cancellationToken);

    internal sealed record Difference
    {
        public required Guid DialerId { get; init; }

        public required string State { get; init; }

        public required long Counted { get; init; }

        public required long Booked { get; init; }
    }
}

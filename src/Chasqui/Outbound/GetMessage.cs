using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Outbound;

/// <summary>A message with all that is known of its way.</summary>
internal sealed record MessageDetails
{
    public required Message Message { get; init; }

    /// <summary>That took it, or that its sender has now; empty when it is gone.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Ours.</summary>
    public required string SenderAddress { get; init; }

    /// <summary>How often it was handed over.</summary>
    public required int Attempts { get; init; }

    public required IReadOnlyList<MessagePartDetails> PartDetails { get; init; }

    /// <summary>What became of it, in the order we learned of it.</summary>
    public required IReadOnlyList<MessageChange> History { get; init; }
}

internal sealed record MessagePartDetails
{
    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    public required string ProviderMessageId { get; init; }

    public required MessageState State { get; init; }

    public required string? Code { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

internal sealed record MessageChange
{
    public required MessageState State { get; init; }

    public required string? Code { get; init; }

    /// <summary>When it happened, by the carrier's clock where it told.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>GET /messages/{id}: to those who see it in the list.</summary>
internal sealed class GetMessage(ListMessages messages, ChasquiDatabase database)
{
    private const string WaySql =
        """
        SELECT coalesce(provider.name, '') AS provider_name, sender.address AS sender_address, message.attempts
        FROM message
        JOIN sender ON sender.business_unit_id = message.business_unit_id AND sender.id = message.sender_id
        LEFT JOIN provider ON provider.business_unit_id = message.business_unit_id
            AND provider.id = coalesce(message.provider_id, sender.provider_id)
        WHERE message.business_unit_id = @business_unit_id AND message.id = @id
        """;

    private const string PartsSql =
        """
        SELECT number, provider_message_id, state, code, state_changed_at AS changed_at
        FROM message_part
        WHERE business_unit_id = @business_unit_id AND message_id = @id
        ORDER BY number
        """;

    // Our own steps are in the message's row, the carrier's in its reports. The last state is told again only when no report did.
    private const string HistorySql =
        """
        WITH one AS (
            SELECT direction, state, failure_code, attempts, created_at, accepted_at, state_changed_at
            FROM message
            WHERE business_unit_id = @business_unit_id AND id = @id
        ), reported AS (
            SELECT state, code, coalesce(reported_at, received_at) AS at, received_at
            FROM delivery_event
            WHERE business_unit_id = @business_unit_id AND message_id = @id
        ), step AS (
            SELECT 0 AS place, CASE direction WHEN 'in' THEN 'received' ELSE 'queued' END AS state, NULL AS code, created_at AS at, created_at AS received_at
            FROM one
            UNION ALL
            SELECT 1, 'accepted', NULL, accepted_at, accepted_at FROM one WHERE accepted_at IS NOT NULL
            UNION ALL
            SELECT 2, state, code, at, received_at FROM reported
            UNION ALL
            SELECT 3, state, failure_code, state_changed_at, state_changed_at
            FROM one
            WHERE state NOT IN ('received', 'accepted') AND (state <> 'queued' OR failure_code IS NOT NULL)
              AND state NOT IN (SELECT reported.state FROM reported)
        )
        SELECT state, code, at, received_at FROM step ORDER BY received_at, place
        """;

    public async Task<Results<Ok<MessageDetails>, ProblemHttpResult>> HandleAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (await messages.FindAsync(id, caller, cancellationToken) is not { } message)
            return Problems.NotFound("message");
        var row = new { business_unit_id = caller.BusinessUnitId, id };
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var way = await tx.QuerySingleAsync<WayRow>(WaySql, row, cancellationToken);
        return TypedResults.Ok(new MessageDetails
        {
            Message = message,
            ProviderName = way.ProviderName,
            SenderAddress = way.SenderAddress,
            Attempts = way.Attempts,
            PartDetails = await tx.QueryAsync<MessagePartDetails>(PartsSql, row, cancellationToken),
            History = await tx.QueryAsync<MessageChange>(HistorySql, row, cancellationToken),
        });
    }

    private sealed record WayRow
    {
        public required string ProviderName { get; init; }

        public required string SenderAddress { get; init; }

        public required int Attempts { get; init; }
    }
}

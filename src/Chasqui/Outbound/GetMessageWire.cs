using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Outbound;

/// <summary>One request, answer or frame about a message, without secrets, texts and whole numbers.</summary>
internal sealed record WireEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>From us to the provider, or back.</summary>
    public required bool Outgoing { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    public required string Body { get; init; }
}

internal sealed record MessageWire
{
    public required IReadOnlyList<WireEntry> Items { get; init; }

    /// <summary>For how many days its provider's entries are kept; 0: none are.</summary>
    public required int RetainedDays { get; init; }
}

/// <summary>GET /messages/{id}/wire: what went over the wire about a message, in order.</summary>
internal static class GetMessageWire
{
    private const string DaysSql =
        """
        SELECT coalesce(provider.wire_log_days, 0)
        FROM message
        JOIN sender ON sender.business_unit_id = message.business_unit_id AND sender.id = message.sender_id
        LEFT JOIN provider ON provider.business_unit_id = message.business_unit_id
            AND provider.id = coalesce(message.provider_id, sender.provider_id)
        WHERE message.business_unit_id = @business_unit_id AND message.id = @id
        """;

    // A request and its answer may have the same microsecond.
    private const string EntriesSql =
        """
        SELECT at, outgoing, summary, body
        FROM wire_entry
        WHERE business_unit_id = @business_unit_id AND message_id = @id
        ORDER BY at, outgoing DESC
        LIMIT 500
        """;

    public static async Task<Results<Ok<MessageWire>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        var row = new { business_unit_id = caller.BusinessUnitId, id };
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await tx.QuerySingleOrDefaultAsync<int?>(DaysSql, row, cancellationToken) is not { } days)
            return Problems.NotFound("message");
        return TypedResults.Ok(new MessageWire { Items = await tx.QueryAsync<WireEntry>(EntriesSql, row, cancellationToken), RetainedDays = days });
    }
}

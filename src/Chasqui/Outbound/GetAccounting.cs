using Chasqui.Accounts;
using Chasqui.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Outbound;

/// <summary>How many messages of the business unit are in each state; together they are all that was ever taken in.</summary>
internal sealed record Accounting
{
    /// <summary>By state; a state without messages is absent.</summary>
    public required IReadOnlyDictionary<string, long> ByState { get; init; }

    public required long Total { get; init; }
}

/// <summary>GET /accounting, from the tally kept by the triggers on message.</summary>
internal sealed class GetAccounting(ChasquiDatabase database)
{
    private const string TallySql =
        """
        SELECT state, sum(count)::bigint AS messages
        FROM message_tally
        WHERE business_unit_id = @business_unit_id AND state <> 'badNumber'
        GROUP BY state HAVING sum(count) <> 0
        """;

    public async Task<Ok<Accounting>> HandleAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var rows = await tx.QueryAsync<TallyRow>(TallySql, new { business_unit_id = caller.BusinessUnitId }, cancellationToken);
        return TypedResults.Ok(new Accounting
        {
            ByState = rows.OrderBy(row => row.State, StringComparer.Ordinal).ToDictionary(row => row.State, row => row.Messages, StringComparer.Ordinal),
            Total = rows.Sum(row => row.Messages),
        });
    }

    private sealed record TallyRow
    {
        public required string State { get; init; }

        public required long Messages { get; init; }
    }
}

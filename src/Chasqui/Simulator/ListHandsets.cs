using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Simulator;

/// <summary>A number that was used lately.</summary>
internal sealed record Handset
{
    /// <summary>E.164.</summary>
    public required string Number { get; init; }

    public required DateTimeOffset LastMessageAt { get; init; }
}

/// <summary>The handsets that got or sent something lately, the latest first; at most fifty, and one page.</summary>
internal static class ListHandsets
{
    private const string ListSql =
        """
        SELECT handset AS number, max(at) AS last_message_at
        FROM (SELECT handset, at, id
              FROM simulator_message
              WHERE business_unit_id = @business_unit_id
              ORDER BY id DESC
              LIMIT 2000) AS lately
        GROUP BY handset
        ORDER BY max(id) DESC
        LIMIT 50
        """;

    public static async Task<Ok<Page<Handset>>> HandleAsync(Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var handsets = await tx.QueryAsync<Handset>(ListSql, new { business_unit_id = caller.BusinessUnitId }, cancellationToken);
        return TypedResults.Ok(new Page<Handset> { Items = handsets, Next = null });
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Simulator;

/// <summary>A part that the carrier took from us.</summary>
internal sealed record LedgerEntry
{
    public required long Id { get; init; }

    public required string Handset { get; init; }

    /// <summary>Our address.</summary>
    public required string Peer { get; init; }

    /// <summary>Our message's id. The same one on two first parts: that message was sent twice.</summary>
    public required string ClientReference { get; init; }

    public required int Part { get; init; }

    public required int Parts { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <param name="Items">In the order they were entered.</param>
/// <param name="Next">Pass as `after` for the page that follows; null at the end.</param>
internal sealed record Ledger(IReadOnlyList<LedgerEntry> Items, long? Next);

/// <summary>The carrier's books of what it took from us, to hold ours against.</summary>
internal static class ReadLedger
{
    private const string ListSql =
        """
        SELECT id, handset, peer, client_reference, part, parts, at
        FROM simulator_message
        WHERE business_unit_id = @business_unit_id AND id > @after::bigint AND direction = 'toHandset'
        ORDER BY id
        LIMIT @limit::int
        """;

    public static async Task<Ok<Ledger>> HandleAsync(
        long? after, int? limit, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        var most = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var rows = await tx.QueryAsync<LedgerEntry>(
            ListSql, new { business_unit_id = caller.BusinessUnitId, after = after ?? 0, limit = most + 1 }, cancellationToken);
        return TypedResults.Ok(rows.Count > most ? new Ledger([.. rows.Take(most)], rows[most - 1].Id) : new Ledger(rows, null));
    }
}

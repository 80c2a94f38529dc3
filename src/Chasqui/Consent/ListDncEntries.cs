using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Dialers.Imports;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Consent;

/// <summary>A number that must not be messaged.</summary>
internal sealed record DncEntry
{
    public required string Number { get; init; }

    public required DncList List { get; init; }

    public required DncSource Source { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A page of entries; they have no id of their own, so <see cref="Next"/> is a word to be passed on as it is.</summary>
internal sealed record DncEntryPage
{
    public required IReadOnlyList<DncEntry> Items { get; init; }

    public required string? Next { get; init; }
}

/// <summary>GET /dnc?number=: a number's entries on every list one may see; part of a number finds all that begin so.</summary>
internal static class ListDncEntries
{
    private const string ListSql =
        """
        SELECT number, list_id, source, created_at
        FROM dnc_entry
        WHERE business_unit_id = @business_unit_id AND list_id = ANY(@list_ids::uuid[])
          AND (@prefix::text IS NULL OR starts_with(number, @prefix))
          AND (@after_number::text IS NULL OR (number, list_id) > (@after_number, @after_list::uuid))
        ORDER BY number, list_id
        LIMIT @limit
        """;

    public static async Task<Ok<DncEntryPage>> HandleAsync(
        string? number, Guid? listId, string? after, int? limit, Caller caller, ChasquiDatabase database,
        CancellationToken cancellationToken)
    {
        var most = Hosting.PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var visible = (await VisibleDncLists.ListAsync(tx, caller, cancellationToken)).ToDictionary(list => list.Id);
        var country = await UnitCountry.OfAsync(tx, caller.BusinessUnitId, cancellationToken);
        var (afterNumber, afterList) = ReadPlace(after);
        var query = new
        {
            business_unit_id = caller.BusinessUnitId,
            list_ids = visible.Keys.Select(id => id.Value).Where(id => listId is null || id == listId).ToArray(),
            prefix = Prefix(number, country),
            after_number = afterNumber,
            after_list = afterList,
            limit = most + 1,
        };
        var rows = await tx.QueryAsync<Row>(ListSql, query, cancellationToken);
        return TypedResults.Ok(new DncEntryPage
        {
            Items = [.. rows.Take(most).Select(row => row.ToEntry(visible[row.ListId]))],
            Next = rows.Count > most ? $"{rows[most - 1].Number}~{rows[most - 1].ListId.Value}" : null,
        });
    }

    // A whole number may be written as usual; the beginning of one only in international form.
    private static string? Prefix(string? number, string country)
    {
        if (string.IsNullOrWhiteSpace(number))
            return null;
        return PhoneNumber.TryParse(number, country, out var whole, out _)
            ? whole.Value
            : "+" + string.Concat(number.Where(char.IsAsciiDigit));
    }

    private static (string? Number, Guid? List) ReadPlace(string? after) =>
        after?.Split('~') is [var number, var list] && Guid.TryParse(list, out var id) ? (number, id) : (null, null);

    private sealed record Row
    {
        public required string Number { get; init; }

        public required DncListId ListId { get; init; }

        public required DncSource Source { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public DncEntry ToEntry(DncList list) =>
            new() { Number = Number, List = list, Source = Source, CreatedAt = CreatedAt };
    }
}

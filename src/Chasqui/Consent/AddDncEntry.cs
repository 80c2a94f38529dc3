using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Dialers;
using Chasqui.Dialers.Imports;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Consent;

internal sealed record AddDncEntry
{
    /// <summary>National or international; fixed lines too.</summary>
    public required string Number { get; init; }

    /// <summary>Only this dialer must not message it; null: nobody of the business unit.</summary>
    public DialerId? DialerId { get; init; }
}

/// <summary>POST /dnc. A number that stands there already stays as it is, and is answered all the same.</summary>
internal static class AddDncEntryHandler
{
    private const string EntrySql =
        """
        SELECT source, created_at FROM dnc_entry
        WHERE business_unit_id = @business_unit_id AND number = @number AND list_id = @list_id
        """;

    public static async Task<Results<Ok<DncEntry>, ProblemHttpResult>> HandleAsync(
        AddDncEntry body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var country = await UnitCountry.OfAsync(tx, unit, cancellationToken);
        if (!PhoneNumber.TryParse(body.Number, country, out var number, out var fault))
            return new Validation().Check(false, "number", fault.Sentence()).ToProblem();
        if (await ListAsync(tx, caller, body.DialerId, time, cancellationToken) is not { } list)
            return Problems.NotFound("dialer");

        var now = time.GetUtcNow();
        var source = caller.UserId is null ? DncSource.Api : DncSource.Screen;
        if (await DncLists.AddAsync(tx, unit, list.Id, number, source, now, cancellationToken))
            await Audit.RecordAsync(
                tx, caller, "dnc.add", "dncList", list.Id.Value, new { number = number.Masked }, now, cancellationToken);
        var entry = await tx.QuerySingleAsync<Row>(
            EntrySql, new { business_unit_id = unit, number = number.Value, list_id = list.Id }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(new DncEntry { Number = number.Value, List = list, Source = entry.Source, CreatedAt = entry.CreatedAt });
    }

    private static async Task<DncList?> ListAsync(
        DatabaseTransaction tx, Caller caller, DialerId? dialer, TimeProvider time, CancellationToken cancellationToken)
    {
        DncListId id;
        if (dialer is null)
            id = await DncLists.BusinessUnitListAsync(tx, caller.BusinessUnitId, time, cancellationToken);
        else if ((await VisibleDialers.ByNameAsync(tx, caller, cancellationToken))
            .Values.FirstOrDefault(known => known.Id == dialer) is { } named)
            id = named.DncListId;
        else
            return null;
        return await VisibleDncLists.FindAsync(tx, caller, id.Value, cancellationToken);
    }

    private sealed record Row
    {
        public required DncSource Source { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Dialers.Imports;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Consent;

/// <summary>DELETE /dnc/{number}?listId=: takes a number off that list; without a list, off the business unit's.</summary>
internal static class RemoveDncEntry
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string number, Guid? listId, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var list = listId ?? (await DncLists.BusinessUnitListAsync(tx, unit, time, cancellationToken)).Value;
        var country = await UnitCountry.OfAsync(tx, unit, cancellationToken);
        if (!PhoneNumber.TryParse(number, country, out var phone, out _)
            || await VisibleDncLists.FindAsync(tx, caller, list, cancellationToken) is null
            || !await DncLists.RemoveAsync(tx, unit, new DncListId(list), phone, cancellationToken))
        {
            return Problems.NotFound("entry");
        }

        await Audit.RecordAsync(
            tx, caller, "dnc.remove", "dncList", list, new { number = phone.Masked }, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

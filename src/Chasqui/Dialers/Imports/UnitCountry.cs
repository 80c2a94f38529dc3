using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>The country a business unit's national numbers belong to.</summary>
internal static class UnitCountry
{
    private const string CountrySql = "SELECT country FROM business_unit WHERE id = @business_unit_id";

    public static Task<string> OfAsync(DatabaseTransaction tx, BusinessUnitId unit, CancellationToken cancellationToken) =>
        tx.QuerySingleAsync<string>(CountrySql, new { business_unit_id = unit }, cancellationToken);
}

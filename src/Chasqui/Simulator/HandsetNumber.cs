using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Simulator;

/// <summary>A handset's number as it stands in an address: national spelling is read with the business unit's country.</summary>
internal static class HandsetNumber
{
    private const string CountrySql = "SELECT country FROM business_unit WHERE id = @business_unit_id";

    public static Task<string> CountryAsync(DatabaseTransaction tx, BusinessUnitId unit, CancellationToken cancellationToken) =>
        tx.QuerySingleAsync<string>(CountrySql, new { business_unit_id = unit }, cancellationToken);

    public static async Task<PhoneNumber?> ReadAsync(DatabaseTransaction tx, BusinessUnitId unit, string number, CancellationToken cancellationToken) =>
        PhoneNumber.TryParse(number, await CountryAsync(tx, unit, cancellationToken), out var handset, out _) ? handset : null;
}

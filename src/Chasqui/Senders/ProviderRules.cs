using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>What holds for a provider, whether made or changed; null was not given.</summary>
internal static class ProviderRules
{
    private const int MostWireLogDays = 90;

    // One at a time for a business unit: two that become the default, or the first, at the same moment would both be it.
    private const string LockSql = "SELECT 1 FROM business_unit WHERE id = @business_unit_id FOR UPDATE";

    private const string StepDownSql =
        "UPDATE provider SET is_default = false WHERE business_unit_id = @business_unit_id AND is_default AND id <> @id";

    public static Validation Check(string? name, int? wireLogDays) => new Validation()
        .Check(name is null || TextRule.IsName(name), "name", TextRule.NameSentence)
        .Check(wireLogDays is null or (>= 0 and <= MostWireLogDays), "wireLogDays", $"Give a number of days from 0 to {MostWireLogDays}; 0 keeps nothing.");

    /// <summary>Takes the business unit's turn to say which provider is the default.</summary>
    public static Task TakeTurnAsync(DatabaseTransaction tx, BusinessUnitId unit, CancellationToken cancellationToken) =>
        tx.QuerySingleAsync<int>(LockSql, new { business_unit_id = unit }, cancellationToken);

    /// <summary>Makes way for another default.</summary>
    public static Task StepDownAsync(DatabaseTransaction tx, BusinessUnitId unit, ProviderId next, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(StepDownSql, new { business_unit_id = unit, id = next }, cancellationToken);
}

using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Dialers;

/// <summary>The sender a dialer is given.</summary>
internal static class DialerSender
{
    private const string ExistsSql = "SELECT EXISTS (SELECT 1 FROM sender WHERE business_unit_id = @business_unit_id AND id = @sender_id)";

    public static Task<bool> ExistsAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId sender, CancellationToken cancellationToken) =>
        tx.QuerySingleAsync<bool>(ExistsSql, new { business_unit_id = unit, sender_id = sender }, cancellationToken);
}

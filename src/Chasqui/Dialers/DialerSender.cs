using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Dialers;

/// <summary>The sender a dialer is given.</summary>
internal static class DialerSender
{
    private const string VerifiedSql = "SELECT verified FROM sender WHERE business_unit_id = @business_unit_id AND id = @sender_id FOR SHARE";

    /// <summary>Whether it is verified, and may be given to a dialer; null when there is no such sender.</summary>
    public static Task<bool?> IsVerifiedAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId sender, CancellationToken cancellationToken) =>
        tx.QuerySingleOrDefaultAsync<bool?>(VerifiedSql, new { business_unit_id = unit, sender_id = sender }, cancellationToken);
}

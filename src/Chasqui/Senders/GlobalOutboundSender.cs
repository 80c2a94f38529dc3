using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>The one sender of a business unit that sends for whoever names none.</summary>
internal static class GlobalOutboundSender
{
    private const string StepDownSql =
        "UPDATE sender SET global_outbound = false WHERE business_unit_id = @business_unit_id AND global_outbound AND id <> @id";

    private const string StepUpSql = "UPDATE sender SET global_outbound = true WHERE business_unit_id = @business_unit_id AND id = @id";

    /// <summary>Makes this sender the one. The caller holds the business unit's lock.</summary>
    public static async Task MoveAsync(DatabaseTransaction tx, BusinessUnitId unit, SenderId id, CancellationToken cancellationToken)
    {
        var key = new { business_unit_id = unit, id };
        await tx.ExecuteAsync(StepDownSql, key, cancellationToken);
        await tx.ExecuteAsync(StepUpSql, key, cancellationToken);
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers;

/// <summary>POST /dialers/{id}/start and /stop. Either one twice is no error: the dialer is as it was asked to be.</summary>
internal static class RunDialer
{
    // The enabled flag is asked once more under the row's lock: it may have been switched off this moment.
    private const string StartSql =
        "UPDATE dialer SET running = true WHERE business_unit_id = @business_unit_id AND id = @id AND enabled";

    private const string StopSql = "UPDATE dialer SET running = false WHERE business_unit_id = @business_unit_id AND id = @id";

    public static Task<Results<Ok<DialerMonitor>, ProblemHttpResult>> StartAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProcessingRate rates, TimeProvider time, CancellationToken cancellationToken) =>
        SetAsync(StartSql, "dialer.start", id, caller, database, rates, time, cancellationToken);

    public static Task<Results<Ok<DialerMonitor>, ProblemHttpResult>> StopAsync(
        Guid id, Caller caller, ChasquiDatabase database, ProcessingRate rates, TimeProvider time, CancellationToken cancellationToken) =>
        SetAsync(StopSql, "dialer.stop", id, caller, database, rates, time, cancellationToken);

    private static async Task<Results<Ok<DialerMonitor>, ProblemHttpResult>> SetAsync(
        string sql, string action, Guid id, Caller caller, ChasquiDatabase database, ProcessingRate rates, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var dialerId = new DialerId(id);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await VisibleDialers.FindAsync(tx, caller, dialerId, cancellationToken) is null)
            return Problems.NotFound("dialer");
        if (await tx.ExecuteAsync(sql, new { business_unit_id = caller.BusinessUnitId, id = dialerId }, cancellationToken) == 0)
            return DialerProblems.Disabled();

        await Audit.RecordAsync(tx, caller, action, "dialer", id, null, time.GetUtcNow(), cancellationToken);
        tx.Publish(new DialerChanged(caller.BusinessUnitId, dialerId));
        tx.Wake(WakeTopic.Outbox);
        var dialer = await VisibleDialers.FindAsync(tx, caller, dialerId, cancellationToken);
        var figures = await MonitorDialer.ReadAsync(tx, caller.BusinessUnitId, dialer!, rates, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(figures);
    }
}

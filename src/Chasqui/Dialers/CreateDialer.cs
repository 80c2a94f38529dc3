using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Consent;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Senders;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers;

internal sealed record CreateDialer
{
    public required string Name { get; init; }

    public required SenderId SenderId { get; init; }

    public bool Enabled { get; init; } = true;

    public IReadOnlyList<ScheduleRow> Schedule { get; init; } = [];

    public string? TimeZone { get; init; }

    public string DialString { get; init; } = "";

    public int GapMilliseconds { get; init; }

    public bool CheckDnc { get; init; } = true;
}

/// <summary>POST /dialers: a dialer with its own do-not-contact list, stopped.</summary>
internal static class CreateDialerHandler
{
    private const string InsertSql =
        """
        INSERT INTO dialer (business_unit_id, id, name, sender_id, enabled, schedule, time_zone, dial_string, gap_milliseconds, check_dnc,
            dnc_list_id, created_at)
        SELECT business_unit_id, @id, @name, id, @enabled, @schedule::jsonb, @time_zone, @dial_string, @gap_milliseconds, @check_dnc,
            @dnc_list_id, @now
        FROM sender WHERE business_unit_id = @business_unit_id AND id = @sender_id
        ON CONFLICT (business_unit_id, lower(name)) DO NOTHING
        """;

    public static async Task<Results<Created<Dialer>, ProblemHttpResult>> HandleAsync(
        CreateDialer request, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = DialerRules.Check(request.Name, request.Schedule, request.TimeZone, request.DialString, request.GapMilliseconds);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var verified = await DialerSender.IsVerifiedAsync(tx, caller.BusinessUnitId, request.SenderId, cancellationToken);
        validation.Check(verified is not null, "senderId", "There is no such sender.");
        if (validation.Failed)
            return validation.ToProblem();
        if (verified == false)
            return SenderProblems.SenderNotVerified();

        var id = Id.New<DialerId>(time);
        var now = time.GetUtcNow();
        var list = await DncLists.CreateAsync(tx, caller.BusinessUnitId, DncListKind.Dialer, request.Name, time, cancellationToken);
        var row = new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            name = request.Name,
            sender_id = request.SenderId,
            enabled = request.Enabled,
            schedule = JsonSerializer.Serialize(request.Schedule, Json.Options),
            time_zone = string.IsNullOrEmpty(request.TimeZone) ? null : request.TimeZone,
            dial_string = request.DialString,
            gap_milliseconds = request.GapMilliseconds,
            check_dnc = request.CheckDnc,
            dnc_list_id = list,
            now,
        };
        if (await tx.ExecuteAsync(InsertSql, row, cancellationToken) == 0)
            return DialerProblems.NameTaken();
        if (!await SecurityGroups.ShareAsync(tx, caller, id, cancellationToken))
            return AccountProblems.NoSecurityGroup();

        await Audit.RecordAsync(tx, caller, "dialer.create", "dialer", id.Value, new { name = request.Name }, now, cancellationToken);
        tx.Publish(new DialerChanged(caller.BusinessUnitId, id));
        var dialer = await VisibleDialers.FindAsync(tx, caller, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/dialers/{id.Value}", dialer!);
    }
}

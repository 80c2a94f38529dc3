using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Consent;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Senders;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Dialers;

internal sealed record ChangeDialer
{
    public string? Name { get; init; }

    public SenderId? SenderId { get; init; }

    public bool? Enabled { get; init; }

    public IReadOnlyList<ScheduleRow>? Schedule { get; init; }

    public string? TimeZone { get; init; }

    public string? DialString { get; init; }

    public int? GapMilliseconds { get; init; }

    public bool? CheckDnc { get; init; }
}

/// <summary>PATCH /dialers/{id}. A member left out stays as it is; an empty time zone means the business unit's.</summary>
internal static class ChangeDialerHandler
{
    // Messages already waiting keep the sender they were queued for. Disabling stops; enabling does not start.
    private const string UpdateSql =
        """
        UPDATE dialer
        SET name = coalesce(@name, name),
            sender_id = coalesce(@sender_id::uuid, sender_id),
            enabled = coalesce(@enabled::boolean, enabled),
            running = running AND coalesce(@enabled::boolean, enabled),
            schedule = coalesce(@schedule::jsonb, schedule),
            time_zone = CASE WHEN @time_zone::text IS NULL THEN time_zone ELSE nullif(@time_zone::text, '') END,
            dial_string = coalesce(@dial_string, dial_string),
            gap_milliseconds = coalesce(@gap_milliseconds::integer, gap_milliseconds),
            check_dnc = coalesce(@check_dnc::boolean, check_dnc)
        WHERE business_unit_id = @business_unit_id AND id = @id
        RETURNING dnc_list_id
        """;

    public static async Task<Results<Ok<Dialer>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeDialer request, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var dialerId = new DialerId(id);
        var validation = DialerRules.Check(request.Name, request.Schedule, request.TimeZone, request.DialString, request.GapMilliseconds);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await VisibleDialers.FindAsync(tx, caller, dialerId, cancellationToken) is null)
            return Problems.NotFound("dialer");
        bool? verified = null;
        if (request.SenderId is { } sender)
        {
            verified = await DialerSender.IsVerifiedAsync(tx, caller.BusinessUnitId, sender, cancellationToken);
            validation.Check(verified is not null, "senderId", "There is no such sender.");
        }

        if (validation.Failed)
            return validation.ToProblem();
        if (verified == false)
            return SenderProblems.SenderNotVerified();

        try
        {
            await UpdateAsync(tx, dialerId, request, caller, time.GetUtcNow(), cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return DialerProblems.NameTaken();
        }

        var changed = await VisibleDialers.FindAsync(tx, caller, dialerId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(changed!);
    }

    private static async Task UpdateAsync(
        DatabaseTransaction tx, DialerId id, ChangeDialer request, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var update = new
        {
            business_unit_id = caller.BusinessUnitId,
            id,
            name = request.Name,
            sender_id = request.SenderId?.Value,
            enabled = request.Enabled,
            schedule = request.Schedule is null ? null : JsonSerializer.Serialize(request.Schedule, Json.Options),
            time_zone = request.TimeZone,
            dial_string = request.DialString,
            gap_milliseconds = request.GapMilliseconds,
            check_dnc = request.CheckDnc,
        };
        var list = await tx.QuerySingleAsync<DncListId>(UpdateSql, update, cancellationToken);
        if (request.Name is { } name)
            await DncLists.RenameAsync(tx, caller.BusinessUnitId, list, name, cancellationToken);
        await Audit.RecordAsync(tx, caller, "dialer.change", "dialer", id.Value, request, now, cancellationToken);
        tx.Publish(new DialerChanged(caller.BusinessUnitId, id));
        tx.Wake(WakeTopic.Outbox); // its hours or its pace may be other ones now
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>
/// What is null stays as it is; an id of all zeroes takes a group or a fallback away. Kind and address stay for good: conversations
/// hang on them.
/// </summary>
internal sealed record ChangeSender
{
    public ProviderId? ProviderId { get; init; }

    public string? Label { get; init; }

    /// <summary>Nothing is sent from a disabled sender.</summary>
    public bool? Enabled { get; init; }

    public bool? Inbound { get; init; }

    public bool? Mms { get; init; }

    public bool? Verified { get; init; }

    public decimal? MessagesPerSecond { get; init; }

    /// <summary>True takes the place of the one that is so far.</summary>
    public bool? GlobalOutbound { get; init; }

    public DncListId? DncListId { get; init; }

    public SenderId? FallbackSenderId { get; init; }

    public ProviderId? FallbackProviderId { get; init; }

    // One change of senders at a time: two at once could make a circle of fallbacks, or two global outbound ones.
    private const string LockUnitSql = "SELECT 1 FROM business_unit WHERE id = @business_unit_id FOR UPDATE";

    private const string LockSql = "SELECT 1 FROM sender WHERE business_unit_id = @business_unit_id AND id = @id FOR UPDATE";

    private const string ChangeSql =
        """
        UPDATE sender SET
            provider_id = coalesce(@provider_id, provider_id),
            label = coalesce(@label, label),
            enabled = coalesce(@enabled, enabled),
            inbound = coalesce(@inbound, inbound),
            mms = coalesce(@mms, mms),
            verified = coalesce(@verified, verified),
            verified_at = CASE WHEN coalesce(@verified, verified) THEN coalesce(verified_at, @now) END,
            messages_per_second = coalesce(@messages_per_second, messages_per_second),
            global_outbound = coalesce(@global_outbound, global_outbound),
            dnc_list_id = @dnc_list_id,
            fallback_sender_id = @fallback_sender_id,
            fallback_provider_id = @fallback_provider_id
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static async Task<Results<Ok<Sender>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeSender body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var senderId = new SenderId(id);
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.QuerySingleAsync<int>(LockUnitSql, new { business_unit_id = unit }, cancellationToken);
        await tx.QuerySingleOrDefaultAsync<int?>(LockSql, new { business_unit_id = unit, id }, cancellationToken);
        if (await Sender.FindAsync(tx, unit, senderId, cancellationToken) is not { } before)
            return Problems.NotFound("sender");

        var links = Links(before, body);
        var validation = SenderRules.Check(before.Kind, body.Label, body.MessagesPerSecond, body.Inbound, body.Mms);
        await links.CheckAsync(tx, caller, validation, cancellationToken);
        if (validation.Failed)
            return validation.ToProblem();
        if (body.Inbound == false && before.QueueId is not null)
            return Problems.Conflict("senderHasQueue", "This sender leads to a queue: remove its entry point before it stops receiving.");
        if (body.GlobalOutbound == true && !(body.Verified ?? before.Verified))
            return SenderProblems.SenderNotVerified();

        if (body.GlobalOutbound == true)
            await GlobalOutboundSender.MoveAsync(tx, unit, senderId, cancellationToken);
        await ApplyAsync(tx, unit, links, body, time.GetUtcNow(), cancellationToken);
        await Audit.RecordAsync(tx, caller, "sender.change", "sender", id, body, time.GetUtcNow(), cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        var sender = await Sender.FindAsync(tx, unit, senderId, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(sender!);
    }

    private static SenderLinks Links(Sender before, ChangeSender body) => new()
    {
        Id = before.Id,
        Kind = before.Kind,
        ProviderId = body.ProviderId ?? before.ProviderId,
        ChecksChain = body.FallbackSenderId is not null,
        DncListId = (body.DncListId ?? before.DncListId) is { } list && list.Value != SenderLinks.None ? list : null,
        FallbackSenderId = (body.FallbackSenderId ?? before.FallbackSenderId) is { } sender && sender.Value != SenderLinks.None ? sender : null,
        FallbackProviderId =
            (body.FallbackProviderId ?? before.FallbackProviderId) is { } provider && provider.Value != SenderLinks.None ? provider : null,
    };

    private static Task<int> ApplyAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderLinks links, ChangeSender body, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        tx.ExecuteAsync(
            ChangeSql,
            new
            {
                business_unit_id = unit,
                id = links.Id,
                provider_id = body.ProviderId?.Value,
                label = body.Label?.Trim(),
                enabled = body.Enabled,
                inbound = body.Inbound,
                mms = body.Mms,
                verified = body.Verified,
                messages_per_second = body.MessagesPerSecond,
                global_outbound = body.GlobalOutbound,
                dnc_list_id = links.DncListId?.Value,
                fallback_sender_id = links.FallbackSenderId?.Value,
                fallback_provider_id = links.FallbackProviderId?.Value,
                now,
            },
            cancellationToken);
}

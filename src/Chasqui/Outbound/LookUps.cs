using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Providers;
using Microsoft.Extensions.Options;

namespace Chasqui.Outbound;

/// <summary>
/// Asks providers that can be asked what became of messages whose answer was lost: after 15 seconds (a trigger sets the job when a
/// message becomes unknown), then a few times with growing pauses. What they have is accepted; what they certainly do not have, told
/// twice, is sent again; what nobody can tell stays unknown.
/// </summary>
internal sealed partial class LookUps(
    ChasquiDatabase database, ProviderConnections connections, DeliveryReports reports, IOptions<OutboundOptions> options, TimeProvider time,
    ILogger<LookUps> logger) : IJobHandler
{
    public const string JobKind = "lookUp";

    /// <summary>After each answer that settles nothing; then it is left.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    private const string ReadSql =
        """
        SELECT message.number, message.text, message.provider_id, message.attempts, sender.address
        FROM message
        JOIN sender ON sender.business_unit_id = message.business_unit_id AND sender.id = message.sender_id
        WHERE message.business_unit_id = @business_unit_id AND message.id = @id AND message.state = 'unknown'
          AND message.provider_id IS NOT NULL
        """;

    private const string LockSql =
        """
        SELECT dialer_id, interaction_id FROM message
        WHERE business_unit_id = @business_unit_id AND id = @id AND state = 'unknown'
        FOR UPDATE
        """;

    private const string FoundSql =
        """
        WITH parts AS (
            INSERT INTO message_part (business_unit_id, message_id, number, provider_id, provider_message_id, state, state_changed_at)
            SELECT @business_unit_id, @id, part.number, @provider_id, part.id, 'accepted', @now
            FROM unnest(@part_ids::text[]) WITH ORDINALITY AS part(id, number)
            ON CONFLICT DO NOTHING
        )
        UPDATE message SET state = 'accepted', state_changed_at = @now, accepted_at = @now, failure_code = NULL, failure_detail = NULL
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    private const string AgainSql =
        """
        WITH again AS (
            UPDATE message SET state = 'queued', state_changed_at = @now, failure_code = NULL, failure_detail = NULL
            WHERE business_unit_id = @business_unit_id AND id = @id
            RETURNING business_unit_id, id, sender_id, dialer_id, priority, attempts
        )
        INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before, attempts)
        SELECT business_unit_id, id, sender_id, coalesce(dialer_id, '00000000-0000-0000-0000-000000000000'), priority, now(), attempts
        FROM again
        """;

    private const string FailedSql =
        """
        UPDATE message SET state = 'failed', state_changed_at = @now, failure_code = 'notTaken',
            failure_detail = 'The provider says that it never took the message, and all tries are used up.'
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public string Kind => JobKind;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var asked = JsonSerializer.Deserialize<Asked>(job.Payload, Json.Options)!;
        var message = await ReadAsync(job, cancellationToken);
        var answer = message is null ? null : await AskAsync(job, message, asked, cancellationToken);

        IReadOnlyList<string> found = [];
        await using (var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken))
        {
            var key = new { business_unit_id = job.BusinessUnitId, id = job.SubjectId };
            var touched = answer is null ? null : await tx.QuerySingleOrDefaultAsync<TouchedMessage>(LockSql, key, cancellationToken);
            if (touched is not null && answer is LookUpResult.Found { PartIds.Count: > 0 } taken)
                found = await AcceptAsync(tx, job, message!, taken, cancellationToken);
            else if (touched is not null && answer is LookUpResult.NotThere && asked.NotThere)
                await SendAgainAsync(tx, job, message!, cancellationToken);
            if (touched is not null)
                TouchedMessage.Publish(tx, job.BusinessUnitId, [touched]);

            if (!await JobQueue.CompleteAsync(tx, job, cancellationToken))
                return;
            var settled = found.Count > 0 || (answer is LookUpResult.NotThere && asked.NotThere);
            if (touched is not null && !settled && asked.Tries < Pauses.Length)
                await AskLaterAsync(tx, job, asked with { Tries = asked.Tries + 1, NotThere = answer is LookUpResult.NotThere }, Pauses[asked.Tries], cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        // Receipts may have come long ago.
        if (found.Count > 0)
            await reports.FoldWaitingAsync(job.BusinessUnitId, message!.ProviderId, [.. found], cancellationToken);
    }

    private async Task<LostRow?> ReadAsync(Job job, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        return await tx.QuerySingleOrDefaultAsync<LostRow>(
            ReadSql, new { business_unit_id = job.BusinessUnitId, id = job.SubjectId }, cancellationToken);
    }

    /// <summary>Null when its provider cannot be asked at all.</summary>
    private async Task<LookUpResult?> AskAsync(Job job, LostRow message, Asked asked, CancellationToken cancellationToken)
    {
        if (await connections.GetAsync(job.BusinessUnitId, message.ProviderId, cancellationToken) is not ILookUp provider)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.ProviderTimeout);
        try
        {
            return await provider.LookUpAsync(
                new OutboundMessage
                {
                    Id = MessageId.From(job.SubjectId),
                    Sender = message.Address,
                    To = PhoneNumber.FromStored(message.Number),
                    Text = message.Text,
                    Attempt = message.Attempts,
                },
                asked.SentAt, limit.Token);
        }
        catch (Exception silence) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NoAnswer(logger, silence, job.SubjectId);
            return new LookUpResult.CannotTell();
        }
    }

    private async Task<IReadOnlyList<string>> AcceptAsync(
        DatabaseTransaction tx, Job job, LostRow message, LookUpResult.Found taken, CancellationToken cancellationToken)
    {
        var ids = taken.PartIds.Select(id => id.Replace("\0", "", StringComparison.Ordinal)).ToArray();
        await tx.ExecuteAsync(FoundSql, new
        {
            business_unit_id = job.BusinessUnitId,
            id = job.SubjectId,
            provider_id = message.ProviderId,
            part_ids = ids,
            now = time.GetUtcNow(),
        }, cancellationToken);
        return ids;
    }

    private async Task SendAgainAsync(DatabaseTransaction tx, Job job, LostRow message, CancellationToken cancellationToken)
    {
        var again = message.Attempts < options.Value.MaxAttempts;
        await tx.ExecuteAsync(
            again ? AgainSql : FailedSql, new { business_unit_id = job.BusinessUnitId, id = job.SubjectId, now = time.GetUtcNow() },
            cancellationToken);
        if (again)
            tx.Wake(WakeTopic.Outbox);
    }

    private static Task AskLaterAsync(DatabaseTransaction tx, Job job, Asked asked, TimeSpan pause, CancellationToken cancellationToken) =>
        JobQueue.SetAsync(tx, JobKind, job.SubjectId, job.BusinessUnitId, pause, JsonSerializer.Serialize(asked, Json.Options), cancellationToken);

    /// <param name="SentAt">When it was handed over.</param>
    /// <param name="Tries">How often it was asked.</param>
    /// <param name="NotThere">The provider said so the last time: a message on its way in there may not show at once.</param>
    private sealed record Asked(DateTimeOffset SentAt, int Tries, bool NotThere);

    private sealed record LostRow
    {
        public required string Number { get; init; }

        public required string Text { get; init; }

        public required ProviderId ProviderId { get; init; }

        public required short Attempts { get; init; }

        public required string Address { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Asking what became of message {MessageId} failed")]
        public static partial void NoAnswer(ILogger logger, Exception exception, Guid messageId);
    }
}

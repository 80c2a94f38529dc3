using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Providers;
using Microsoft.Extensions.Options;

namespace Chasqui.Inbound.Media;

/// <summary>
/// Fetches a file that a message named: with the account's rights where its kind can, else from its address. A server that does not
/// answer is asked again for half an hour.
/// </summary>
internal sealed class FetchMedia(
    ChasquiDatabase database, ProviderConnections connections, MediaDownload download, IOptions<MediaOptions> options, TimeProvider time)
    : IJobHandler
{
    private const int MostTries = 12;

    private const string ReadSql =
        """
        SELECT provider_id, reference, told_type, file_name FROM media
        WHERE business_unit_id = @business_unit_id AND id = @id AND state = 'waiting'
        """;

    private const string StoreSql =
        """
        UPDATE media SET state = @state, content_type = @content_type, content = @content, fault = @fault,
            file_name = coalesce(file_name, @file_name), fetched_at = @now
        FROM message
        WHERE media.business_unit_id = @business_unit_id AND media.id = @id AND media.state = 'waiting'
          AND message.business_unit_id = media.business_unit_id AND message.id = media.message_id
        RETURNING message.interaction_id
        """;

    public string Kind => MediaStore.JobKind;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        MediaRow? media;
        await using (var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken))
        {
            media = await tx.QuerySingleOrDefaultAsync<MediaRow>(
                ReadSql, new { business_unit_id = job.BusinessUnitId, id = job.SubjectId }, cancellationToken);
        }

        var (file, fault) = media is null ? (null, null) : await FetchAsync(job, media, cancellationToken);
        await using (var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken))
        {
            if (media is not null)
                await StoreAsync(tx, job, file, fault, cancellationToken);
            if (await JobQueue.CompleteAsync(tx, job, cancellationToken))
                await tx.CommitAsync(cancellationToken);
        }
    }

    private async Task<(MediaFile? File, string? Fault)> FetchAsync(Job job, MediaRow media, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            if (await connections.GetAsync(job.BusinessUnitId, media.ProviderId, limit.Token) is IMediaSource source)
            {
                var told = new InboundMedia(media.Reference, media.ToldType, media.FileName);
                return await source.FetchAsync(told, options.Value.MostBytes, limit.Token) is { } file && file.Content.Length <= options.Value.MostBytes
                    ? (file, null)
                    : (null, "The provider no longer has it, or it is too large.");
            }

            return Uri.TryCreate(media.Reference, UriKind.Absolute, out var address)
                ? (await download.FetchAsync(address, limit.Token), null)
                : (null, "It has no address, and its provider cannot be asked for it.");
        }
        catch (MediaGoneException gone)
        {
            return (null, gone.Message);
        }
        catch (Exception failure) when (job.Attempts >= MostTries && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"It could not be fetched ({failure.GetType().Name}).");
        }
    }

    private async Task StoreAsync(DatabaseTransaction tx, Job job, MediaFile? file, string? fault, CancellationToken cancellationToken)
    {
        var interaction = await tx.QuerySingleOrDefaultAsync<Guid?>(StoreSql, new
        {
            business_unit_id = job.BusinessUnitId,
            id = job.SubjectId,
            state = file is null ? "gone" : "stored",
            content_type = file is null ? null : MediaTypes.Detect(file.Content),
            content = file?.Content,
            file_name = file?.FileName is { } name ? MediaStore.Read(new InboundMedia("-", null, name))!.FileName : null,
            fault,
            now = time.GetUtcNow(),
        }, cancellationToken);
        if (interaction is { } shown)
            tx.Publish(new InteractionChanged(job.BusinessUnitId, InteractionId.From(shown)));
    }

    private sealed record MediaRow
    {
        public required ProviderId ProviderId { get; init; }

        public required string Reference { get; init; }

        public string? ToldType { get; init; }

        public string? FileName { get; init; }
    }
}

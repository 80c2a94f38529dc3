using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers;

namespace Chasqui.Inbound.Media;

/// <summary>A file of a message, before it is fetched.</summary>
internal sealed record NewMedia(MediaId Id, InboundMedia Told)
{
    /// <summary>What message.media says of it.</summary>
    public static string? Describe(IReadOnlyList<NewMedia> media) => media.Count == 0
        ? null
        : JsonSerializer.Serialize(media.Select(item => new { id = item.Id.Value, item.Told.ContentType, item.Told.FileName }), Json.Options);
}

/// <summary>Notes what is to be fetched, with the message that names it.</summary>
internal static class MediaStore
{
    public const string JobKind = "fetchMedia";

    private const int LongestReference = 2_000;
    private const int LongestWord = 200;

    private const string AddSql =
        """
        INSERT INTO media (business_unit_id, id, message_id, provider_id, reference, told_type, file_name, created_at)
        VALUES (@business_unit_id, @id, @message_id, @provider_id, @reference, @told_type, @file_name, @now)
        """;

    /// <summary>Made safe to store; null for what could never be fetched.</summary>
    public static InboundMedia? Read(InboundMedia told)
    {
        var reference = MessageText.Normalise(told.Reference).Trim();
        return reference.Length is 0 or > LongestReference ? null : new InboundMedia(reference, Word(told.ContentType), Word(told.FileName));
    }

    public static async Task AddAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ProviderId providerId, MessageId messageId, IReadOnlyList<NewMedia> media, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        foreach (var item in media)
        {
            await tx.ExecuteAsync(AddSql, new
            {
                business_unit_id = unit,
                id = item.Id,
                message_id = messageId,
                provider_id = providerId,
                reference = item.Told.Reference,
                told_type = item.Told.ContentType,
                file_name = item.Told.FileName,
                now,
            }, cancellationToken);
            await JobQueue.SetAsync(tx, JobKind, item.Id.Value, unit, TimeSpan.Zero, payload: null, cancellationToken);
        }
    }

    private static string? Word(string? told)
    {
        var word = MessageText.Normalise(told ?? "").Replace('\n', ' ').Trim();
        return word.Length == 0 ? null : word.Length <= LongestWord ? word : MessageText.Normalise(word[..LongestWord]);
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Chasqui.Inbound.Media;

/// <summary>
/// GET /media/{id}: a file from a contact, for who may read the contact's messages. Whatever it is, it runs nothing: its type is ours,
/// a sandbox holds it, and what is no picture, sound or film is only ever saved.
/// </summary>
internal static class GetMedia
{
    private const string Sandbox = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    // Who has the contact before them, supervises a queue it wrote to, or may view messages.
    private const string FindSql =
        """
        SELECT media.content_type, media.content, media.file_name
        FROM media
        JOIN message ON message.business_unit_id = media.business_unit_id AND message.id = media.message_id
        WHERE media.business_unit_id = @business_unit_id AND media.id = @id AND media.state = 'stored'
          AND (@views_all::boolean
            OR EXISTS (
                SELECT 1
                FROM contact
                JOIN conversation ON conversation.business_unit_id = contact.business_unit_id AND conversation.contact_id = contact.id
                JOIN interaction ON interaction.business_unit_id = conversation.business_unit_id
                                AND interaction.conversation_id = conversation.id
                WHERE contact.business_unit_id = @business_unit_id AND contact.number = message.number
                  AND (@handles::boolean AND interaction.owner_id = @user_id::uuid AND interaction.state IN ('active', 'wrapUp')
                    OR @supervises::boolean AND (@sees_all::boolean OR EXISTS (
                        SELECT 1
                        FROM security_group_user AS its_user
                        JOIN security_group_queue AS its_queue
                          ON its_queue.business_unit_id = its_user.business_unit_id AND its_queue.group_id = its_user.group_id
                        WHERE its_user.business_unit_id = @business_unit_id AND its_user.user_id = @user_id::uuid
                          AND its_queue.queue_id = interaction.queue_id)))))
        """;

    public static void MapMedia(this IEndpointRouteBuilder api) => api.MapGet("/media/{id:guid}", HandleAsync)
        .WithName("GetMedia").WithTags("Messages").Produces(StatusCodes.Status200OK, contentType: MediaTypes.Unknown).RequiresSignIn();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, ChasquiDatabase database, HttpResponse response, CancellationToken cancellationToken)
    {
        FileRow? file;
        await using (var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken))
        {
            file = await tx.QuerySingleOrDefaultAsync<FileRow>(FindSql, new
            {
                business_unit_id = caller.BusinessUnitId,
                id,
                user_id = caller.UserId?.Value,
                views_all = caller.May(Permission.ViewMessages),
                handles = caller.May(Permission.HandleInteractions),
                supervises = caller.May(Permission.SuperviseAgents),
                sees_all = caller.SeesAllObjects,
            }, cancellationToken);
        }

        if (file is null)
            return Problems.NotFound("file");
        var disposition = new ContentDispositionHeaderValue(MediaTypes.IsPlain(file.ContentType) ? "inline" : "attachment");
        disposition.SetHttpFileName(Name(id, file));
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = Sandbox;
        return TypedResults.Bytes(file.Content, file.ContentType, enableRangeProcessing: true);
    }

    // The contact's name for it, with the ending that is true: nobody opens "photo.jpg.exe" for a picture.
    private static string Name(Guid id, FileRow file)
    {
        var stem = Path.GetFileNameWithoutExtension(file.FileName ?? "");
        var safe = string.Concat(stem.Select(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_' ? letter : '_')).Trim();
        return $"{(safe.Length == 0 ? id.ToString() : safe)}.{MediaTypes.Extension(file.ContentType)}";
    }

    private sealed record FileRow
    {
        public required string ContentType { get; init; }

        public required byte[] Content { get; init; }

        public string? FileName { get; init; }
    }
}

using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Outbound;

internal sealed record SendMessage
{
    /// <summary>The contact's number, international or as written in the business unit's country.</summary>
    public required string To { get; init; }

    /// <summary>May be left out when there is media or a template. Beside a template it is what goes out where that cannot.</summary>
    public string Text { get; init; } = "";

    /// <summary>At most 10.</summary>
    public IReadOnlyList<MediaLink>? Media { get; init; }

    public MessageTemplateUse? Template { get; init; }

    public MessageChoices? Interactive { get; init; }

    /// <summary>
    /// Default: the dialer's sender, else the one last used with this contact, else the global outbound one, else the first enabled
    /// one of the default provider.
    /// </summary>
    public SenderId? SenderId { get; init; }

    /// <summary>Goes out with this dialer, when that runs.</summary>
    public DialerId? DialerId { get; init; }
}

internal sealed record SentMessage
{
    public required MessageId Id { get; init; }

    /// <summary>Anything but "allowed" means that it is stored as blocked and not sent.</summary>
    public required Verdict Verdict { get; init; }
}

/// <summary>
/// POST /messages: one message, at once or with a dialer (at its hours and pace). With an Idempotency-Key the same request may be
/// repeated as often as need be: it is carried out once, and answered the same each time.
/// </summary>
internal sealed class SendMessageHandler(ChasquiDatabase database, Outbox outbox, Idempotency idempotency)
{
    public async Task<Results<Accepted<SentMessage>, ProblemHttpResult>> HandleAsync(
        SendMessage request, string? idempotencyKey, Caller caller,
        CancellationToken cancellationToken)
    {
        if (idempotencyKey is { Length: 0 or > Idempotency.LongestKey })
            return Problems.Unprocessable("idempotencyKeyInvalid", $"{Idempotency.Header} takes 1 to {Idempotency.LongestKey} characters.");
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (idempotencyKey is not null
            && await idempotency.TakeAsync(tx, caller, idempotencyKey, request, cancellationToken) is { } known)
        {
            return known.Body is null
                ? Problems.Unprocessable("idempotencyKeyReused", $"This {Idempotency.Header} was used with another request. Use a new key.")
                : Answer(JsonSerializer.Deserialize<SentMessage>(known.Body, Json.Options)!);
        }

        var validation = new Validation();
        var content = MessageContent.Of(request.Media, request.Template, request.Interactive);
        content?.Check(request.Text, validation);
        validation.Check(
            !string.IsNullOrWhiteSpace(request.Text) || content is not null, "text", "Write a text, or send a file or a template.");
        validation.Check(request.Text.Length <= Addressing.LongestText, "text", $"The text takes at most {Addressing.LongestText} characters.");
        var address = await Addressing.ResolveAsync(tx, caller, request.To, request.SenderId, request.DialerId, validation, cancellationToken);
        if (address is null || validation.Failed)
            return validation.ToProblem();

        var message = new NewMessage
        {
            BusinessUnitId = caller.BusinessUnitId,
            SenderId = address.SenderId,
            To = address.To,
            Text = request.Text,
            Content = content,
            Author = caller.UserId is null ? AuthorKind.Api : AuthorKind.Agent,
            AuthorId = caller.ActorId,
            DialerId = request.DialerId,
        };
        var enqueued = await outbox.EnqueueAsync(tx, message, cancellationToken);
        var sent = new SentMessage { Id = enqueued.Id, Verdict = enqueued.Verdict };
        if (idempotencyKey is not null)
            await Idempotency.KeepAsync(tx, caller, idempotencyKey, StatusCodes.Status202Accepted, sent, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return Answer(sent);
    }

    private static Accepted<SentMessage> Answer(SentMessage sent) => TypedResults.Accepted($"/api/v1/messages/{sent.Id.Value}", sent);
}

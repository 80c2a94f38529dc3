using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Outbound;

internal sealed record CheckMessage
{
    public required string To { get; init; }

    /// <summary>May be empty: the number and the sender are then judged alone.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<MediaLink>? Media { get; init; }

    public MessageTemplateUse? Template { get; init; }

    public MessageChoices? Interactive { get; init; }

    public SenderId? SenderId { get; init; }

    public DialerId? DialerId { get; init; }
}

internal sealed record MessageVerdict
{
    public required Verdict Verdict { get; init; }

    /// <summary>For a person.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whom it would go with.</summary>
    public required SenderId SenderId { get; init; }
}

/// <summary>POST /messages/check: what the gate would say, before anything is typed or sent. Stores nothing.</summary>
internal sealed class CheckMessageHandler(ChasquiDatabase database, TimeProvider time)
{
    public async Task<Results<Ok<MessageVerdict>, ProblemHttpResult>> HandleAsync(
        CheckMessage request, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var validation = new Validation();
        var content = MessageContent.Of(request.Media, request.Template, request.Interactive);
        content?.Check(request.Interactive is not null && request.Text.Length == 0 ? "…" : request.Text, validation);
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
            Author = AuthorKind.Agent,
            DialerId = request.DialerId,
        };
        // A text nobody has written yet is not what is asked about.
        var text = request.Text.Length == 0 && content is (null or { Interactive: not null }) ? new PreparedText("…", default, 1) : PreparedText.From(request.Text);
        var (verdict, sender) = await Gate.JudgeAsync(tx, message, text, time.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(new MessageVerdict { Verdict = verdict, Sentence = verdict.Sentence(), SenderId = sender });
    }
}

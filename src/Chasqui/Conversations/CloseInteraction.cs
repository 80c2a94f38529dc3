using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Conversations;

internal sealed record CloseRequest
{
    /// <summary>One of the queue's.</summary>
    public DispositionId? DispositionId { get; init; }

    /// <summary>At most 2000 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>POST /interactions/{id}/close and POST /interactions/{id}/read.</summary>
internal sealed class CloseInteraction(ChasquiDatabase database, InteractionClosing closing, TimeProvider time)
{
    private const int LongestNote = 2000;

    public async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, CloseRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim();
        var validation = new Validation().Check(note is null || note.Length <= LongestNote, "note", $"At most {LongestNote} characters.");
        if (validation.Failed)
            return validation.ToProblem();

        var outcome = await Contention.RetryAsync<CloseOutcome>(
            async () =>
            {
                await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
                var outcome = await closing.CloseAsync(
                    tx, caller.BusinessUnitId, new InteractionId(id), caller.UserId!.Value, CloseReason.Handled,
                    request.DispositionId, note, cancellationToken);
                if (outcome is CloseOutcome.Closed or CloseOutcome.WrapUp)
                    await tx.CommitAsync(cancellationToken);
                return outcome;
            }, time, cancellationToken);
        return outcome switch
        {
            CloseOutcome.Closed or CloseOutcome.WrapUp => TypedResults.NoContent(),
            CloseOutcome.AlreadyClosed => InteractionProblems.NotActive(),
            CloseOutcome.DispositionRequired =>
                Problems.Unprocessable("dispositionRequired", "This queue asks how the conversation ended: choose a disposition."),
            CloseOutcome.UnknownDisposition => new Validation().Check(
                false, "dispositionId", "This queue has no such disposition.").ToProblem(),
            _ => await NotOwnedAsync(id, caller, cancellationToken),
        };
    }

    public async Task<Results<NoContent, ProblemHttpResult>> MarkReadAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var interaction = await InteractionReader.FindAsync(tx, caller, id, cancellationToken);
        if (interaction is null || interaction.OwnerId != caller.UserId)
            return await InteractionProblems.NotOwnedAsync(tx, caller, id, cancellationToken);
        await Interactions.MarkReadAsync(tx, caller.BusinessUnitId, interaction.Id, caller.UserId!.Value, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task<ProblemHttpResult> NotOwnedAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await InteractionProblems.NotOwnedAsync(tx, caller, id, cancellationToken);
    }
}

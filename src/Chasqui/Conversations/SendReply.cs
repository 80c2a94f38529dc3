using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Conversations;

internal sealed record NewReply
{
    public required string Text { get; init; }

    /// <summary>Made by the browser for each reply: asked again with the same one, nothing is sent twice.</summary>
    public required Guid ClientId { get; init; }
}

/// <summary>
/// POST /interactions/{id}/messages and POST /interactions/{id}/retry/{messageId}: the owner writes. What the gate refuses is kept in
/// the thread with its verdict.
/// </summary>
internal sealed class SendReply(ChasquiDatabase database, Outbox outbox, TimeProvider time)
{
    private const int LongestText = 10_000; // far above what the gate allows: it names the reason, this only bounds the row

    private const string LockSql = """
        SELECT interaction.id, interaction.state, interaction.owner_id, conversation.sender_id, contact.number
        FROM interaction
        JOIN conversation ON conversation.business_unit_id = interaction.business_unit_id AND conversation.id = interaction.conversation_id
        JOIN contact ON contact.business_unit_id = conversation.business_unit_id AND contact.id = conversation.contact_id
        WHERE interaction.business_unit_id = @business_unit_id AND interaction.id = @id
        FOR UPDATE OF interaction
        """;

    private const string SentSql = """
        SELECT id, verdict FROM message
        WHERE business_unit_id = @business_unit_id AND interaction_id = @interaction_id AND client_id = @client_id
        """;

    private const string FailedSql = """
        SELECT text, state FROM message
        WHERE business_unit_id = @business_unit_id AND id = @id AND interaction_id = @interaction_id AND direction = 'out'
          AND author_kind = 'agent'
        """;

    public async Task<Results<Accepted<SentMessage>, ProblemHttpResult>> HandleAsync(
        Guid id, NewReply request, Caller caller, CancellationToken cancellationToken)
    {
        var validation = new Validation()
            .Check(request.Text.Length <= LongestText, "text", $"At most {LongestText} characters.")
            .Check(request.ClientId != Guid.Empty, "clientId", "Make one for each reply.");
        if (validation.Failed)
            return validation.ToProblem();

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await SendAsync(
            tx, caller, id, _ => Task.FromResult<(string?, ProblemHttpResult?)>((request.Text, null)), request.ClientId, cancellationToken);
    }

    /// <summary>Another attempt of a reply that did not arrive. A second one of the same reply answers with the first.</summary>
    public async Task<Results<Accepted<SentMessage>, ProblemHttpResult>> RetryAsync(
        Guid id, Guid messageId, Caller caller, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await SendAsync(tx, caller, id, FindTextAsync, messageId, cancellationToken);

        async Task<(string?, ProblemHttpResult?)> FindTextAsync(InteractionId interaction)
        {
            var failed = await tx.QuerySingleOrDefaultAsync<FailedRow>(
                FailedSql,
                new { business_unit_id = caller.BusinessUnitId, id = messageId, interaction_id = interaction },
                cancellationToken);
            if (failed is null)
                return (null, Problems.NotFound("message"));
            return DeliveryStates.Parse(failed.State).IsFailure
                ? (failed.Text, null)
                : (null, Problems.Conflict("notFailed", "This message has not failed; sending it again could deliver it twice."));
        }
    }

    private async Task<Results<Accepted<SentMessage>, ProblemHttpResult>> SendAsync(
        DatabaseTransaction tx, Caller caller, Guid id, Func<InteractionId, Task<(string?, ProblemHttpResult?)>> textOf, Guid clientId,
        CancellationToken cancellationToken)
    {
        var interaction = await tx.QuerySingleOrDefaultAsync<LockedRow>(
            LockSql, new { business_unit_id = caller.BusinessUnitId, id }, cancellationToken);
        if (interaction is null || interaction.OwnerId != caller.UserId)
            return await InteractionProblems.NotOwnedAsync(tx, caller, id, cancellationToken);
        var sent = await tx.QuerySingleOrDefaultAsync<SentMessage>(
            SentSql, new { business_unit_id = caller.BusinessUnitId, interaction_id = id, client_id = clientId }, cancellationToken);
        if (sent is not null)
            return Answer(id, sent);
        if (interaction.State != InteractionState.Active)
            return InteractionProblems.NotActive();
        if (!StoredNumber.TryRead(interaction.Number, out var number))
            return Problems.Unprocessable("cannotBeAnswered", "A short code or a name wrote this; no reply reaches it.");
        var (text, problem) = await textOf(interaction.Id);
        if (problem is not null)
            return problem;

        var message = await outbox.EnqueueAsync(
            tx,
            new NewMessage
            {
                BusinessUnitId = caller.BusinessUnitId,
                SenderId = interaction.SenderId,
                To = number,
                Text = text!,
                Author = AuthorKind.Agent,
                AuthorId = caller.UserId!.Value.Value,
                InteractionId = interaction.Id,
                ClientId = clientId,
                Priority = 1,
            },
            cancellationToken);
        if (message.Verdict == Verdict.Allowed)
            await Interactions.NoteReplyAsync(tx, caller.BusinessUnitId, interaction.Id, time.GetUtcNow(), cancellationToken);
        tx.Publish(new InteractionChanged(caller.BusinessUnitId, interaction.Id));
        tx.Publish(new InboxChanged(caller.BusinessUnitId, caller.UserId.Value));
        await tx.CommitAsync(cancellationToken);
        return Answer(id, new SentMessage { Id = message.Id, Verdict = message.Verdict });
    }

    private static Accepted<SentMessage> Answer(Guid interaction, SentMessage sent) =>
        TypedResults.Accepted($"/api/v1/interactions/{interaction}/messages", sent);

    private sealed record LockedRow
    {
        public required InteractionId Id { get; init; }

        public required InteractionState State { get; init; }

        public required UserId? OwnerId { get; init; }

        public required SenderId SenderId { get; init; }

        public required string Number { get; init; }
    }

    private sealed record FailedRow
    {
        public required string Text { get; init; }

        public required string State { get; init; }
    }
}

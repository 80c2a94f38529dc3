using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Outbound;
using Chasqui.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Conversations;

internal static class ConversationsEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var presence = api.ServiceProvider.GetRequiredService<AgentPresence>();

        api.MapGet("/agents/me/inbox", (Caller caller, GetInbox inbox, CancellationToken cancel) => inbox.HandleAsync(caller, cancel))
            .WithName("GetInbox").WithTags("Agents").AddEndpointFilter(presence.NoteRequestAsync).Requires(Permission.HandleInteractions);

        // Owners and supervisors both read, by different permissions: who of them may see it is asked of the row.
        var interactions = api.MapGroup("/interactions/{id:guid}").WithTags("Interactions").AddEndpointFilter(presence.NoteRequestAsync);
        interactions.MapGet("", FindAsync).WithName("GetInteraction").RequiresSignIn();
        interactions.MapGet("/messages", ListMessagesAsync).WithName("ListInteractionMessages").RequiresSignIn();
        interactions.MapPost("/messages", (Guid id, NewReply request, Caller caller, SendReply send, CancellationToken cancel) =>
            send.HandleAsync(id, request, caller, cancel)).WithName("SendReply").Requires(Permission.HandleInteractions);
        interactions.MapPost("/retry/{messageId:guid}", (
            Guid id, Guid messageId, Caller caller, SendReply send, CancellationToken cancel) =>
            send.RetryAsync(id, messageId, caller, cancel)).WithName("RetryReply").Requires(Permission.HandleInteractions);
        interactions.MapPost("/read", (Guid id, Caller caller, CloseInteraction close, CancellationToken cancel) =>
            close.MarkReadAsync(id, caller, cancel)).WithName("MarkInteractionRead").Requires(Permission.HandleInteractions);
        interactions.MapPost("/close", (Guid id, CloseRequest request, Caller caller, CloseInteraction close, CancellationToken cancel) =>
            close.HandleAsync(id, request, caller, cancel)).WithName("CloseInteraction").Requires(Permission.HandleInteractions);

        var contacts = api.MapGroup("/contacts/{id:guid}").WithTags("Contacts");
        contacts.MapGet("/messages", (Guid id, Guid? before, int? limit, Caller caller, Contacts all, CancellationToken cancel) =>
            all.ListMessagesAsync(id, before, limit, caller, cancel)).WithName("ListContactMessages").RequiresSignIn();
        contacts.MapPatch("", (Guid id, UpdateContact request, Caller caller, Contacts all, CancellationToken cancel) =>
            all.UpdateAsync(id, request, caller, cancel)).WithName("UpdateContact").RequiresSignIn();
    }

    private static async Task<Results<Ok<Interaction>, ProblemHttpResult>> FindAsync(
        Guid id, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await InteractionReader.FindAsync(tx, caller, id, cancellationToken) is { } interaction
            ? TypedResults.Ok(interaction)
            : Problems.NotFound("interaction");
    }

    private static async Task<Results<Ok<Page<Message>>, ProblemHttpResult>> ListMessagesAsync(
        Guid id, Guid? before, int? limit, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await InteractionReader.FindAsync(tx, caller, id, cancellationToken) is not { } interaction)
            return Problems.NotFound("interaction");
        return TypedResults.Ok(await Thread.ReadAsync(
            tx, caller.BusinessUnitId, interaction.Contact.Number, interaction.Sender.Id, before, limit, cancellationToken));
    }
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Routing;

internal static class RoutingEndpoints
{
    public static void MapRouting(this IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues");
        queues.MapGet("", ListQueuesAsync).WithName("ListQueues").Requires(Permission.ViewQueues);
        queues.MapPost("", (CreateQueue request, Caller caller, SaveQueue save, CancellationToken cancellationToken) =>
            save.CreateAsync(request, caller, cancellationToken)).WithName("CreateQueue").Requires(Permission.ManageQueues);
        queues.MapGet("/{id:guid}", FindQueueAsync).WithName("GetQueue").Requires(Permission.ViewQueues);
        queues.MapPatch("/{id:guid}", (Guid id, UpdateQueue request, Caller caller, SaveQueue save, CancellationToken cancellationToken) =>
            save.UpdateAsync(id, request, caller, cancellationToken)).WithName("UpdateQueue").Requires(Permission.ManageQueues);
        queues.MapGet("/{id:guid}/members", (Guid id, Caller caller, QueueMembers members, CancellationToken cancellationToken) =>
            members.ListAsync(id, caller, cancellationToken)).WithName("ListQueueMembers").Requires(Permission.ViewQueues);
        queues.MapPut("/{id:guid}/members", (Guid id, SetQueueMembers request, Caller caller, QueueMembers members, CancellationToken cancellationToken) =>
            members.ReplaceAsync(id, request, caller, cancellationToken)).WithName("SetQueueMembers").Requires(Permission.ManageQueues);
        queues.MapPost("/members", (ChangeMembers request, Caller caller, QueueMembers members, CancellationToken cancellationToken) =>
            members.ChangeAsync(request, caller, cancellationToken)).WithName("ChangeQueueMembers").Requires(Permission.ManageQueues);
        queues.MapGet("/{id:guid}/dispositions", (Guid id, Caller caller, QueueDispositions dispositions, CancellationToken cancellationToken) =>
            dispositions.ListAsync(id, caller, cancellationToken)).WithName("ListDispositions").Requires(Permission.ViewQueues);
        queues.MapPut("/{id:guid}/dispositions", (Guid id, SetDispositions request, Caller caller, QueueDispositions dispositions, CancellationToken cancellationToken) =>
            dispositions.ReplaceAsync(id, request, caller, cancellationToken)).WithName("SetDispositions").Requires(Permission.ManageQueues);

        api.MapGet("/agents", (Guid? after, int? limit, Caller caller, ListAgents agents, CancellationToken cancellationToken) =>
            agents.HandleAsync(after, limit, caller, cancellationToken)).WithName("ListAgents").WithTags("Agents").Requires(Permission.SuperviseAgents);

        var presence = api.ServiceProvider.GetRequiredService<AgentPresence>();
        var mine = api.MapGroup("/agents/me").WithTags("Agents").AddEndpointFilter(presence.NoteRequestAsync);
        mine.MapGet("/state", (Caller caller, AgentStates states, CancellationToken cancellationToken) =>
            states.GetAsync(caller, cancellationToken)).WithName("GetAgentState").Requires(Permission.HandleInteractions);
        mine.MapPut("/state", (SetAgentState request, Caller caller, AgentStates states, CancellationToken cancellationToken) =>
            states.SetAsync(request, caller, cancellationToken)).WithName("SetAgentState").Requires(Permission.HandleInteractions);

        var offers = api.MapGroup("/offers").WithTags("Offers").AddEndpointFilter(presence.NoteRequestAsync);
        offers.MapPost("/{id:guid}/accept", (Guid id, Caller caller, AnswerOffer answer, CancellationToken cancellationToken) =>
            answer.AcceptAsync(id, caller, cancellationToken)).WithName("AcceptOffer").Requires(Permission.HandleInteractions);
        offers.MapPost("/{id:guid}/refuse", (Guid id, Caller caller, AnswerOffer answer, CancellationToken cancellationToken) =>
            answer.RefuseAsync(id, caller, cancellationToken)).WithName("RefuseOffer").Requires(Permission.HandleInteractions);
    }

    private static async Task<Ok<Page<Queue>>> ListQueuesAsync(
        Guid? after, int? limit, Caller caller, ChasquiDatabase database, QueueReader queues, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return TypedResults.Ok(Page<Queue>.From(
            await queues.ListAsync(tx, caller, after, size + 1, cancellationToken), size, queue => queue.Id.Value));
    }

    private static async Task<Results<Ok<Queue>, ProblemHttpResult>> FindQueueAsync(
        Guid id, Caller caller, ChasquiDatabase database, QueueReader queues, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        return await queues.FindAsync(tx, caller, new QueueId(id), cancellationToken) is { } queue
            ? TypedResults.Ok(queue)
            : Problems.NotFound("queue");
    }
}

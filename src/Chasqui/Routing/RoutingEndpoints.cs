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
        queues.MapPost("", (CreateQueue request, Caller caller, SaveQueue save, CancellationToken cancel) =>
            save.CreateAsync(request, caller, cancel)).WithName("CreateQueue").Requires(Permission.ManageQueues);
        queues.MapGet("/{id:guid}", FindQueueAsync).WithName("GetQueue").Requires(Permission.ViewQueues);
        queues.MapPatch("/{id:guid}", (Guid id, UpdateQueue request, Caller caller, SaveQueue save, CancellationToken cancel) =>
            save.UpdateAsync(id, request, caller, cancel)).WithName("UpdateQueue").Requires(Permission.ManageQueues);
        queues.MapGet("/{id:guid}/members", (Guid id, Caller caller, QueueMembers members, CancellationToken cancel) =>
            members.ListAsync(id, caller, cancel)).WithName("ListQueueMembers").Requires(Permission.ViewQueues);
        queues.MapPut("/{id:guid}/members", (
            Guid id, SetQueueMembers request, Caller caller, QueueMembers members, CancellationToken cancel) =>
            members.ReplaceAsync(id, request, caller, cancel)).WithName("SetQueueMembers").Requires(Permission.ManageQueues);
        queues.MapPost("/members", (ChangeMembers request, Caller caller, QueueMembers members, CancellationToken cancel) =>
            members.ChangeAsync(request, caller, cancel)).WithName("ChangeQueueMembers").Requires(Permission.ManageQueues);
        queues.MapGet("/{id:guid}/dispositions", (Guid id, Caller caller, QueueDispositions all, CancellationToken cancel) =>
            all.ListAsync(id, caller, cancel)).WithName("ListDispositions").Requires(Permission.ViewQueues);
        queues.MapPut("/{id:guid}/dispositions", (
            Guid id, SetDispositions request, Caller caller, QueueDispositions all, CancellationToken cancel) =>
            all.ReplaceAsync(id, request, caller, cancel)).WithName("SetDispositions").Requires(Permission.ManageQueues);

        api.MapGet("/agents", (Guid? after, int? limit, Caller caller, ListAgents agents, CancellationToken cancel) =>
            agents.HandleAsync(after, limit, caller, cancel))
            .WithName("ListAgents").WithTags("Agents").Requires(Permission.SuperviseAgents);

        var presence = api.ServiceProvider.GetRequiredService<AgentPresence>();
        var mine = api.MapGroup("/agents/me").WithTags("Agents").AddEndpointFilter(presence.NoteRequestAsync);
        mine.MapGet("/state", (Caller caller, AgentStates states, CancellationToken cancel) =>
            states.GetAsync(caller, cancel)).WithName("GetAgentState").Requires(Permission.HandleInteractions);
        mine.MapPut("/state", (SetAgentState request, Caller caller, AgentStates states, CancellationToken cancel) =>
            states.SetAsync(request, caller, cancel)).WithName("SetAgentState").Requires(Permission.HandleInteractions);

        var offers = api.MapGroup("/offers").WithTags("Offers").AddEndpointFilter(presence.NoteRequestAsync);
        offers.MapPost("/{id:guid}/accept", (Guid id, Caller caller, AnswerOffer answer, CancellationToken cancel) =>
            answer.AcceptAsync(id, caller, cancel)).WithName("AcceptOffer").Requires(Permission.HandleInteractions);
        offers.MapPost("/{id:guid}/refuse", (Guid id, Caller caller, AnswerOffer answer, CancellationToken cancel) =>
            answer.RefuseAsync(id, caller, cancel)).WithName("RefuseOffer").Requires(Permission.HandleInteractions);
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

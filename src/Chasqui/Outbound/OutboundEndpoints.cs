using Chasqui.Accounts;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Chasqui.Outbound;

internal static class OutboundEndpoints
{
    public static void MapOutbound(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("Messages");
        messages.MapPost("/", (SendMessage request, [FromHeader(Name = Idempotency.Header)] string? idempotencyKey, Caller caller,
            SendMessageHandler handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(request, idempotencyKey, caller, cancellationToken)).WithName("SendMessage").Requires(Permission.SendMessages);
        messages.MapPost("/check", (CheckMessage request, Caller caller, CheckMessageHandler handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(request, caller, cancellationToken)).WithName("CheckMessage").Requires(Permission.SendMessages);
        messages.MapGet("/", (Guid? dialerId, string? state, Guid? after, int? limit, Caller caller, ListMessages handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(dialerId, state, after, limit, caller, cancellationToken)).WithName("ListMessages").Requires(Permission.ViewMessages);
        messages.MapGet("/{id:guid}", (Guid id, Caller caller, GetMessage handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(id, caller, cancellationToken)).WithName("GetMessage").Requires(Permission.ViewMessages);
        messages.MapGet("/{id:guid}/wire", GetMessageWire.HandleAsync).WithName("GetMessageWire").Requires(Permission.ManageProviders);
        api.MapGet("/accounting", (Caller caller, GetAccounting handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(caller, cancellationToken)).WithTags("Messages").WithName("GetAccounting").Requires(Permission.ViewMessages);
    }
}

using Chasqui.Accounts;
using Chasqui.Hosting;

namespace Chasqui.Dialers;

internal static class DialerEndpoints
{
    public static void MapDialers(this IEndpointRouteBuilder api)
    {
        var dialers = api.MapGroup("/dialers").WithTags("Dialers");
        dialers.MapGet("/", GetDialer.ListAsync).WithName("ListDialers").Requires(Permission.ViewDialers);
        dialers.MapPost("/", CreateDialerHandler.HandleAsync).WithName("CreateDialer").Requires(Permission.ManageDialers);
        dialers.MapGet("/{id:guid}", GetDialer.HandleAsync).WithName("GetDialer").Requires(Permission.ViewDialers);
        dialers.MapPatch("/{id:guid}", ChangeDialerHandler.HandleAsync).WithName("ChangeDialer").Requires(Permission.ManageDialers);
        dialers.MapPost("/{id:guid}/start", RunDialer.StartAsync).WithName("StartDialer").Requires(Permission.RunDialers);
        dialers.MapPost("/{id:guid}/stop", RunDialer.StopAsync).WithName("StopDialer").Requires(Permission.RunDialers);
        dialers.MapDelete("/{id:guid}/unprocessed", DeleteUnprocessed.HandleAsync)
            .WithName("DeleteUnprocessed").Requires(Permission.RunDialers);
        dialers.MapGet("/{id:guid}/monitor", MonitorDialer.HandleAsync).WithName("MonitorDialer").Requires(Permission.ViewDialers);
    }
}

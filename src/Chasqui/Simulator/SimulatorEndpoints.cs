using Chasqui.Accounts;
using Chasqui.Hosting;

namespace Chasqui.Simulator;

/// <summary>The simulated carrier and the virtual handsets in its network.</summary>
internal static class SimulatorEndpoints
{
    public static void MapSimulator(this IEndpointRouteBuilder api)
    {
        var simulator = api.MapGroup("/simulator").WithTags("Simulator");
        simulator.MapGet("/handsets", ListHandsets.HandleAsync).WithName("ListHandsets").Requires(Permission.UseSimulator);
        simulator.MapGet("/handsets/{number}/messages", ListHandsetMessages.HandleAsync).WithName("ListHandsetMessages").Requires(Permission.UseSimulator);
        simulator.MapPost("/handsets/{number}/messages", SendFromHandsetHandler.HandleAsync).WithName("SendFromHandset").Requires(Permission.UseSimulator);
        simulator.MapGet("/ledger", ReadLedger.HandleAsync).WithName("ReadLedger").Requires(Permission.UseSimulator);
        simulator.MapGet("/behaviour", GetBehaviour.HandleAsync).WithName("GetBehaviour").Requires(Permission.UseSimulator);
        simulator.MapPut("/behaviour", SetBehaviour.HandleAsync).WithName("SetBehaviour").Requires(Permission.UseSimulator);
    }
}

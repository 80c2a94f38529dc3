using Chasqui.Accounts;
using Chasqui.Dialers.Imports;
using Chasqui.Hosting;

namespace Chasqui.Consent;

internal static class DncEndpoints
{
    public static void MapDnc(this IEndpointRouteBuilder api)
    {
        var dnc = api.MapGroup("/dnc").WithTags("Do not contact");
        dnc.MapGet("/", ListDncEntries.HandleAsync).WithName("ListDncEntries").Requires(Permission.ManageDnc);
        dnc.MapPost("/", AddDncEntryHandler.HandleAsync).WithName("AddDncEntry").Requires(Permission.ManageDnc);
        dnc.MapDelete("/{number}", RemoveDncEntry.HandleAsync).WithName("RemoveDncEntry").Requires(Permission.ManageDnc);
        // Who sets a sender up chooses its group, so everyone signed in may see their names.
        dnc.MapGet("/groups", DncGroups.ListAsync).WithName("ListDncGroups").RequiresSignIn();
        dnc.MapPost("/groups", DncGroups.CreateAsync).WithName("CreateDncGroup").Requires(Permission.ManageDnc);
        dnc.MapPost("/imports", UploadDnc.HandleAsync).WithName("UploadDnc").TakesCsv().Requires(Permission.ManageDnc);
    }
}

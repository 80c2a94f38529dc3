using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Senders.Health;

namespace Chasqui.Senders;

internal static class SendersEndpoints
{
    public static void MapSenders(this IEndpointRouteBuilder api)
    {
        api.MapGroup("/provider-kinds").WithTags("Providers")
            .MapGet("", ListProviderKinds.Handle).WithName("ListProviderKinds").Requires(Permission.ManageProviders);

        var providers = api.MapGroup("/providers").WithTags("Providers");
        providers.MapGet("", ListProviders.HandleAsync).WithName("ListProviders").Requires(Permission.ManageProviders);
        providers.MapPost("", CreateProvider.HandleAsync).WithName("CreateProvider").Requires(Permission.ManageProviders);
        providers.MapGet("/{id:guid}", GetProvider.HandleAsync).WithName("GetProvider").Requires(Permission.ManageProviders);
        providers.MapPatch("/{id:guid}", ChangeProvider.HandleAsync).WithName("ChangeProvider").Requires(Permission.ManageProviders);
        providers.MapDelete("/{id:guid}", DeleteProvider.HandleAsync).WithName("DeleteProvider").Requires(Permission.ManageProviders);
        providers.MapPost("/{id:guid}/test", (Guid id, Caller caller, TestProvider handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(id, caller, cancellationToken)).WithName("TestProvider").Requires(Permission.ManageProviders);
        providers.MapPost("/{id:guid}/pause", PauseProvider.PauseAsync).WithName("PauseProvider").Requires(Permission.ManageProviders);
        providers.MapPost("/{id:guid}/resume", PauseProvider.ResumeAsync).WithName("ResumeProvider").Requires(Permission.ManageProviders);

        api.MapGroup("/incidents").WithTags("Providers")
            .MapGet("", ListIncidents.HandleAsync).WithName("ListIncidents").Requires(Permission.ManageProviders);

        // Who sends chooses a sender, so everyone signed in may see them.
        var senders = api.MapGroup("/senders").WithTags("Senders");
        senders.MapGet("", ListSenders.HandleAsync).WithName("ListSenders").RequiresSignIn();
        senders.MapGet("/{id:guid}", GetSender.HandleAsync).WithName("GetSender").RequiresSignIn();
        senders.MapPost("", CreateSender.HandleAsync).WithName("CreateSender").Requires(Permission.ManageSenders);
        senders.MapPatch("/{id:guid}", ChangeSender.HandleAsync).WithName("ChangeSender").Requires(Permission.ManageSenders);
        senders.MapDelete("/{id:guid}", DeleteSender.HandleAsync).WithName("DeleteSender").Requires(Permission.ManageSenders);
        senders.MapPost("/verify", VerifySenders.HandleAsync).WithName("VerifySenders").Requires(Permission.ManageSenders);

        var entryPoints = api.MapGroup("/entry-points").WithTags("Senders");
        entryPoints.MapGet("", ListEntryPoints.HandleAsync).WithName("ListEntryPoints").Requires(Permission.ManageSenders);
        entryPoints.MapPost("", CreateEntryPoint.HandleAsync).WithName("CreateEntryPoint").Requires(Permission.ManageSenders);
        entryPoints.MapPatch("/{id:guid}", ChangeEntryPoint.HandleAsync).WithName("ChangeEntryPoint").Requires(Permission.ManageSenders);
        entryPoints.MapDelete("/{id:guid}", DeleteEntryPoint.HandleAsync).WithName("DeleteEntryPoint").Requires(Permission.ManageSenders);
    }
}

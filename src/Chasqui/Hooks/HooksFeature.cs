using Chasqui.Hooks.Listening;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.Metadata;

namespace Chasqui.Hooks;

/// <summary>Where carriers call us: outside the API, without sessions, known by their signatures.</summary>
internal static class HooksFeature
{
    public static void AddHooks(this IServiceCollection services)
    {
        services.AddOptions<HooksOptions>().BindConfiguration(HooksOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<HookAccounts>();
        services.AddSingleton<HookRates>();
        services.AddSingleton<HookEvents>();
        services.AddSingleton<HookSpool>();
        services.AddSingleton<HookIntake>();
        services.AddSingleton<ReceiveHook>();
        services.AddSingleton<HookWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<HookWorker>());
        services.AddOptions<ListeningOptions>().BindConfiguration(ListeningOptions.Section)
            .Validate(ListeningOptions.IsValid, $"A value under {ListeningOptions.Section} is out of its range.")
            .ValidateOnStart();
        services.AddSingleton<ProviderLeases>();
        services.AddHostedService<ListeningWorker>();
    }

    public static void MapHooks(this IEndpointRouteBuilder app) => app
        .MapMethods(
            "/hooks/{kind}/{providerId}/{**topic}", [HttpMethods.Get, HttpMethods.Post],
            (HttpContext context, string kind, string providerId, string? topic, ReceiveHook receive) =>
                receive.HandleAsync(context, kind, providerId, topic))
        .WithMetadata(new BodySize())
        .ExcludeFromDescription()
        .OpenToAll("Carriers sign what they send; their kind verifies it.");

    private sealed class BodySize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ReceiveHook.MaxBody;
    }
}

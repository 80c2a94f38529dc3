using System.Net;
using Chasqui.Providers.Dinstar;
using Chasqui.Providers.DinstarWeb;
using Chasqui.Providers.Dongle;
using Chasqui.Providers.GenericHttp;
using Chasqui.Providers.Kannel;
using Chasqui.Providers.Network;
using Chasqui.Providers.Simulator;
using Chasqui.Providers.Smpp;
using Chasqui.Providers.Twilio;
using Chasqui.Providers.Vonage;
using Chasqui.Providers.WhatsApp;

namespace Chasqui.Providers;

internal static class ProvidersFeature
{
    public static void AddProviders(this IServiceCollection services)
    {
        services.AddSingleton<IProviderKind, SimulatorKind>();
        services.AddSingleton<IProviderKind, SmppKind>();
        services.AddSingleton<IProviderKind, TwilioKind>();
        services.AddSingleton<IProviderKind, KannelKind>();
        services.AddSingleton<IProviderKind, GenericHttpKind>();
        services.AddSingleton<IProviderKind, QualityKind>();
        services.AddSingleton<IProviderKind, DinstarKind>();
        services.AddSingleton<IProviderKind, DinstarWebKind>();
        services.AddSingleton<IProviderKind, DongleKind>();
        services.AddSingleton<IProviderKind, VonageKind>();
        services.AddSingleton<IProviderKind, WhatsAppKind>();
        services.AddSingleton<ProviderCatalog>();
        services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section)
            .Validate(
                options => options.Allow.All(network => IPNetwork.TryParse(network, out _)),
                $"{EgressOptions.Section}:Allow takes networks in CIDR notation, e.g. 10.0.0.0/8.")
            .ValidateOnStart();
        services.AddSingleton<EgressGuard>();
        services.AddSingleton<ProviderHttp>();
    }
}

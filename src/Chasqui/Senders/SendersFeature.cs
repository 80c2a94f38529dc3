using Chasqui.Providers.Network;
using Chasqui.Senders.Health;
using Chasqui.Senders.Wire;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Chasqui.Senders;

internal static class SendersFeature
{
    public static void AddSenders(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Chasqui");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysFolder>();
        services.AddSingleton<ProviderSecrets>();
        services.AddSingleton<ProviderAccounts>();
        services.AddSingleton<ProviderReader>();
        services.AddSingleton<SettingsRules>();
        services.AddSingleton<TestProvider>();

        services.AddSingleton<HealthTally>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthTally>());
        services.AddSingleton<IncidentWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<IncidentWatch>());

        // Before whoever sends: hosted services stop in reverse order, and the last sends still have something to say.
        services.AddSingleton<WireLog>();
        services.AddSingleton<IWireLog>(provider => provider.GetRequiredService<WireLog>());
        services.AddHostedService(provider => provider.GetRequiredService<WireLog>());
        services.AddSingleton<WireRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<WireRetention>());
    }
}

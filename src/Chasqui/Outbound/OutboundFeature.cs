using Chasqui.Jobs;
using Chasqui.Providers;

namespace Chasqui.Outbound;

internal static class OutboundFeature
{
    public static void AddOutbound(this IServiceCollection services)
    {
        services.AddOptions<OutboundOptions>()
            .BindConfiguration(OutboundOptions.Section)
            .Validate(OutboundOptions.IsValid, $"A value under {OutboundOptions.Section} is out of its range.")
            .ValidateOnStart();
        services.AddSingleton<Outbox>();
        services.AddSingleton<SenderLeases>();
        services.AddSingleton<OutboxClaims>();
        services.AddSingleton<ResultWriter>();
        services.AddSingleton<ReportFold>();
        services.AddSingleton<DeliveryReports>();
        services.AddSingleton<IDeliveryReportSink>(provider => provider.GetRequiredService<DeliveryReports>());
        services.AddSingleton<ProviderConnections>();
        services.AddSingleton<PumpTurns>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<SendMessageHandler>();
        services.AddSingleton<CheckMessageHandler>();
        services.AddSingleton<ListMessages>();
        services.AddSingleton<GetMessage>();
        services.AddSingleton<GetAccounting>();
        services.AddSingleton<OutboundUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboundUpkeep>());
        services.AddSingleton<IJobHandler, LookUps>();
        services.AddHostedService<OutboundWorker>();
    }
}

using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Senders.Health;

namespace Chasqui.Hooks.Listening;

/// <summary>Takes what a listening connection hears to where webhooks bring theirs.</summary>
internal sealed partial class ProviderEvents(
    ListenedAccount account, IInboundSink inbound, IDeliveryReportSink reports, HealthTally health, TimeProvider time, ILogger logger) : IProviderEvents
{
    public Task InboundAsync(InboundMessage message, CancellationToken cancellationToken) => inbound.AcceptAsync(
        account.BusinessUnitId, account.ProviderId, message with { ToldAt = message.ToldAt ?? time.GetUtcNow() }, cancellationToken);

    public Task ReportsAsync(IReadOnlyList<DeliveryReport> told, CancellationToken cancellationToken) =>
        reports.AcceptAsync(account.BusinessUnitId, account.ProviderId, told, cancellationToken);

    public void Link(LinkState state, string? sentence)
    {
        Log.Link(logger, account.ProviderId.Value, state);
        health.Link(account.ProviderId, state, sentence);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The session of provider {ProviderId} is {State}")]
        public static partial void Link(ILogger logger, Guid providerId, LinkState state);
    }
}

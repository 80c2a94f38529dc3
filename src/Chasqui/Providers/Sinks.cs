using Chasqui.Messages;

namespace Chasqui.Providers;

/// <summary>
/// Where a provider hands in what it says of parts it took earlier: Outbound implements it. When the task ends, the reports are
/// committed and the provider may forget them; when it throws, the provider tells them again. Told twice changes nothing.
/// </summary>
internal interface IDeliveryReportSink
{
    Task AcceptAsync(BusinessUnitId businessUnitId, ProviderId providerId, IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken);
}

/// <summary>
/// Where a provider hands in a message from a contact: Inbound implements it. When the task ends, the message is committed and the
/// provider may be answered.
/// </summary>
internal interface IInboundSink
{
    /// <returns>True when it was stored, false when it had been stored before.</returns>
    Task<bool> AcceptAsync(BusinessUnitId businessUnitId, ProviderId providerId, InboundMessage message, CancellationToken cancellationToken);
}

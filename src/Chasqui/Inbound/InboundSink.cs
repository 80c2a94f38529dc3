using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Inbound;

/// <summary>Where providers bring messages: whole ones are stored, parts wait for each other first.</summary>
internal sealed class InboundSink(InboundMessages messages, InboundParts parts) : IInboundSink
{
    public Task<bool> AcceptAsync(
        BusinessUnitId businessUnitId, ProviderId providerId, InboundMessage message, CancellationToken cancellationToken) => message.Part switch
        {
            null => messages.AcceptAsync(businessUnitId, providerId, message, cancellationToken),
            { Total: > 1 and <= 255, Number: >= 1 } part when part.Number <= part.Total =>
                parts.AcceptAsync(businessUnitId, providerId, message, part, cancellationToken),
            // A part of one is whole; one that is none of its total is what it says itself.
            { } part => messages.AcceptAsync(
                businessUnitId, providerId, message with { Text = part.Encoded?.Decode() ?? message.Text, Part = null }, cancellationToken),
        };
}

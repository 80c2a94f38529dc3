using System.Collections.Frozen;
using Chasqui.Messages;

namespace Chasqui.Providers.Twilio;

/// <summary>Twilio's message states.</summary>
internal static class TwilioStatus
{
    private static readonly FrozenDictionary<string, DeliveryState> States = new Dictionary<string, DeliveryState>(StringComparer.Ordinal)
    {
        ["accepted"] = DeliveryState.Accepted,
        ["scheduled"] = DeliveryState.Accepted,
        ["queued"] = DeliveryState.Accepted,
        ["sending"] = DeliveryState.Accepted,
        ["sent"] = DeliveryState.Sent,
        ["partially_delivered"] = DeliveryState.Sent, // the rest may still come
        ["delivered"] = DeliveryState.Delivered,
        ["read"] = DeliveryState.Read,
        ["undelivered"] = DeliveryState.Undelivered,
        ["failed"] = DeliveryState.Failed,
        ["canceled"] = DeliveryState.Cancelled,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null for a word we do not know.</summary>
    public static DeliveryState? Of(string status, int? error) => States.TryGetValue(status, out var state) ? Refine(state, error) : null;

    private static DeliveryState Refine(DeliveryState state, int? error) => (state, error) switch
    {
        (DeliveryState.Undelivered or DeliveryState.Failed, 30036) => DeliveryState.Expired,
        (DeliveryState.Undelivered, { } code) when TwilioErrors.IsOptOut(code) => DeliveryState.Rejected,
        (DeliveryState.Failed, (>= 21000 and < 22000) or 30007 or 30032 or 30034) => DeliveryState.Rejected,
        _ => state,
    };
}

using System.Collections.Frozen;
using Chasqui.Messages;

namespace Chasqui.Providers.Vonage;

/// <summary>The states of Vonage's receipts (SMS API) and statuses (Messages API); their words do not clash.</summary>
internal static class VonageStatus
{
    private const int TimeRanOut = 1360;

    private static readonly FrozenDictionary<string, DeliveryState> States = new Dictionary<string, DeliveryState>(StringComparer.Ordinal)
    {
        ["accepted"] = DeliveryState.Sent,
        ["buffered"] = DeliveryState.Sent,
        ["submitted"] = DeliveryState.Sent,
        ["delivered"] = DeliveryState.Delivered,
        ["read"] = DeliveryState.Read,
        ["expired"] = DeliveryState.Expired,
        ["failed"] = DeliveryState.Undelivered,
        ["undeliverable"] = DeliveryState.Undelivered,
        ["rejected"] = DeliveryState.Rejected,
        ["unknown"] = DeliveryState.Unknown,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null for a word we do not know.</summary>
    public static DeliveryState? Of(string status, int? error) =>
        !States.TryGetValue(status, out var state) ? null : state.IsFailure && error == TimeRanOut ? DeliveryState.Expired : state;
}

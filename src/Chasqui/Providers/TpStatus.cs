using Chasqui.Messages;

namespace Chasqui.Providers;

/// <summary>
/// TP-Status of a status report (3GPP TS 23.040, 9.2.3.15), as modems and gateways pass it on. Not bit 0x40 alone decides: 0x20–0x3F
/// means that the network still tries.
/// </summary>
internal static class TpStatus
{
    public static DeliveryState ToState(int status) => status switch
    {
        0x00 or 0x02 => DeliveryState.Delivered, // received, or replaced by the service centre on the handset
        < 0x40 => DeliveryState.Sent,
        0x46 => DeliveryState.Expired,
        0x47 => DeliveryState.Cancelled,
        0x48 => DeliveryState.Rejected,
        0x49 => DeliveryState.Unknown, // the service centre knows no such message
        _ => DeliveryState.Undelivered,
    };

    /// <summary>The whole message's state, from its parts': undelivered as soon as one is, delivered only when all are.</summary>
    public static DeliveryState ToState(IReadOnlyCollection<int> parts)
    {
        var states = parts.Select(ToState).ToList();
        var failure = states.Where(state => state.IsFailure).ToList();
        if (failure.Count > 0)
            return failure.Count == states.Count && failure.Distinct().Count() == 1 ? failure[0] : DeliveryState.Undelivered;
        return states.Count == 0 ? DeliveryState.Sent : states.MinBy(state => state.Rank);
    }
}

namespace Chasqui.Messages;

/// <summary>
/// Folds receipts into one state. Every provider sends them late, twice and out of order, so the fold takes the greatest of
/// a fixed order: the outcome depends on which receipts came, never on when.
/// </summary>
internal static class DeliveryFold
{
    /// <summary>
    /// The state after a receipt. A delivery overrides a failure (networks report expiry and deliver later); a failure never
    /// overrides a delivery; nothing goes back.
    /// </summary>
    public static DeliveryState Apply(DeliveryState current, DeliveryState incoming) =>
        Weight(incoming) > Weight(current) ? incoming : current;

    /// <summary>
    /// The state of a text sent in parts: the least advanced part while one is open; then delivered when all are, the worst
    /// failure when none is, and undelivered when some failed. With no failure and a part nobody knows about: unknown.
    /// </summary>
    /// <exception cref="ArgumentException">No parts: a message always has one.</exception>
    public static DeliveryState OfParts(IReadOnlyList<DeliveryState> parts)
    {
        if (parts.Count == 0)
            throw new ArgumentException("A message has at least one part.", nameof(parts));

        var (lowest, failure) = (parts[0], (DeliveryState?)null);
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Rank < lowest.Rank)
                lowest = parts[i];
            if (parts[i].IsFailure && (failure is null || Weight(parts[i]) > Weight(failure.Value)))
                failure = parts[i];
        }

        if (!lowest.IsFinal || failure is null)
            return lowest;
        return HasDelivered(parts) ? DeliveryState.Undelivered : failure.Value;
    }

    /// <summary>Whether a final text arrived in part: the reason <c>partial</c> beside <see cref="DeliveryState.Undelivered"/>.</summary>
    public static bool IsPartial(IReadOnlyList<DeliveryState> parts)
    {
        var failed = false;
        for (var i = 0; i < parts.Count; i++)
        {
            if (!parts[i].IsFinal)
                return false;
            failed |= parts[i].IsFailure;
        }

        return failed && HasDelivered(parts);
    }

    private static bool HasDelivered(IReadOnlyList<DeliveryState> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Rank >= DeliveryState.Delivered.Rank)
                return true;
        }

        return false;
    }

    /// <summary>Rank, and among failures (one rank) the one reported nearer to the handset, which knows better.</summary>
    private static int Weight(DeliveryState state) => state.Rank * 10 + state switch
    {
        DeliveryState.Cancelled => 0,
        DeliveryState.Blocked => 1,
        DeliveryState.Rejected => 2,
        DeliveryState.Failed => 3,
        DeliveryState.Expired => 4,
        DeliveryState.Undelivered => 5,
        _ => 0,
    };
}

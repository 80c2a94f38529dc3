using System.Collections.Frozen;

namespace Chasqui.Messages;

/// <summary>Where an outbound message is. Every message is in exactly one of these; the order is stored nowhere, the word is.</summary>
internal enum DeliveryState
{
    /// <summary>Waits in our outbox.</summary>
    Queued,

    /// <summary>Claimed by a worker: in flight, or its outcome is not known yet.</summary>
    Sending,

    /// <summary>The provider took it and gave an id.</summary>
    Accepted,

    /// <summary>The network has it; no handset confirmed.</summary>
    Sent,

    /// <summary>The handset has it.</summary>
    Delivered,

    /// <summary>The person opened it.</summary>
    Read,

    /// <summary>Our gate refused it; it never left.</summary>
    Blocked,

    /// <summary>The provider refused it before the network.</summary>
    Rejected,

    /// <summary>Technical failure, attempts used up.</summary>
    Failed,

    /// <summary>The network or the handset refused it; also a text of which only some parts arrived.</summary>
    Undelivered,

    /// <summary>Its validity ran out.</summary>
    Expired,

    /// <summary>Withdrawn by us.</summary>
    Cancelled,

    /// <summary>Nobody will ever tell, as far as we know; a late receipt still may.</summary>
    Unknown,
}

/// <summary>Order, finality and spelling of delivery states.</summary>
internal static class DeliveryStates
{
    private static readonly string[] Words = [.. Enum.GetNames<DeliveryState>().Select(name => name.ToLowerInvariant())];

    private static readonly FrozenDictionary<string, DeliveryState> ByWord =
        Enum.GetValues<DeliveryState>().ToFrozenDictionary(state => state.Wire(), StringComparer.Ordinal);

    public static IReadOnlyList<DeliveryState> All { get; } = Enum.GetValues<DeliveryState>();

    extension(DeliveryState state)
    {
        /// <summary>Later knowledge has the higher rank. Failures share one; <see cref="DeliveryFold"/> tells them apart.</summary>
        public int Rank => state switch
        {
            DeliveryState.Queued => 0,
            DeliveryState.Sending => 5,
            DeliveryState.Accepted => 10,
            DeliveryState.Sent => 20,
            DeliveryState.Unknown => 30,
            DeliveryState.Delivered => 50,
            DeliveryState.Read => 60,
            _ => 40,
        };

        /// <summary>Whether nothing more is awaited; <see cref="DeliveryState.Unknown"/> too, though a late receipt may raise it.</summary>
        public bool IsFinal => state.Rank >= 30;

        /// <summary>Whether it is final and the person did not get it.</summary>
        public bool IsFailure => state.Rank == 40;

        /// <summary>The word in JSON and SQL: every name is one word, so camelCase is lower case.</summary>
        public string Wire() => Words[(int)state];
    }

    /// <summary>Reads the word of <see cref="Wire"/>, and nothing else.</summary>
    public static bool TryParse(string? word, out DeliveryState state) => ByWord.TryGetValue(word ?? "", out state);

    /// <summary>Reads a word from our own tables.</summary>
    /// <exception cref="ArgumentException">Something else wrote that column.</exception>
    public static DeliveryState Parse(string word) =>
        TryParse(word, out var state) ? state : throw new ArgumentException($"No delivery state is called '{word}'.", nameof(word));
}

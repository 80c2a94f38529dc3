using Chasqui.Messages;

namespace Chasqui.Dialers;

/// <summary>Sends many messages over one sender, at its hours and its pace.</summary>
internal sealed record Dialer
{
    public required DialerId Id { get; init; }

    /// <summary>2 to 30 letters, digits or - _ . : — files name their dialer by it, in whatever case.</summary>
    public required string Name { get; init; }

    public required SenderId SenderId { get; init; }

    /// <summary>Off keeps everything and sends nothing.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Started and not stopped; it sends while it is on schedule.</summary>
    public required bool Running { get; init; }

    /// <summary>When it may send; empty: at any time.</summary>
    public required IReadOnlyList<ScheduleRow> Schedule { get; init; }

    /// <summary>IANA name; null: the business unit's.</summary>
    public required string? TimeZone { get; init; }

    /// <summary>The ports of a gateway to send on in turn: (0.3) is 0-1-2-3-0…; empty where the provider has none.</summary>
    public required string DialString { get; init; }

    /// <summary>Time between two messages, in milliseconds.</summary>
    public required int GapMilliseconds { get; init; }

    /// <summary>Whether the do-not-contact lists people keep are asked. What contacts opted out of always is.</summary>
    public required bool CheckDnc { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

using Chasqui.Providers;

namespace Chasqui.Senders.Health;

/// <summary>How a provider does, in one word.</summary>
internal enum HealthState
{
    /// <summary>Nothing was sent or heard lately.</summary>
    Unknown,
    Healthy,

    /// <summary>Works, with an open incident.</summary>
    Degraded,

    /// <summary>Not connected, or nothing gets through.</summary>
    Down,

    /// <summary>Stopped by hand, or because every message would be refused.</summary>
    Paused,
}

/// <summary>How a provider did in the last five minutes, at all nodes together.</summary>
internal sealed record ProviderHealth
{
    private const int EnoughToTell = 5;

    public required HealthState State { get; init; }

    /// <summary>Null for a provider without a session.</summary>
    public required LinkState? Link { get; init; }

    /// <summary>Messages it took.</summary>
    public required int Sent { get; init; }

    /// <summary>Messages it did not take, or about which nobody knows.</summary>
    public required int Failed { get; init; }

    /// <summary>Messages it put off because they came too fast; they are sent again.</summary>
    public required int Throttled { get; init; }

    /// <summary>Failed of sent and failed, 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>Nineteen of twenty answers came within this; null when there were none.</summary>
    public required int? LatencyMilliseconds { get; init; }

    /// <summary>What is left, as the provider told when it was last checked.</summary>
    public required string? Balance { get; init; }

    /// <summary>When the account was last checked.</summary>
    public required DateTimeOffset? CheckedAt { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public required string? Sentence { get; init; }

    public static ProviderHealth Of(HealthFigures figures, ProviderPause? pause, LastCheck? check, IReadOnlyList<string> openIncidents)
    {
        var unconnected = figures.Link is LinkState.Disconnected or LinkState.Connecting;
        var nothingThrough = figures.Sent == 0 && figures.Failed >= EnoughToTell;
        var checkFailed = check is { Works: false };
        var state = pause is not null ? HealthState.Paused
            : figures.Link == LinkState.Disconnected || nothingThrough ? HealthState.Down
            : openIncidents.Count > 0 || unconnected ? HealthState.Degraded
            : figures.Sent > 0 || figures.Link == LinkState.Connected ? HealthState.Healthy
            : checkFailed ? HealthState.Down
            : check is not null ? HealthState.Healthy
            : HealthState.Unknown;
        return new ProviderHealth
        {
            State = state,
            Link = figures.Link,
            Sent = figures.Sent,
            Failed = figures.Failed,
            Throttled = figures.Throttled,
            ErrorRate = Math.Round(figures.ErrorRate, 4),
            LatencyMilliseconds = (int?)figures.Latency?.TotalMilliseconds,
            Balance = check?.Balance,
            CheckedAt = check?.At,
            Sentence = state is HealthState.Healthy or HealthState.Unknown ? null
                : pause?.Sentence
                    ?? (openIncidents.Count > 0 ? openIncidents[0] : null)
                    ?? (unconnected ? figures.LinkSentence ?? "There is no connection to the carrier." : null)
                    ?? (nothingThrough ? figures.FailureSentence : null)
                    ?? check?.Sentence,
        };
    }
}

internal sealed record LastCheck(DateTimeOffset At, bool Works, string Sentence, string? Balance);

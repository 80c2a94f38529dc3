using Chasqui.Messages;

namespace Chasqui.Senders.Health;

/// <summary>What can be wrong with a provider.</summary>
internal enum IncidentKind
{
    /// <summary>Its session has been down for a while.</summary>
    Disconnected,

    /// <summary>It refuses everything: credentials, balance, suspension.</summary>
    AccountStop,

    /// <summary>Many messages fail.</summary>
    ErrorRate,

    /// <summary>It puts many messages off.</summary>
    Throttled,

    /// <summary>It takes long to answer.</summary>
    Slow,

    /// <summary>Calls come to its hook address that it has not signed.</summary>
    HookRefused,
}

/// <summary>Something was wrong with a provider, from when to when. Incidents open and close by themselves.</summary>
internal sealed record Incident
{
    public required Guid Id { get; init; }

    public required ProviderId ProviderId { get; init; }

    public required string ProviderName { get; init; }

    public required IncidentKind Kind { get; init; }

    /// <summary>For the operator: what is wrong, and what to do.</summary>
    public required string Sentence { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null while it lasts.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How often it went wrong while open.</summary>
    public required int Count { get; init; }
}

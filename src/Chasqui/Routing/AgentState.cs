using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>What others see of an agent.</summary>
internal enum ShownState
{
    /// <summary>Not signed in, or lost.</summary>
    Disconnected,
    Free,
    Busy,
    FreeOnBreak,
    BusyOnBreak,
}

/// <summary>Who changed an agent's state.</summary>
internal enum AgentCause
{
    Agent,
    Supervisor,
    System,
}

/// <summary>An agent's state: facts are stored, the shown state follows from them.</summary>
internal sealed record AgentState
{
    public required ShownState State { get; init; }

    public required string? BreakReason { get; init; }

    /// <summary>Several offers in a row went unanswered: no more come until the agent says "free" again.</summary>
    public required bool NotResponding { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required AgentCause ChangedBy { get; init; }

    /// <param name="signedIn">At work and not lost.</param>
    /// <param name="onBreak">A break keeps new offers away and leaves what one has.</param>
    /// <param name="load">Live offers, active interactions and wrap-ups.</param>
    public static ShownState Shown(bool signedIn, bool onBreak, int load) => (signedIn, onBreak, load > 0) switch
    {
        (false, _, _) => ShownState.Disconnected,
        (true, false, false) => ShownState.Free,
        (true, false, true) => ShownState.Busy,
        (true, true, false) => ShownState.FreeOnBreak,
        (true, true, true) => ShownState.BusyOnBreak,
    };
}

/// <summary>An agent's row. Who changes it holds its lock: it is written as a whole.</summary>
internal sealed record AgentRow
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    public required UserId UserId { get; init; }

    public required bool SignedIn { get; init; }

    /// <summary>Heartbeats and requests move it on. Past it, the agent is lost.</summary>
    public required DateTimeOffset? PresentUntil { get; init; }

    /// <summary>The last heartbeat of the agent's browser.</summary>
    public required DateTimeOffset? SocketSeenAt { get; init; }

    public required string? BreakReason { get; init; }

    public required bool NotResponding { get; init; }

    public required int MissedOffers { get; init; }

    public required int Load { get; init; }

    public required int Completed { get; init; }

    public required DateTimeOffset StateChangedAt { get; init; }

    public required AgentCause StateChangedBy { get; init; }

    public required DateTimeOffset? LastOfferedAt { get; init; }

    public required DateTimeOffset? LastAssignedAt { get; init; }

    public ShownState Shown => AgentState.Shown(SignedIn, BreakReason is not null, Load);

    public bool IsPresent(DateTimeOffset now) => SignedIn && PresentUntil > now;

    public AgentState ToState() => new()
    {
        State = Shown,
        BreakReason = SignedIn ? BreakReason : null,
        NotResponding = NotResponding,
        Since = StateChangedAt,
        ChangedBy = StateChangedBy,
    };
}

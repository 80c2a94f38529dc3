using Chasqui.Messages;

namespace Chasqui.Routing;

/// <summary>Why a member of the queue got an offer or did not: the words in a routing decision.</summary>
internal enum CandidateReason
{
    Chosen,
    Disconnected,
    OnBreak,
    NotResponding,

    /// <summary>Has as many interactions, over all queues, as the user may have.</summary>
    AtCapacity,

    /// <summary>Has as many interactions of this queue as it allows one agent.</summary>
    QueueCapacity,

    /// <summary>Refused or missed this one a moment ago: is asked again when <see cref="Offers.RefusalPause"/> is over.</summary>
    RefusedJustNow,

    /// <summary>Refused or missed this one, and another agent could take it.</summary>
    RefusedBefore,

    /// <summary>Could take it; another was next.</summary>
    NotNext,
}

/// <summary>A member of the queue as the decision found it.</summary>
internal sealed record Candidate
{
    public required UserId UserId { get; init; }

    /// <summary>A higher one is asked only when no lower one can.</summary>
    public required int Penalty { get; init; }

    public required bool Present { get; init; }

    public required bool OnBreak { get; init; }

    public required bool NotResponding { get; init; }

    public required int Load { get; init; }

    public required int MaxInteractions { get; init; }

    /// <summary>Of <see cref="Load"/>, what comes from this queue.</summary>
    public required int QueueLoad { get; init; }

    public required int RefusalTimeoutSeconds { get; init; }

    /// <summary>0: was not asked or did not refuse; 1: refused or missed this interaction; 2: was the last to do so.</summary>
    public required int Refused { get; init; }

    /// <summary>Refused or missed this interaction less than <see cref="Offers.RefusalPause"/> ago.</summary>
    public required bool RefusedJustNow { get; init; }
}

internal sealed record CandidateVerdict(UserId UserId, CandidateReason Reason);

internal sealed record Selection(Candidate? Chosen, IReadOnlyList<CandidateVerdict> Verdicts)
{
    /// <summary>Somebody could take an interaction of the queue, only not this one yet.</summary>
    public bool IsPause => Chosen is null && Verdicts.Any(verdict => verdict.Reason == CandidateReason.RefusedJustNow);
}

/// <summary>
/// "nocall" with "rrmemory": anyone present, not on break and below capacity may get it; whoever had it before comes first, then
/// the next in the row after the last one served. Who refused this interaction is asked again only when nobody else can,
/// and not before a pause is over.
/// </summary>
internal static class AgentSelection
{
    /// <param name="members">The queue's members in the order of their row.</param>
    /// <param name="queueMaximum">Most interactions of this queue for one agent.</param>
    /// <param name="lastServed">rrmemory's cursor.</param>
    /// <param name="preferred">Who had the interaction before.</param>
    public static Selection Choose(IReadOnlyList<Candidate> members, int queueMaximum, UserId? lastServed, UserId? preferred)
    {
        var cursor = -1;
        for (var position = 0; position < members.Count; position++)
        {
            if (members[position].UserId == lastServed)
                cursor = position;
        }

        Candidate? chosen = null;
        (int, int, int, int)? best = null;
        var obstacles = new CandidateReason?[members.Count];
        for (var position = 0; position < members.Count; position++)
        {
            var member = members[position];
            obstacles[position] = Obstacle(member, queueMaximum);
            if (obstacles[position] is not null)
                continue;
            var steps = (position - cursor - 1 + members.Count) % members.Count;
            var rank = (member.Refused, member.UserId == preferred ? 0 : 1, member.Penalty, steps);
            if (best is null || rank.CompareTo(best.Value) < 0)
                (chosen, best) = (member, rank);
        }

        return new Selection(chosen, [.. members.Select(
            (member, position) => new CandidateVerdict(member.UserId, Reason(member, obstacles[position], chosen)))]);
    }

    /// <summary>What keeps the agent from the offer; null when nothing does. What keeps it from any offer of the queue comes first.</summary>
    public static CandidateReason? Obstacle(Candidate member, int queueMaximum) => member switch
    {
        { Present: false } => CandidateReason.Disconnected,
        { OnBreak: true } => CandidateReason.OnBreak,
        { NotResponding: true } => CandidateReason.NotResponding,
        _ when member.Load >= member.MaxInteractions => CandidateReason.AtCapacity,
        _ when member.QueueLoad >= queueMaximum => CandidateReason.QueueCapacity,
        { RefusedJustNow: true } => CandidateReason.RefusedJustNow,
        _ => null,
    };

    private static CandidateReason Reason(Candidate member, CandidateReason? obstacle, Candidate? chosen) =>
        obstacle ?? (ReferenceEquals(member, chosen) ? CandidateReason.Chosen
            : member.Refused > 0 ? CandidateReason.RefusedBefore
            : CandidateReason.NotNext);
}

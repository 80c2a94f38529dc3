using System.Globalization;
using Chasqui.Providers;

namespace Chasqui.Senders.Health;

/// <param name="Id">Which.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="GoodSince">Since when it is not; null while it is.</param>
internal sealed record OpenIncident(Guid Id, IncidentKind Kind, DateTimeOffset? GoodSince);

/// <summary>What is to be done about a provider's incidents.</summary>
internal abstract record IncidentStep
{
    private IncidentStep()
    {
    }

    internal sealed record Open(IncidentKind Kind, string Sentence) : IncidentStep;

    /// <summary>It was good for a moment and went wrong again.</summary>
    internal sealed record Return(Guid Id, string Sentence) : IncidentStep;

    /// <summary>It is not good any more, and not as bad as when it opened.</summary>
    internal sealed record Waver(Guid Id) : IncidentStep;

    /// <summary>It is good since now.</summary>
    internal sealed record Improve(Guid Id) : IncidentStep;

    internal sealed record Close(Guid Id) : IncidentStep;
}

/// <summary>
/// When incidents open and close. Between the mark that opens one and the mark that counts as good lies room, and good must last, so
/// that a provider at the edge makes one incident and not fifty.
/// </summary>
internal static class IncidentRules
{
    /// <summary>How long all must be good before an incident closes.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(60);

    /// <summary>A session that comes back within this has not been missed.</summary>
    public static readonly TimeSpan LinkGrace = TimeSpan.FromSeconds(10);

    /// <summary>Fewer messages than this open nothing.</summary>
    private const int Enough = 20;

    /// <summary>Fewer than this say nothing at all.</summary>
    private const int Few = 5;

    private const double ErrorsBad = 0.20, ErrorsGood = 0.10;
    private const double ThrottledBad = 0.30, ThrottledGood = 0.15;
    private const int HooksBad = 3;

    private enum Mark
    {
        Good,
        Between,
        Bad,
    }

    /// <param name="figures">Of the last five minutes, all nodes together.</param>
    /// <param name="stop">Why the carrier had us stop; null when it did not.</param>
    /// <param name="open">The provider's open incidents.</param>
    /// <param name="timeout">After which an answer counts as lost.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<IncidentStep> Steps(
        HealthFigures figures, ProviderPause? stop, IReadOnlyList<OpenIncident> open, TimeSpan timeout, DateTimeOffset now)
    {
        var steps = new List<IncidentStep>();
        foreach (var kind in Enum.GetValues<IncidentKind>())
        {
            var incident = open.FirstOrDefault(one => one.Kind == kind);
            if (Step(kind, incident, figures, stop, timeout, now) is { } step)
                steps.Add(step);
        }

        return steps;
    }

    private static IncidentStep? Step(
        IncidentKind kind, OpenIncident? incident, HealthFigures figures, ProviderPause? stop, TimeSpan timeout, DateTimeOffset now)
    {
        var mark = MarkOf(kind, figures, stop, timeout, now);
        if (incident is null)
            return mark == Mark.Bad ? new IncidentStep.Open(kind, Sentence(kind, figures, stop, timeout)) : null;
        return (mark, incident.GoodSince) switch
        {
            // Whoever lifts a stop (a message that passed, a test, a person) has seen that it is over.
            (Mark.Good, _) when kind == IncidentKind.AccountStop => new IncidentStep.Close(incident.Id),
            (Mark.Good, null) => new IncidentStep.Improve(incident.Id),
            (Mark.Good, { } since) when now - since >= GoodFor => new IncidentStep.Close(incident.Id),
            (Mark.Between, not null) => new IncidentStep.Waver(incident.Id),
            (Mark.Bad, not null) => new IncidentStep.Return(incident.Id, Sentence(kind, figures, stop, timeout)),
            _ => null,
        };
    }

    private static Mark MarkOf(IncidentKind kind, HealthFigures figures, ProviderPause? stop, TimeSpan timeout, DateTimeOffset now) => kind switch
    {
        IncidentKind.Disconnected => figures.Link is null or LinkState.Connected ? Mark.Good
            : now - figures.LinkSince > LinkGrace ? Mark.Bad
            : Mark.Between,
        IncidentKind.AccountStop => stop is null ? Mark.Good : Mark.Bad,
        IncidentKind.ErrorRate => ByShare(figures.ErrorRate, figures.Answered, ErrorsBad, ErrorsGood),
        IncidentKind.Throttled => ByShare(figures.ThrottleRate, figures.Answered + figures.Throttled, ThrottledBad, ThrottledGood),
        IncidentKind.Slow => ByShare(figures.Latency / timeout ?? 0, figures.Latencies.Sum(), 0.5, 0.25),
        IncidentKind.HookRefused => figures.HooksRefused >= HooksBad ? Mark.Bad : figures.HooksRefused > 0 ? Mark.Between : Mark.Good,
        _ => throw new InvalidOperationException($"There is no rule for {kind}."),
    };

    private static Mark ByShare(double share, int messages, double bad, double good) =>
        messages >= Enough && share >= bad ? Mark.Bad
        : messages >= Few && share >= good ? Mark.Between
        : Mark.Good;

    private static string Sentence(IncidentKind kind, HealthFigures figures, ProviderPause? stop, TimeSpan timeout) => kind switch
    {
        IncidentKind.Disconnected => With("There is no connection to the carrier", figures.LinkSentence),
        IncidentKind.AccountStop => stop!.Sentence,
        IncidentKind.ErrorRate => With(
            Invariant($"{figures.Failed} of {figures.Answered} messages failed in five minutes, the last with {figures.FailureCode}"), figures.FailureSentence),
        IncidentKind.Throttled => Invariant(
            $"{figures.Throttled} of {figures.Answered + figures.Throttled} messages came too fast in five minutes and wait: send slower, or ask for more."),
        IncidentKind.Slow => Invariant(
            $"One of twenty answers takes {figures.Latency?.TotalSeconds:0.#} s or longer; after {timeout.TotalSeconds:0.#} s an answer counts as lost."),
        _ => With(
            Invariant($"{figures.HooksRefused} calls to the hook address in five minutes were not signed by the carrier's key: compare the secret here and there"),
            figures.HookSentence),
    };

    private static string With(string what, string? why) => string.IsNullOrWhiteSpace(why) ? $"{what}." : $"{what}: {why}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

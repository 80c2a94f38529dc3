using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Senders.Health;

public sealed class IncidentRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly Guid IncidentId = Guid.CreateVersion7(Now);

    [Theory]
    [InlineData(16, 4, true)]
    [InlineData(17, 4, false)] // 19 %
    [InlineData(15, 4, false)] // too few to tell
    [InlineData(0, 20, true)]
    public void A_fifth_of_twenty_messages_failing_opens_an_incident(int sent, int failed, bool opens) =>
        Opens(new HealthFigures { Sent = sent, Failed = failed, FailureCode = "x:1", FailureSentence = "No." }).ShouldBe(opens ? [IncidentKind.ErrorRate] : []);

    [Theory]
    [InlineData(14, 6, true)]
    [InlineData(15, 6, false)]
    [InlineData(0, 19, false)]
    public void Three_of_ten_messages_put_off_open_an_incident(int sent, int throttled, bool opens) =>
        Opens(new HealthFigures { Sent = sent, Throttled = throttled }).ShouldBe(opens ? [IncidentKind.Throttled] : []);

    [Theory]
    [InlineData(4_000, false)]
    [InlineData(4_001, true)] // the step up to 5 s, which is half the timeout
    public void Answers_that_take_half_the_timeout_open_an_incident(int milliseconds, bool opens)
    {
        var latencies = new int[LatencyScale.Steps];
        latencies[LatencyScale.StepOf(TimeSpan.FromMilliseconds(10))] = 18;
        latencies[LatencyScale.StepOf(TimeSpan.FromMilliseconds(milliseconds))] = 2;
        Opens(new HealthFigures { Sent = 20, Latencies = latencies }).ShouldBe(opens ? [IncidentKind.Slow] : []);
    }

    [Theory]
    [InlineData("disconnected", 10, false)]
    [InlineData("disconnected", 11, true)]
    [InlineData("connecting", 11, true)]
    [InlineData("connected", 3600, false)]
    public void A_session_missed_for_more_than_ten_seconds_opens_an_incident(string link, int seconds, bool opens) =>
        Opens(new HealthFigures { Link = Enum.Parse<LinkState>(link, ignoreCase: true), LinkSince = Now.AddSeconds(-seconds), LinkSentence = "refused" })
            .ShouldBe(opens ? [IncidentKind.Disconnected] : []);

    [Fact]
    public void A_stop_opens_at_once_and_closes_when_it_is_lifted()
    {
        var stop = new ProviderPause("x:balance", "There is no money left.", Now);
        var open = IncidentRules.Steps(HealthFigures.None, stop, [], Timeout, Now).ShouldHaveSingleItem().ShouldBeOfType<IncidentStep.Open>();
        open.ShouldBe(new IncidentStep.Open(IncidentKind.AccountStop, "There is no money left."));
        IncidentRules.Steps(HealthFigures.None, null, [Open(IncidentKind.AccountStop, goodSince: null)], Timeout, Now)
            .ShouldBe([new IncidentStep.Close(IncidentId)]);
    }

    [Fact]
    public void Three_unsigned_calls_open_an_incident()
    {
        Opens(new HealthFigures { HooksRefused = 2 }).ShouldBeEmpty();
        Opens(new HealthFigures { HooksRefused = 3 }).ShouldBe([IncidentKind.HookRefused]);
    }

    [Fact]
    public void An_incident_closes_when_all_was_good_for_a_minute()
    {
        var good = new HealthFigures { Sent = 100, Failed = 9 };
        Step(good, goodSince: null).ShouldBe(new IncidentStep.Improve(IncidentId));
        Step(good, Now.AddSeconds(-59)).ShouldBeNull();
        Step(good, Now.AddSeconds(-60)).ShouldBe(new IncidentStep.Close(IncidentId));
        // No traffic is no trouble.
        Step(HealthFigures.None, Now.AddSeconds(-60)).ShouldBe(new IncidentStep.Close(IncidentId));
    }

    [Fact]
    public void Between_bad_and_good_an_incident_stays_as_it_is()
    {
        var edge = new HealthFigures { Sent = 85, Failed = 15 };
        Opens(edge).ShouldBeEmpty();
        Step(edge, goodSince: null).ShouldBeNull();
        Step(edge, Now.AddSeconds(-59)).ShouldBe(new IncidentStep.Waver(IncidentId));
    }

    [Fact]
    public void What_goes_wrong_again_is_the_same_incident_once_more()
    {
        var bad = new HealthFigures { Sent = 50, Failed = 50, FailureCode = "x:1" };
        Step(bad, goodSince: null).ShouldBeNull();
        Step(bad, Now.AddSeconds(-30)).ShouldBeOfType<IncidentStep.Return>().Sentence.ShouldStartWith("50 of 100 messages failed");
    }

    [Fact]
    public void A_window_forgets_after_five_minutes_and_counts_what_speaks_of_the_provider()
    {
        var window = new SendWindow();
        window.Observe(new SendResult.Accepted(["1"]), TimeSpan.FromMilliseconds(30), Now);
        foreach (var failure in Enum.GetValues<SendFailureClass>())
            window.Observe(new SendResult.Failed(new SendFailure("x:1", failure, "No.")), TimeSpan.FromMilliseconds(30), Now.AddMinutes(1));
        var figures = window.Figures(Now.AddMinutes(4));
        (figures.Sent, figures.Failed, figures.Throttled).ShouldBe((1, 6, 1));
        figures.Latency.ShouldBe(TimeSpan.FromMilliseconds(50));
        figures.FailureCode.ShouldBe("x:1");
        figures = window.Figures(Now.AddMinutes(5));
        (figures.Sent, figures.Failed).ShouldBe((0, 6));
        figures = window.Figures(Now.AddMinutes(7));
        (figures.Sent, figures.Failed, figures.Throttled, figures.FailureCode, figures.Latency).ShouldBe((0, 0, 0, null, null));
    }

    [Fact]
    public void A_session_is_missed_since_it_ended_however_often_it_is_tried_again()
    {
        var window = new SendWindow();
        window.Link(LinkState.Connected, null, Now);
        window.Link(LinkState.Disconnected, "refused", Now.AddSeconds(5));
        window.Link(LinkState.Connecting, null, Now.AddSeconds(8));
        var figures = window.Figures(Now.AddSeconds(9));
        (figures.Link, figures.LinkSince, figures.LinkSentence).ShouldBe((LinkState.Connecting, Now.AddSeconds(5), "refused"));
        window.Link(LinkState.Connected, null, Now.AddSeconds(20));
        window.Figures(Now.AddSeconds(20)).LinkSince.ShouldBe(Now.AddSeconds(20));
    }

    [Fact]
    public void Of_two_nodes_the_one_that_heard_of_the_session_last_knows()
    {
        var old = new HealthFigures { Sent = 1, Link = LinkState.Connected, LinkSince = Now.AddHours(-1) };
        var fresh = new HealthFigures { Sent = 2, Link = LinkState.Disconnected, LinkSince = Now };
        foreach (var sum in new[] { old.Plus(fresh), fresh.Plus(old) })
            (sum.Sent, sum.Link).ShouldBe((3, LinkState.Disconnected));
    }

    private static List<IncidentKind> Opens(HealthFigures figures) =>
        [.. IncidentRules.Steps(figures, stop: null, open: [], Timeout, Now).Cast<IncidentStep.Open>().Select(step => step.Kind)];

    private static IncidentStep? Step(HealthFigures figures, DateTimeOffset? goodSince) =>
        IncidentRules.Steps(figures, stop: null, [Open(IncidentKind.ErrorRate, goodSince)], Timeout, Now).SingleOrDefault();

    private static OpenIncident Open(IncidentKind kind, DateTimeOffset? goodSince) => new(IncidentId, kind, goodSince);
}

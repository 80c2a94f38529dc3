namespace Chasqui.Outbound;

public sealed class PaceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("0.5", 60)]
    [InlineData("1", 60)]
    [InlineData("2.5", 40)]
    [InlineData("100", 10)]
    [InlineData("4000", 5)]
    public void A_sender_sends_its_limit_and_no_more_over_any_time(string limit, int seconds)
    {
        var rate = decimal.Parse(limit);
        var pace = new SenderPace(_clock);
        pace.SetLimit(rate);

        var sent = SendAll(pace, TimeSpan.FromSeconds(seconds));

        ((decimal)sent).ShouldBeInRange(rate * (seconds - (decimal)Step.TotalSeconds) - 1, rate * seconds + 1);
    }

    [Fact]
    public void A_sender_that_was_idle_sends_at_most_a_second_of_messages_at_once()
    {
        var pace = new SenderPace(_clock);
        pace.SetLimit(20);
        pace.Available().ShouldBe(1);

        _clock.Advance(TimeSpan.FromHours(1));

        pace.Available().ShouldBe(20);
    }

    [Fact]
    public void A_throttled_sender_rests_as_asked_then_goes_slower_and_recovers()
    {
        var pace = new SenderPace(_clock);
        pace.SetLimit(100);
        SendAll(pace, TimeSpan.FromSeconds(1));

        pace.Slow(TimeSpan.FromSeconds(3));
        pace.Slow(TimeSpan.FromSeconds(3)); // the same complaint, from another message
        pace.UntilNext().ShouldBe(TimeSpan.FromSeconds(3));
        SendAll(pace, TimeSpan.FromSeconds(2.9)).ShouldBe(0);

        SendAll(pace, TimeSpan.FromSeconds(1)).ShouldBeInRange(40, 60);
        SendAll(pace, TimeSpan.FromSeconds(20));
        SendAll(pace, TimeSpan.FromSeconds(1)).ShouldBeInRange(98, 102);
    }

    [Fact]
    public void A_resting_sender_sends_nothing_and_loses_its_burst()
    {
        var pace = new SenderPace(_clock);
        pace.SetLimit(100);
        _clock.Advance(TimeSpan.FromSeconds(10));

        pace.Rest(TimeSpan.FromSeconds(60));
        SendAll(pace, TimeSpan.FromSeconds(59)).ShouldBe(0);
    }

    [Theory]
    [InlineData(7, 20)]
    [InlineData(40, 20)]
    [InlineData(1000, 60)]
    [InlineData(60_000, 600)]
    public void A_dialers_messages_keep_their_gap(int gapMilliseconds, int seconds)
    {
        var pace = new GapPace(_clock) { Gap = TimeSpan.FromMilliseconds(gapMilliseconds) };

        var sent = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromSeconds(seconds); elapsed += Step)
        {
            var due = pace.Due();
            if (due > 0)
                pace.Take(due);
            sent += due;
            _clock.Advance(Step);
        }

        var expected = seconds * 1000.0 / gapMilliseconds;
        ((double)sent).ShouldBeInRange(expected * 0.98 - 1, expected + 1);
    }

    [Fact]
    public void A_dialer_that_was_idle_does_not_make_up_for_it()
    {
        var pace = new GapPace(_clock) { Gap = TimeSpan.FromMilliseconds(100) };
        pace.Take(1);

        _clock.Advance(TimeSpan.FromMinutes(5));

        pace.Due().ShouldBe(1);
    }

    [Fact]
    public void A_shorter_gap_takes_effect_at_once()
    {
        var pace = new GapPace(_clock) { Gap = TimeSpan.FromHours(1) };
        pace.Take(1);

        pace.Gap = TimeSpan.FromSeconds(1);

        pace.UntilNext().ShouldBe(TimeSpan.FromSeconds(1));
        pace.Gap = TimeSpan.Zero;
        pace.Due().ShouldBe(int.MaxValue);
    }

    private int SendAll(SenderPace pace, TimeSpan time)
    {
        var sent = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < time; elapsed += Step)
        {
            var available = pace.Available();
            pace.Take(available);
            sent += available;
            _clock.Advance(Step);
        }

        return sent;
    }
}

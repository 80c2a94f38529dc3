using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Outbound;

public sealed class SendOutcomeTests
{
    private readonly OutboundOptions _options = new();

    [Fact]
    public void The_pause_doubles_with_each_attempt_up_to_the_longest()
    {
        var (first, longest) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

        Backoff.Pause(1, first, longest, 1).ShouldBe(TimeSpan.FromSeconds(1));
        Backoff.Pause(2, first, longest, 1).ShouldBe(TimeSpan.FromSeconds(2));
        Backoff.Pause(5, first, longest, 1).ShouldBe(TimeSpan.FromSeconds(16));
        Backoff.Pause(12, first, longest, 1).ShouldBe(longest);
        Backoff.Pause(int.MaxValue, first, longest, 1).ShouldBe(longest);
    }

    [Fact]
    public void The_pause_is_drawn_from_the_whole_range()
    {
        Backoff.Pause(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), 0).ShouldBe(TimeSpan.Zero);
        Backoff.Pause(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), 0.5).ShouldBe(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void A_transient_failure_goes_back_until_the_last_attempt()
    {
        Of(SendFailureClass.Transient, attempt: 4).State.ShouldBe(DeliveryState.Queued);
        Of(SendFailureClass.Transient, attempt: 5).State.ShouldBe(DeliveryState.Failed);
    }

    [Fact]
    public void A_providers_hint_is_believed_within_limits()
    {
        Of(SendFailureClass.Throttle, hint: TimeSpan.FromSeconds(7)).Pause.ShouldBe(TimeSpan.FromSeconds(7));
        Of(SendFailureClass.Throttle, hint: TimeSpan.FromDays(9)).Pause.ShouldBe(_options.LongestPause);
        Of(SendFailureClass.Throttle, hint: TimeSpan.FromSeconds(-3)).Pause.ShouldBe(TimeSpan.Zero);
        Of(SendFailureClass.Transient, hint: TimeSpan.FromSeconds(90)).Pause.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Throttling_and_a_stopped_account_use_up_no_attempt()
    {
        Of(SendFailureClass.Throttle, attempt: 500).ShouldSatisfyAllConditions(
            outcome => outcome.State.ShouldBe(DeliveryState.Queued), outcome => outcome.AttemptSpent.ShouldBeFalse());
        Of(SendFailureClass.AccountStop, attempt: 500).ShouldSatisfyAllConditions(
            outcome => outcome.State.ShouldBe(DeliveryState.Queued), outcome => outcome.AttemptSpent.ShouldBeFalse());
    }

    [Fact]
    public void Every_class_of_failure_has_an_outcome()
    {
        foreach (var failure in Enum.GetValues<SendFailureClass>())
        {
            var outcome = Of(failure);
            outcome.State.ShouldBeOneOf(DeliveryState.Queued, DeliveryState.Rejected, DeliveryState.Unknown);
            outcome.Code.ShouldBe("code");
        }
    }

    private SendOutcome Of(SendFailureClass failure, int attempt = 1, TimeSpan? hint = null)
    {
        var message = new ClaimedMessage
        {
            Id = default,
            Number = "+59899000001",
            Text = "",
            LaneId = default,
            Priority = 1,
            Seq = 1,
            Attempt = attempt,
            StartedAt = default,
            Blocked = false,
        };
        return SendOutcome.Of(message, new SendResult.Failed(new SendFailure("code", failure, "Why.", hint)), _options, draw: 1, []);
    }
}

using Chasqui.Messages;
using Chasqui.Senders;

namespace Chasqui.Outbound;

public sealed class FallbackTests
{
    private static readonly SenderId First = new(Guid.Parse("00000000-0000-7000-8000-00000000000a"));
    private static readonly SenderId Second = new(Guid.Parse("00000000-0000-7000-8000-00000000000b"));

    private static readonly Pipe Own = Of(First, 1);
    private static readonly Pipe Other = Of(First, 2) with { OtherProvider = true };
    private static readonly Pipe StandIn = Of(Second, 3);

    [Theory]
    [InlineData("PermanentSender", true)]
    [InlineData("NeedsTemplate", true)]
    [InlineData("AccountStop", true)]
    [InlineData("Throttle", false)]
    [InlineData("UnknownOutcome", false)]
    [InlineData("PermanentRecipient", false)]
    [InlineData("PermanentMessage", false)]
    [InlineData("OptOut", false)]
    public void Only_what_another_pipe_may_do_better_goes_on(string failure, bool goesOn)
    {
        foreach (var usedUp in (bool[])[false, true])
            (Fallback.Next([Own, Other], 0, Enum.Parse<SendFailureClass>(failure), usedUp, 0, default) == Other).ShouldBe(goesOn);
    }

    [Fact]
    public void Every_failure_has_its_rule() =>
        Enum.GetNames<SendFailureClass>().Order(StringComparer.Ordinal).ShouldBe(
            ["AccountStop", "NeedsTemplate", "OptOut", "PermanentMessage", "PermanentRecipient", "PermanentSender", "Throttle", "Transient", "UnknownOutcome"]);

    [Fact]
    public void A_passing_failure_goes_on_when_its_attempts_are_used_up()
    {
        Fallback.Next([Own, StandIn], 0, SendFailureClass.Transient, usedUp: false, 0, default).ShouldBeNull();
        Fallback.Next([Own, StandIn], 0, SendFailureClass.Transient, usedUp: true, 0, default).ShouldBe(StandIn);
    }

    [Fact]
    public void The_way_goes_forward_and_ends()
    {
        Next([Own, Other, StandIn], 0).ShouldBe(Other);
        Next([Own, Other, StandIn], 1).ShouldBe(StandIn);
        Next([Own, Other, StandIn], 2).ShouldBeNull();
        Next([], 0).ShouldBeNull();
        Fallback.Next([Own, Other], 0, SendFailureClass.PermanentSender, usedUp: false, Fallback.MostHops, default).ShouldBeNull();
    }

    [Theory]
    [InlineData(PipeState.Paused)]
    [InlineData(PipeState.Disconnected)]
    [InlineData(PipeState.Closed)]
    internal void A_pipe_that_takes_nothing_now_is_passed_over(PipeState state)
    {
        Next([Own, Other with { State = state }, StandIn], 0).ShouldBe(StandIn);
        Next([Own, Other with { State = state }], 0).ShouldBeNull();
    }

    [Fact]
    public void A_closed_window_is_closed_at_every_whatsapp_account()
    {
        var whatsApp = Own with { Kind = SenderKind.WhatsApp };
        var again = Other with { Kind = SenderKind.WhatsApp };
        Fallback.Next([whatsApp, again, StandIn], 0, SendFailureClass.NeedsTemplate, usedUp: false, 0, default).ShouldBe(StandIn);
        Next([whatsApp, again, StandIn], 0).ShouldBe(again);
    }

    [Fact]
    public void Pictures_and_templates_go_only_where_they_can()
    {
        var rich = StandIn with { Media = true };
        Next([Own, StandIn, rich], 0, new MessageNeeds(Media: true, WhatsApp: false)).ShouldBe(rich);
        Next([Own, StandIn, rich], 0, new MessageNeeds(Media: false, WhatsApp: true)).ShouldBeNull();
        var whatsApp = StandIn with { Kind = SenderKind.WhatsApp };
        Next([Own, StandIn, whatsApp], 0, new MessageNeeds(Media: true, WhatsApp: true)).ShouldBe(whatsApp);
    }

    [Fact]
    public void What_waits_takes_the_first_open_way_from_its_place_on()
    {
        var paused = Own with { State = PipeState.Paused };
        Fallback.Start([Own, Other, StandIn], 0).ShouldBe(Own);
        Fallback.Start([Own, Other, StandIn], 1).ShouldBe(Other);
        Fallback.Start([paused, Other, StandIn], 0).ShouldBe(Other);
        Fallback.Start([paused, StandIn], 0).ShouldBe(StandIn);
        Fallback.Start([Own, StandIn], 1).ShouldBe(Own); // its other provider was taken away
        Fallback.Start([paused], 0).ShouldBeNull();
        Fallback.Start([], 0).ShouldBeNull();
    }

    [Fact]
    public void A_broken_session_is_still_tried_by_who_has_no_other_way()
    {
        var broken = Own with { State = PipeState.Disconnected };
        Fallback.Start([broken, StandIn], 0).ShouldBe(StandIn);
        Fallback.Start([broken], 0).ShouldBe(broken);
        Fallback.Start([broken, StandIn with { State = PipeState.Paused }], 0).ShouldBe(broken);
    }

    [Fact]
    public void What_a_person_switched_off_waits_for_a_person() =>
        Fallback.Start([Own with { State = PipeState.Closed }, Other, StandIn], 0).ShouldBeNull();

    private static Pipe? Next(IReadOnlyList<Pipe> chain, int at, MessageNeeds needs = default) =>
        Fallback.Next(chain, at, SendFailureClass.PermanentSender, usedUp: false, 0, needs);

    private static Pipe Of(SenderId sender, int provider) => new()
    {
        SenderId = sender,
        ProviderId = new ProviderId(Guid.Parse($"00000000-0000-7000-8000-00000000000{provider}")),
        OtherProvider = false,
        Kind = SenderKind.LongCode,
        Media = false,
        State = PipeState.Open,
    };
}

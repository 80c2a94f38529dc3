using Chasqui.Messages;

namespace Chasqui.Routing;

public sealed class AgentSelectionTests
{
    private static readonly UserId Ana = new(Guid.Parse("00000000-0000-7000-8000-00000000000a"));
    private static readonly UserId Luis = new(Guid.Parse("00000000-0000-7000-8000-00000000000b"));
    private static readonly UserId Eva = new(Guid.Parse("00000000-0000-7000-8000-00000000000e"));

    [Theory]
    [InlineData(null, "a")]
    [InlineData("a", "b")]
    [InlineData("b", "e")]
    [InlineData("e", "a")]
    public void The_next_in_the_row_after_the_last_one_served(string? lastServed, string expected)
    {
        var selection = AgentSelection.Choose([Free(Ana), Free(Luis), Free(Eva)], 3, Named(lastServed), preferred: null);
        selection.Chosen.ShouldNotBeNull().UserId.ShouldBe(Named(expected)!.Value);
    }

    [Fact]
    public void Who_left_the_row_leaves_no_hole() =>
        AgentSelection.Choose([Free(Luis), Free(Eva)], 3, lastServed: Ana, preferred: null).Chosen!.UserId.ShouldBe(Luis);

    [Fact]
    public void Who_had_it_before_comes_first() =>
        AgentSelection.Choose([Free(Ana), Free(Luis), Free(Eva)], 3, lastServed: null, preferred: Eva).Chosen!.UserId.ShouldBe(Eva);

    [Fact]
    public void A_lower_penalty_comes_first() =>
        AgentSelection.Choose(
            [Free(Ana) with { Penalty = 5 }, Free(Luis)], 3, lastServed: null, preferred: null).Chosen!.UserId.ShouldBe(Luis);

    [Fact]
    public void Who_refused_is_passed_over_while_another_can()
    {
        var selection = AgentSelection.Choose([Free(Ana) with { Refused = 2 }, Free(Luis)], 3, lastServed: null, preferred: Ana);
        selection.Chosen!.UserId.ShouldBe(Luis);
        selection.Verdicts.ShouldBe(
            [new CandidateVerdict(Ana, CandidateReason.RefusedBefore), new CandidateVerdict(Luis, CandidateReason.Chosen)]);
    }

    [Fact]
    public void When_all_refused_the_last_one_is_asked_last() =>
        AgentSelection.Choose([Free(Ana) with { Refused = 2 }, Free(Luis) with { Refused = 1 }], 3, lastServed: Luis, preferred: null)
            .Chosen!.UserId.ShouldBe(Luis);

    [Fact]
    public void Who_refused_is_asked_again_when_nobody_else_can() =>
        AgentSelection.Choose([Free(Ana) with { Refused = 2 }, Free(Luis) with { OnBreak = true }], 3, lastServed: Ana, preferred: null)
            .Chosen!.UserId.ShouldBe(Ana);

    [Fact]
    public void Who_refused_just_now_is_not_asked_even_when_nobody_else_can()
    {
        var selection = AgentSelection.Choose(
            [Free(Ana) with { Refused = 2, RefusedJustNow = true }, Free(Luis) with { Load = 3 }], 3, lastServed: null, preferred: Ana);
        selection.Chosen.ShouldBeNull();
        selection.IsPause.ShouldBeTrue();
    }

    [Fact]
    public void What_keeps_an_agent_from_any_offer_is_no_pause() =>
        AgentSelection.Choose(
            [Free(Ana) with { Refused = 2, RefusedJustNow = true, OnBreak = true }], 3, lastServed: null, preferred: null)
            .IsPause.ShouldBeFalse();

    [Fact]
    public void Everyone_who_cannot_is_told_why()
    {
        Candidate[] members =
        [
            Free(Ana) with { Present = false },
            Free(Ana) with { OnBreak = true },
            Free(Ana) with { NotResponding = true },
            Free(Ana) with { Load = 3 },
            Free(Ana) with { QueueLoad = 2 },
            Free(Ana) with { Refused = 2, RefusedJustNow = true },
            Free(Luis),
            Free(Eva),
        ];
        AgentSelection.Choose(members, 2, lastServed: null, preferred: null).Verdicts.Select(verdict => verdict.Reason).ShouldBe(
        [
            CandidateReason.Disconnected, CandidateReason.OnBreak, CandidateReason.NotResponding, CandidateReason.AtCapacity,
            CandidateReason.QueueCapacity, CandidateReason.RefusedJustNow, CandidateReason.Chosen, CandidateReason.NotNext,
        ]);
    }

    [Fact]
    public void A_queue_without_members_has_no_candidate() =>
        AgentSelection.Choose([], 3, lastServed: Ana, preferred: Luis).Chosen.ShouldBeNull();

    private static UserId? Named(string? letter) => letter switch
    {
        "a" => Ana,
        "b" => Luis,
        "e" => Eva,
        _ => null,
    };

    private static Candidate Free(UserId user) => new()
    {
        UserId = user,
        Penalty = 0,
        Present = true,
        OnBreak = false,
        NotResponding = false,
        Load = 0,
        MaxInteractions = 3,
        QueueLoad = 0,
        RefusalTimeoutSeconds = 45,
        Refused = 0,
        RefusedJustNow = false,
    };
}

namespace Chasqui.Messages;

public sealed class DeliveryFoldTests
{
    [Fact]
    public void States_are_the_documented_ones_in_their_order() => DeliveryStates.All.Select(state => state.Wire()).ShouldBe(
        "queued sending accepted sent delivered read blocked rejected failed undelivered expired cancelled unknown".Split(' '));

    [Fact]
    public void Words_read_back_and_nothing_else_does()
    {
        foreach (var state in DeliveryStates.All)
            DeliveryStates.Parse(state.Wire()).ShouldBe(state);
        foreach (var word in new[] { "Queued", "0", "", "gone", " queued" })
            DeliveryStates.TryParse(word, out _).ShouldBeFalse();
        DeliveryStates.TryParse(null, out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => DeliveryStates.Parse("gone"));
    }

    [Fact]
    public void Receipts_in_any_order_and_number_end_in_the_same_state()
    {
        var random = new Random(11);
        for (var i = 0; i < 400; i++)
        {
            var receipts = random.GetItems<DeliveryState>([.. DeliveryStates.All], random.Next(1, 6));
            var expected = Fold(receipts);
            foreach (var order in Permutations([.. receipts, receipts[0]]))
                Fold(order).ShouldBe(expected);
        }
    }

    [Fact]
    public void Nothing_goes_back()
    {
        foreach (var current in DeliveryStates.All)
        {
            foreach (var incoming in DeliveryStates.All)
            {
                var next = DeliveryFold.Apply(current, incoming);
                next.Rank.ShouldBeGreaterThanOrEqualTo(current.Rank);
                next.ShouldBeOneOf(current, incoming);
                if (current.IsFinal)
                    next.IsFinal.ShouldBeTrue();
            }
        }
    }

    [Theory]
    [InlineData("expired", "delivered", "delivered")]
    [InlineData("delivered", "failed", "delivered")]
    [InlineData("delivered", "read", "read")]
    [InlineData("unknown", "delivered", "delivered")]
    [InlineData("unknown", "undelivered", "undelivered")]
    [InlineData("unknown", "queued", "unknown")]
    [InlineData("unknown", "sent", "unknown")]
    [InlineData("failed", "undelivered", "undelivered")]
    [InlineData("undelivered", "failed", "undelivered")]
    public void A_receipt_moves_the_state_only_to_better_knowledge(string current, string incoming, string next) =>
        DeliveryFold.Apply(DeliveryStates.Parse(current), DeliveryStates.Parse(incoming)).Wire().ShouldBe(next);

    [Theory]
    [InlineData("delivered", "delivered", false)]
    [InlineData("read delivered", "delivered", false)]
    [InlineData("read read", "read", false)]
    [InlineData("delivered sent", "sent", false)]
    [InlineData("failed queued", "queued", false)]
    [InlineData("unknown accepted", "accepted", false)]
    [InlineData("delivered undelivered", "undelivered", true)]
    [InlineData("delivered expired delivered", "undelivered", true)]
    [InlineData("rejected cancelled", "rejected", false)]
    [InlineData("failed expired", "expired", false)]
    [InlineData("delivered unknown", "unknown", false)]
    [InlineData("unknown failed", "failed", false)]
    [InlineData("unknown unknown", "unknown", false)]
    public void Parts_fold_into_one_honest_state(string parts, string state, bool partial)
    {
        DeliveryState[] states = [.. parts.Split(' ').Select(DeliveryStates.Parse)];
        DeliveryFold.OfParts(states).Wire().ShouldBe(state);
        DeliveryFold.OfParts([.. states.Reverse()]).Wire().ShouldBe(state);
        DeliveryFold.IsPartial(states).ShouldBe(partial);
    }

    [Fact]
    public void A_receipt_for_a_part_never_takes_a_whole_message_back_to_open()
    {
        foreach (var first in DeliveryStates.All)
        {
            foreach (var second in DeliveryStates.All)
            {
                var before = DeliveryFold.OfParts([first, second]);
                foreach (var receipt in DeliveryStates.All)
                {
                    var after = DeliveryFold.OfParts([DeliveryFold.Apply(first, receipt), second]);
                    if (before.IsFinal)
                        after.IsFinal.ShouldBeTrue();
                    else
                        after.Rank.ShouldBeGreaterThanOrEqualTo(before.Rank);
                }
            }
        }
    }

    [Fact]
    public void A_message_without_parts_is_a_bug() => Should.Throw<ArgumentException>(() => DeliveryFold.OfParts([]));

    private static DeliveryState Fold(IEnumerable<DeliveryState> receipts) => receipts.Aggregate(DeliveryState.Queued, DeliveryFold.Apply);

    private static IEnumerable<DeliveryState[]> Permutations(DeliveryState[] items)
    {
        if (items.Length <= 1)
        {
            yield return items;
            yield break;
        }

        for (var i = 0; i < items.Length; i++)
        {
            DeliveryState[] others = [.. items[..i], .. items[(i + 1)..]];
            foreach (var rest in Permutations(others))
                yield return [items[i], .. rest];
        }
    }
}

namespace Chasqui.Simulator;

public sealed class ChanceTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, 350, 650)]
    [InlineData(25, 24_500, 25_500)]
    [InlineData(100, 100_000, 100_000)]
    public void A_percentage_of_many_draws_is_what_it_says(double percent, int least, int most)
    {
        var chance = new Chance(42);

        Enumerable.Range(0, 100_000).Count(_ => chance.Draw(Fate.Rejected, percent)).ShouldBeInRange(least, most);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_another_seed_does_not()
    {
        var draws = Draws(new Chance(1));

        Draws(new Chance(1)).ShouldBe(draws);
        Draws(new Chance(2)).ShouldNotBe(draws);
    }

    [Fact]
    public void Fates_do_not_follow_each_other()
    {
        var chance = new Chance(1);

        var both = Enumerable.Range(0, 10_000).Count(_ => chance.Draw(Fate.Rejected, 50) & chance.Draw(Fate.Undeliverable, 50));

        both.ShouldBeInRange(2_300, 2_700);
    }

    private static List<bool> Draws(Chance chance) => [.. Enumerable.Range(0, 200).Select(_ => chance.Draw(Fate.AnswerLost, 50))];
}

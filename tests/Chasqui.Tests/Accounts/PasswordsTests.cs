namespace Chasqui.Accounts;

public sealed class PasswordsTests : IDisposable
{
    private readonly Passwords _passwords = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public async Task An_unknown_account_costs_as_many_iterations_as_a_known_one()
    {
        var hash = await _passwords.HashAsync("correct horse", CancellationToken);
        var known = await TimeAsync(hash);
        var unknown = await TimeAsync(null);
        // Generous, for a busy machine; without the work it would be a hundredth.
        (unknown / known).ShouldBeInRange(0.3, 3);
    }

    [Fact]
    public async Task A_flood_is_turned_away_beyond_the_queue()
    {
        var checks = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(_ => Task.Run(() => _passwords.CheckAsync(null, "x", CancellationToken))));
        checks.Count(check => check == PasswordCheck.Wrong).ShouldBeInRange(Passwords.Queue + 1, 59);
        checks.ShouldContain(PasswordCheck.Busy);
        (await _passwords.CheckAsync(null, "x", CancellationToken)).ShouldBe(PasswordCheck.Wrong);
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("siete77", false)]
    [InlineData("ocho 888", true)]
    [InlineData("QWERTY123", false)]
    [InlineData("ñandúñandú", true)]
    public void Passwords_are_long_enough_and_not_the_ones_everybody_tries(string password, bool taken) =>
        (PasswordRule.Fault(password) is null).ShouldBe(taken);

    [Fact]
    public void A_password_has_at_most_128_characters()
    {
        PasswordRule.Fault(string.Concat(Enumerable.Repeat("🌲", 128))).ShouldBeNull();
        PasswordRule.Fault(new string('x', 129)).ShouldNotBeNull();
    }

    // The fastest of a few: what the machine does besides only adds.
    private async Task<double> TimeAsync(string? hash)
    {
        var best = double.MaxValue;
        for (var run = 0; run < 4; run++)
        {
            var from = TimeProvider.System.GetTimestamp();
            await _passwords.CheckAsync(hash, "wrong", CancellationToken);
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
        }

        return best;
    }
}

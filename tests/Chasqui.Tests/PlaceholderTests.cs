namespace Chasqui;

public sealed class SolutionTests
{
    [Fact]
    public void Solution_builds() => typeof(SolutionTests).Assembly.ShouldNotBeNull();
}

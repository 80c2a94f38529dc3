namespace Chasqui.Providers;

public sealed class PortRotationTests
{
    [Theory]
    [InlineData("(0.3)", "0,1,2,3")]
    [InlineData("(0,2,5)", "0,2,5")]
    [InlineData("(0.2,7)", "0,1,2,7")]
    [InlineData("(4)", "4")]
    [InlineData("3.3", "3")]
    [InlineData(" ( 5 , 1 ) ", "5,1")]
    [InlineData("(1,1,0.2)", "1,0,2")]
    public void Dial_strings_are_read(string dialString, string ports)
    {
        PortRotation.TryParse(dialString, out var rotation).ShouldBeTrue();

        string.Join(',', rotation!.Ports).ShouldBe(ports);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("()")]
    [InlineData("(3.0)")]
    [InlineData("(0.3")]
    [InlineData("0.3)")]
    [InlineData("(0.3.5)")]
    [InlineData("(a)")]
    [InlineData("(-1)")]
    [InlineData("(0,)")]
    [InlineData("(0.99999999)")]
    [InlineData("(1024)")]
    public void What_is_none_is_refused(string? dialString) => PortRotation.TryParse(dialString, out _).ShouldBeFalse();

    [Fact]
    public void Ports_take_turns_and_the_next_ones_stand_in()
    {
        var turns = new Turns();

        Enumerable.Range(0, 4).Select(_ => string.Join(',', turns.Next("(0.2)", [0, 1, 2]))).ShouldBe(["0,1,2", "1,2,0", "2,0,1", "0,1,2"]);
    }
}

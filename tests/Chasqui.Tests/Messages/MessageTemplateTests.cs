namespace Chasqui.Messages;

public sealed class MessageTemplateTests
{
    private static readonly Dictionary<string, string> Ana = new(StringComparer.Ordinal)
    {
        ["Name"] = " Ana ",
        [" due date "] = "3/5",
        ["empty"] = " ",
        ["html"] = "{{name}}",
    };

    [Theory]
    [InlineData("Hola {{name}}, vence {{DUE DATE}}.", "Hola Ana, vence 3/5.")]
    [InlineData("{{ name }}{{name|x}}", "AnaAna")]
    [InlineData("Hola {{nick|amigo}}", "Hola amigo")]
    [InlineData("Hola {{empty| cliente }}!", "Hola cliente!")]
    [InlineData("Hola{{nick|}}!", "Hola!")]
    [InlineData("{{html}}", "{{name}}")]
    [InlineData("{{{name}}}", "{Ana}")]
    [InlineData("{{a {{name}}", "{{a Ana")]
    [InlineData("{{}} {{ }} {{|x}} {{name", "{{}} {{ }} {{|x}} {{name")]
    [InlineData("a }} b {{name}}", "a }} b Ana")]
    [InlineData("{{name|a|b}}{{x|a|b}}", "Anaa|b")]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    public void Variables_are_replaced_and_all_else_is_text(string template, string expected)
    {
        var merged = MessageTemplate.Parse(template).Merge(Ana);
        merged.Text.ShouldBe(expected);
        merged.Unresolved.ShouldBeEmpty();
    }

    [Fact]
    public void What_found_nothing_is_named_once()
    {
        var merged = MessageTemplate.Parse("{{code}}-{{Empty}}-{{CODE}}-{{name}}").Merge(Ana);
        merged.Text.ShouldBe("---Ana");
        merged.Unresolved.ShouldBe(["code", "Empty"]);
    }

    [Fact]
    public void A_template_tells_its_variables_before_anything_is_sent() =>
        MessageTemplate.Parse("{{a}} {{b|x}} {{A}}").Variables.ShouldBe(["a", "b"]);

    [Fact]
    public void Any_text_parses_and_merges()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var template = new string(random.GetItems<char>("{{{}}}|a \n", random.Next(0, 30)));
            var merged = MessageTemplate.Parse(template).Merge(Ana);
            merged.Text.Length.ShouldBeLessThanOrEqualTo(template.Length);
            if (!template.Contains("}}", StringComparison.Ordinal))
                merged.Text.ShouldBe(template);
        }
    }
}

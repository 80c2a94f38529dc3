using System.Text;

namespace Chasqui.Messages.Text;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("a\tb", "a b")]
    [InlineData("a\0\u0007\u007F\u0085b", "ab")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("😀", "😀")]
    public void Text_is_normalised(string written, string sent) => MessageText.Normalise(written).ShouldBe(sent);

    [Fact]
    public void A_broken_surrogate_is_shown_as_unknown() => MessageText.Normalise("a\uD800b\uDC00").ShouldBe("a\uFFFDb\uFFFD");

    [Fact]
    public void Code_points_that_are_no_characters_are_dropped() => MessageText.Normalise("a\uFFFEb\uFFFFй").ShouldBe("abй");

    [Fact]
    public void A_text_that_needs_nothing_is_the_same_instance()
    {
        foreach (var text in new[] { "Hola, ¿qué tal?\n", "مرحبا", "5 €", "😀" })
            MessageText.Normalise(text).ShouldBeSameAs(text);
    }

    [Theory]
    [InlineData("“Hola” – it’s…", "\"Hola\" - it's...")]
    [InlineData("1\u00A0000\u202Fm", "1 000 m")]
    [InlineData("ok\u200B\uFEFF", "ok")]
    [InlineData("Ｈｉ！", "Hi!")]
    [InlineData("½ `x`", "1/2 'x'")]
    [InlineData("‚a‘ ‹b›", ",a' <b>")]
    public void Typography_is_simplified_when_that_keeps_the_text_in_seven_bits(string written, string sent)
    {
        MessageText.Prepare(written, PartOptions.Default).ShouldBe(sent);
        MessageParts.Count(written, PartOptions.Default).Encoding.ShouldBe(TextEncoding.Gsm7);
    }

    [Theory]
    [InlineData("“Привет”")]
    [InlineData("“confirmás”")]
    [InlineData("می\u200Cخواهم")]
    public void Typography_is_kept_when_the_text_needs_sixteen_bits_anyway(string written) =>
        MessageText.Prepare(written, PartOptions.Default).ShouldBeSameAs(written);

    [Theory]
    [InlineData("Señor, ¿confirmás? ¡Sí!", "Señor, ¿confirmas? ¡Si!")]
    [InlineData("ÀÉÈÇ ção “três” º", "AÉEÇ cao \"tres\" o")]
    [InlineData("İşığ ÿ ł Nguyễn", "Isig y l Nguyen")]
    public void Accents_go_only_where_the_alphabet_lacks_the_letter(string written, string sent) =>
        MessageText.Prepare(written, PartOptions.Default with { Transliteration = Transliteration.Accents }).ShouldBe(sent);

    [Fact]
    public void Accents_of_other_scripts_are_never_touched() =>
        MessageText.Transliterate("й ё ά", Transliteration.Accents).ShouldBe("й ё ά");

    [Fact]
    public void Normalising_twice_changes_nothing_more()
    {
        var random = new Random(5);
        for (var i = 0; i < 3_000; i++)
        {
            var highest = i % 2 == 0 ? 0x400 : 0x10000;
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(highest))]);
            var once = MessageText.Normalise(text);
            once.IsNormalized(NormalizationForm.FormC).ShouldBeTrue();
            MessageText.Normalise(once).ShouldBe(once);
        }
    }
}

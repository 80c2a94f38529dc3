namespace Chasqui.Messages.Text;

public sealed class GsmAlphabetTests
{
    [Fact]
    public void Every_alphabet_reads_back_what_it_writes()
    {
        for (var locking = 0; locking <= 13; locking++)
        {
            for (var single = 0; single <= 13; single++)
            {
                var alphabet = GsmAlphabet.Of((NationalLanguage)locking, (NationalLanguage)single);
                var text = new string([.. Enumerable.Range(0, 0xFFFF).Select(c => (char)c).Where(c => alphabet.UnitsOf(c) > 0)]);
                var septets = new byte[alphabet.UnitsOf(text)];
                alphabet.Encode(text, septets).ShouldBe(septets.Length);
                alphabet.Decode(septets).ShouldBe(text);
                text.Length.ShouldBeGreaterThan(100);
            }
        }
    }

    [Fact]
    public void Nine_is_the_capital_cedilla() => GsmAlphabet.Default.Decode([0x09]).ShouldBe("Ç");

    [Theory]
    [InlineData("1B41", "A")]
    [InlineData("1B1B", " ")]
    [InlineData("1B0D", " ")]
    [InlineData("411B", "A ")]
    [InlineData("1B65", "€")]
    [InlineData("1BE5", "€")]
    public void Odd_escapes_are_shown_as_the_standard_says(string septets, string text) =>
        GsmAlphabet.Default.Decode(Convert.FromHexString(septets)).ShouldBe(text);

    [Fact]
    public void An_unassigned_septet_is_shown_as_unknown() =>
        GsmAlphabet.Of(NationalLanguage.Bengali, NationalLanguage.Bengali).Decode([12]).ShouldBe("\uFFFD");

    [Fact]
    public void An_unknown_language_reads_as_the_default_one()
    {
        var alphabet = GsmAlphabet.Of((NationalLanguage)200, (NationalLanguage)14);
        alphabet.Decode([0x41, 0x1B, 0x65]).ShouldBe("A€");
    }

    [Fact]
    public void A_character_outside_the_alphabet_cannot_be_written() =>
        Should.Throw<ArgumentException>(() => GsmAlphabet.Default.Encode("ç", new byte[4]));

    [Fact]
    public void A_text_may_announce_a_table_it_does_not_have_room_for()
    {
        // Header broken in every way: the octets are then read as text, and nothing throws.
        foreach (var hex in new[] { "", "05", "FF0003", "0500030102", "0500FF010203", "030003", "020805", "0500030201" })
        {
            var octets = Convert.FromHexString(hex);
            ReceivedPart.FromPacked(TextEncoding.Gsm7, octets, 160, hasHeader: true, out _).Decode().ShouldNotBeNull();
            ReceivedPart.FromPacked(TextEncoding.Ucs2, octets, 160, hasHeader: true, out _).Decode().ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_part_number_beyond_the_total_is_no_part()
    {
        UserDataHeader.Read([5, 0, 3, 0xCC, 2, 3]).ShouldNotBeNull().Reference.ShouldBeNull();
        UserDataHeader.Read([5, 0, 3, 0xCC, 2, 0]).ShouldNotBeNull().Total.ShouldBe(1);
        var good = UserDataHeader.Read([6, 8, 4, 0x12, 0x34, 2, 1]).ShouldNotBeNull();
        (good.Reference, good.IsSixteenBit, good.Total, good.Number).ShouldBe((0x1234, true, 2, 1));
    }

    [Fact]
    public void Parts_cut_inside_a_pair_are_joined_before_they_are_read()
    {
        var octets = Ucs2.Encode("a😀b");
        ReceivedPart.Join([new(TextEncoding.Ucs2, octets[..4]), new(TextEncoding.Ucs2, octets[4..])]).ShouldBe("a😀b");
        ReceivedPart.Join([new(TextEncoding.Gsm7, [0x1B]), new(TextEncoding.Gsm7, [0x65])]).ShouldBe("€");
        ReceivedPart.Join([new(TextEncoding.Gsm7, [0x41]), new(TextEncoding.Ucs2, octets)]).ShouldBe("Aa😀b");
        Ucs2.Decode([0xD8, 0x00, 0x00, 0x41, 0x42]).ShouldBe("\uFFFDA\uFFFD");
    }
}

using System.Text.Json;

namespace Chasqui.Messages.Text;

public sealed class MessagePartsTests
{
    private static readonly PartOptions Western = new() { NationalLanguages = PartOptions.WesternLanguages };

    public static TheoryData<int> Plain() => Indexes("plain");

    public static TheoryData<int> National() => Indexes("national");

    [Theory]
    [MemberData(nameof(Plain))]
    public void Plain_texts_are_cut_as_in_the_vectors(int index)
    {
        var row = Vectors.Section("segmentation").GetProperty("plain")[index];
        var text = string.Concat(Enumerable.Repeat(row.GetProperty("repeat").GetString(), row.GetProperty("times").GetInt32()))
            + row.GetProperty("suffix").GetString();

        foreach (var (header, name) in new[] { (ConcatHeader.EightBit, "parts_ref8"), (ConcatHeader.SixteenBit, "parts_ref16") })
        {
            var options = PartOptions.Verbatim with { Header = header };
            var count = MessageParts.Count(text, options);
            count.Encoding.ShouldBe(Enum.Parse<TextEncoding>(row.GetProperty("encoding").GetString()!, ignoreCase: true));
            count.Units.ShouldBe(row.GetProperty("units").GetInt32());
            Sizes(MessageParts.Cut(text, options, 7)).ShouldBe(Numbers(row.GetProperty(name)));
        }
    }

    [Theory]
    [MemberData(nameof(National))]
    public void National_tables_are_used_as_in_the_vectors(int index)
    {
        var row = Vectors.Section("segmentation").GetProperty("national")[index];
        var text = row.GetProperty("text").GetString()!;
        var alphabet = GsmAlphabet.Of(
            (NationalLanguage)row.GetProperty("locking").GetInt32(), (NationalLanguage)row.GetProperty("single").GetInt32());

        MessageParts.Count(text, ConcatHeader.EightBit, alphabet).Units.ShouldBe(row.GetProperty("units").GetInt32());
        Sizes(MessageParts.Cut(text, ConcatHeader.EightBit, alphabet, 1)).ShouldBe(Numbers(row.GetProperty("parts_ref8")));
        Sizes(MessageParts.Cut(text, ConcatHeader.SixteenBit, alphabet, 1)).ShouldBe(Numbers(row.GetProperty("parts_ref16")));

        var without = MessageParts.Cut(text, PartOptions.Verbatim, 1);
        without[0].Encoding.ShouldBe(TextEncoding.Ucs2);
        Sizes(without).ShouldBe(Numbers(row.GetProperty("without_shift").GetProperty("parts_ref8")));
    }

    [Fact]
    public void The_language_with_the_fewest_parts_is_chosen()
    {
        var spanish = MessageParts.Count(string.Concat(Enumerable.Repeat("Atención: su código está listo. ", 4)), Western);
        (spanish.Encoding, spanish.Locking, spanish.Single)
            .ShouldBe((TextEncoding.Gsm7, NationalLanguage.Default, NationalLanguage.Spanish));

        var portuguese = MessageParts.Count(string.Concat(Enumerable.Repeat("Você não está só: ção ", 12)), Western);
        (portuguese.Parts, portuguese.Locking, portuguese.Single).ShouldBe((2, NationalLanguage.Portuguese, NationalLanguage.Portuguese));

        MessageParts.Count("Привет", Western).Encoding.ShouldBe(TextEncoding.Ucs2);
    }

    [Fact]
    public void National_tables_are_not_used_unless_asked_for() =>
        MessageParts.Count("confirmás", PartOptions.Default).Encoding.ShouldBe(TextEncoding.Ucs2);

    [Fact]
    public void Remaining_tells_how_much_more_fits_the_last_part()
    {
        MessageParts.Count("", PartOptions.Default)
            .ShouldBe(new PartCount(TextEncoding.Gsm7, 0, 1, 160, NationalLanguage.Default, NationalLanguage.Default));
        MessageParts.Count(new string('a', 160), PartOptions.Default).Remaining.ShouldBe(0);
        MessageParts.Count(new string('a', 161), PartOptions.Default).Remaining.ShouldBe(145);
        MessageParts.Count("ش", PartOptions.Default).Remaining.ShouldBe(69);
    }

    [Fact]
    public void A_cluster_of_emoji_stays_in_one_part()
    {
        const string Family = "👨‍👩‍👧‍👦";
        var parts = MessageParts.Cut(new string('ж', 60) + Family + new string('ж', 60), PartOptions.Default, 1);
        parts[0].Text.ShouldBe(new string('ж', 60));
        parts[1].Text.ShouldStartWith(Family);
    }

    [Fact]
    public void A_cluster_longer_than_a_part_is_cut_but_never_inside_a_pair()
    {
        var chain = string.Join('\u200D', Enumerable.Repeat("👩", 60));
        var parts = MessageParts.Cut(chain, PartOptions.Default, 1);
        string.Concat(parts.Select(part => part.Text)).ShouldBe(chain);
        parts.ShouldAllBe(part => !char.IsLowSurrogate(part.Text[0]) && part.Units <= 67);
    }

    [Fact]
    public void A_text_beyond_255_parts_is_counted_and_not_cut()
    {
        var text = new string('a', 153 * 255 + 1);
        MessageParts.Count(text, PartOptions.Default).Parts.ShouldBe(256);
        Should.Throw<ArgumentException>(() => MessageParts.Cut(text, PartOptions.Default, 1));
    }

    [Fact]
    public void Counting_a_seven_bit_text_allocates_nothing()
    {
        const string Text = "Hola {ñ} €: ¿qué? 12345678901234567890123456789012345678901234567890123456789012345678901234567890";
        var longer = string.Concat(Text, Text, Text, Text);
        MessageParts.Count(longer, PartOptions.Default).Parts.ShouldBe(3);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            _ = MessageParts.Count(longer, PartOptions.Default);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Whatever_the_text_the_parts_hold_it_fit_and_agree_with_the_count()
    {
        var random = new Random(20_251_121);
        string[] pieces =
        [
            "a", "Z9 ", "€", "[", "ñ", "á", "ç", "“", "…", "ш", "م", "😀", "👨‍👩‍👧", "🇺🇾", "e\u0301", "\r\n", "\t", "\0",
            "\uD800", "\uDC00", "नि", "ği",
        ];
        PartOptions[] all =
        [
            PartOptions.Default, Western, PartOptions.Default with { Header = ConcatHeader.SixteenBit },
            PartOptions.Default with { Transliteration = Transliteration.Accents },
            PartOptions.Default with { Transliteration = Transliteration.None, Header = ConcatHeader.ByCarrier },
            Western with { NationalLanguages = [NationalLanguage.Hindi, NationalLanguage.Urdu], Header = ConcatHeader.SixteenBit },
        ];

        for (var i = 0; i < 1_500; i++)
        {
            var vocabulary = random.GetItems(pieces, random.Next(1, 6));
            var text = string.Concat(random.GetItems(vocabulary, random.Next(0, 400)));
            var options = all[i % all.Length];

            var count = MessageParts.Count(text, options);
            var parts = MessageParts.Cut(text, options, random.Next());

            parts.Length.ShouldBe(count.Parts);
            parts.Sum(part => part.Units).ShouldBe(count.Units);
            string.Concat(parts.Select(part => part.Text)).ShouldBe(MessageText.Prepare(text, options));
            parts.ShouldAllBe(part => part.PackedUserData().Length <= 140 && part.Encoding == count.Encoding);
            parts.ShouldAllBe(part => part.Header.Length == 0 || part.Header[0] == part.Header.Length - 1);
            Received(parts).ShouldBe(MessageText.Prepare(text, options));
        }
    }

    /// <summary>What a phone makes of the octets on the air.</summary>
    private static string Received(MessagePart[] parts) => ReceivedPart.Join([.. parts.Select(part =>
    {
        var received = ReceivedPart.FromPacked(
            part.Encoding, part.PackedUserData(), part.UserDataLength, part.Header.Length > 0, out var header);
        (header?.Number ?? part.Number).ShouldBe(part.Number);
        return received;
    })]);

    private static int[] Sizes(IEnumerable<MessagePart> parts) => [.. parts.Select(part => part.Units)];

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    private static TheoryData<int> Indexes(string list) =>
        [.. Enumerable.Range(0, Vectors.Section("segmentation").GetProperty(list).GetArrayLength())];
}

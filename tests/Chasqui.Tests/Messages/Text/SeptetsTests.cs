namespace Chasqui.Messages.Text;

public sealed class SeptetsTests
{
    [Fact]
    public void Texts_pack_as_in_the_vectors()
    {
        foreach (var row in Vectors.Section("gsm7_packing").EnumerateArray())
        {
            var text = row.GetProperty("text").GetString()!;
            var septets = new byte[GsmAlphabet.Default.UnitsOf(text)];
            GsmAlphabet.Default.Encode(text, septets).ShouldBe(row.GetProperty("count").GetInt32());

            Convert.ToHexString(septets).ShouldBe(row.GetProperty("septets").GetString());
            Convert.ToHexString(Septets.Pack(septets)).ShouldBe(row.GetProperty("packed").GetString());
            Septets.Unpack(Septets.Pack(septets), septets.Length).ShouldBe(septets);
        }
    }

    [Fact]
    public void Text_behind_a_header_starts_on_a_septet_boundary()
    {
        foreach (var row in Vectors.Section("gsm7_udh").EnumerateArray())
        {
            var udh = Convert.FromHexString(row.GetProperty("udh").GetString()!);
            var userData = Convert.FromHexString(row.GetProperty("tp_ud").GetString()!);
            Septets.FillBits(udh.Length).ShouldBe(row.GetProperty("fill_bits").GetInt32());

            var received = ReceivedPart.FromPacked(
                TextEncoding.Gsm7, userData, row.GetProperty("tp_udl_septets").GetInt32(), hasHeader: true, out var header);

            received.Decode().ShouldBe(row.GetProperty("text").GetString());
            header.ShouldNotBeNull().Octets.ShouldBe(udh.Length);
            byte[] packed = [.. udh, .. Septets.Pack(received.Body, Septets.FillBits(udh.Length))];
            packed.ShouldBe(userData);
        }
    }

    [Fact]
    public void Packing_and_unpacking_undo_each_other_at_any_length_and_offset()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var septets = new byte[random.Next(0, 161)];
            for (var j = 0; j < septets.Length; j++)
                septets[j] = (byte)random.Next(128);
            var fill = random.Next(0, 7);
            Septets.Unpack(Septets.Pack(septets, fill), septets.Length, fill).ShouldBe(septets);
        }
    }

    [Fact]
    public void A_length_beyond_the_octets_reads_what_is_there()
    {
        Septets.Unpack([0x31, 0xD9], 160).Length.ShouldBe(2);
        Septets.Unpack([], 160).ShouldBeEmpty();
        Septets.Unpack([0x31], -3).ShouldBeEmpty();
    }
}

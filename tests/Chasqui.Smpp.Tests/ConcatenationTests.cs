using System.Text;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

public sealed class ConcatenationTests
{
    [Theory]
    [InlineData(SmppDataCoding.Default, SmppConcatenationMethod.Udh8, 160, 1)]
    [InlineData(SmppDataCoding.Default, SmppConcatenationMethod.Udh8, 161, 2)]
    [InlineData(SmppDataCoding.Default, SmppConcatenationMethod.Udh8, 306, 2)]
    [InlineData(SmppDataCoding.Default, SmppConcatenationMethod.Udh8, 307, 3)]
    [InlineData(SmppDataCoding.Default, SmppConcatenationMethod.Udh16, 304, 2)]
    [InlineData(SmppDataCoding.Default, SmppConcatenationMethod.Udh16, 305, 3)]
    [InlineData(SmppDataCoding.Ucs2, SmppConcatenationMethod.Udh8, 140, 1)]
    [InlineData(SmppDataCoding.Ucs2, SmppConcatenationMethod.Sar, 268, 2)]
    [InlineData(SmppDataCoding.Ucs2, SmppConcatenationMethod.Sar, 270, 3)]
    [InlineData(SmppDataCoding.Ucs2, SmppConcatenationMethod.Udh16, 264, 2)]
    [InlineData(SmppDataCoding.Binary, SmppConcatenationMethod.Udh8, 268, 2)]
    [InlineData(SmppDataCoding.Latin1, SmppConcatenationMethod.Payload, 5000, 1)]
    public void There_are_as_few_parts_as_fit(byte dataCoding, SmppConcatenationMethod method, int octets, int parts)
    {
        var cut = SmppConcatenation.Cut(new byte[octets], dataCoding, method);
        cut.Count.ShouldBe(parts);
        cut.Sum(part => part.Length).ShouldBe(octets);
    }

    [Fact]
    public void A_cut_never_parts_an_escape_from_its_character()
    {
        // The euro sign is 1B 65: one before each end of a part, and a run of escapes.
        var octets = Encoding.Latin1.GetBytes(
            new string('a', 152) + "\u001Be" + new string('b', 151) + "\u001B\u001B\u001Be" + new string('c', 20));
        foreach (var part in SmppConcatenation.Cut(octets, SmppDataCoding.Default, SmppConcatenationMethod.Udh8))
        {
            part.Length.ShouldBeLessThanOrEqualTo(153);
            var escapes = part.ToArray().Reverse().TakeWhile(octet => octet == 0x1B).Count();
            (escapes % 2).ShouldBe(0);
        }
    }

    [Fact]
    public void A_cut_never_parts_a_surrogate_pair()
    {
        for (var before = 0; before < 4; before++)
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat("😀", 100));
            var parts = SmppConcatenation.Cut(Encoding.BigEndianUnicode.GetBytes(text), SmppDataCoding.Ucs2, SmppConcatenationMethod.Udh8);
            string.Concat(parts.Select(part => new UnicodeEncoding(true, false, true).GetString(part.Span))).ShouldBe(text);
        }
    }

    [Theory]
    [InlineData(SmppConcatenationMethod.Udh8)]
    [InlineData(SmppConcatenationMethod.Udh16)]
    [InlineData(SmppConcatenationMethod.Sar)]
    public void Parts_say_on_the_wire_which_they_are(SmppConcatenationMethod method)
    {
        var octets = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 150).Select(i => $"{i:000}")));
        var pdus = SmppConcatenation.Build(Link.Hello, SmppConcatenation.Cut(octets, 0, method), method, 0x1234);
        var joined = new List<byte>();
        for (var i = 0; i < pdus.Count; i++)
        {
            var read = (SubmitSm)Wire.Decode(Wire.Encode(pdus[i])).Pdu;
            SmppConcatenation.TryRead(read, out var part).ShouldBeTrue();
            part.ShouldBe(new SmppPart(
                method == SmppConcatenationMethod.Udh8 ? (ushort)0x34 : (ushort)0x1234,
                (byte)pdus.Count,
                (byte)(i + 1),
                Wide: method != SmppConcatenationMethod.Udh8));
            SmppConcatenation.KeyOf(read).ShouldBe(SmppConcatenation.KeyOf(pdus[0]));
            joined.AddRange(SmppUserDataHeader.ContentOf(read).Span);
        }
        joined.ShouldBe(octets);
    }

    [Fact]
    public void The_header_is_that_of_the_vector()
    {
        var (_, pdu) = Wire.Decode(Vectors.Octets("submit_udh"));
        var submit = (SubmitSm)pdu;
        SmppConcatenation.TryRead(submit, out var part).ShouldBeTrue();
        part.ShouldBe(new SmppPart(0xCC, 2, 1, Wide: false));
        var built = SmppConcatenation.Build(
            Link.Hello with { DataCoding = SmppDataCoding.Ucs2 },
            [SmppUserDataHeader.ContentOf(submit), new byte[2]],
            SmppConcatenationMethod.Udh8,
            0xCC);
        Convert.ToHexString(built[0].ShortMessage.Span).ShouldBe(Convert.ToHexString(submit.ShortMessage.Span));
        built[0].EsmClass.ShouldBe(submit.EsmClass);
    }

    [Fact]
    public void Other_elements_share_the_header_and_stand_alone_where_there_is_no_other()
    {
        byte[] turkish = [0x24, 1, 1];
        foreach (var method in Enum.GetValues<SmppConcatenationMethod>())
        {
            foreach (var count in (int[])[1, 2])
            {
                var parts = Enumerable.Repeat<ReadOnlyMemory<byte>>("part"u8.ToArray(), count).ToArray();
                foreach (var pdu in SmppConcatenation.Build(Link.Hello, parts, method, 7, turkish))
                {
                    SmppUserDataHeader.TryGet(SmppUserDataHeader.HeaderOf(pdu).Span, 0x24, out var table).ShouldBeTrue();
                    table[0].ShouldBe((byte)1);
                    Encoding.ASCII.GetString(SmppUserDataHeader.ContentOf(pdu).Span).ShouldStartWith("part");
                    SmppConcatenation.TryRead(pdu, out _).ShouldBe(count == 2 && method != SmppConcatenationMethod.Payload);
                }
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("05")]
    [InlineData("FF0003CC0201")]
    [InlineData("05000300000061")]
    [InlineData("050003CC020361")]
    [InlineData("050003CC020061")]
    [InlineData("0500FFCC020161")]
    [InlineData("0100")]
    public void A_broken_header_makes_no_part_and_no_harm(string octets)
    {
        var message = new DeliverSm { EsmClass = SmppEsmClass.UserDataHeader, ShortMessage = Convert.FromHexString(octets) };
        SmppConcatenation.TryRead(message, out _).ShouldBeFalse();
        SmppUserDataHeader.ContentOf(message).Length.ShouldBeLessThanOrEqualTo(message.ShortMessage.Length);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Should.Throw<ArgumentException>(() => SmppConcatenation.Build(Link.Hello, [], SmppConcatenationMethod.Udh8, 1));
        var many = Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[1], 256).ToArray();
        Should.Throw<ArgumentException>(() => SmppConcatenation.Build(Link.Hello, many, SmppConcatenationMethod.Udh8, 1));
        Should.Throw<ArgumentException>(
            () => SmppConcatenation.Build(Link.Hello, [new byte[250], new byte[1]], SmppConcatenationMethod.Udh8, 1));
        Should.Throw<ArgumentException>(
            () => SmppConcatenation.Build(Link.Hello, [new byte[70_000]], SmppConcatenationMethod.Payload, 1));
    }

    [Fact]
    public void References_of_one_pair_of_addresses_follow_each_other()
    {
        var references = new SmppReferences();
        var first = references.Next(Link.Hello.Source, Link.Hello.Destination);
        references.Next(Link.Hello.Source, Link.Hello.Destination).ShouldBe((ushort)(first + 1));
    }
}

public sealed class FieldTests
{
    [Theory]
    [InlineData("+59898344484", SmppTon.International, SmppNpi.Isdn, "59898344484")]
    [InlineData("59898344484", SmppTon.International, SmppNpi.Isdn, "59898344484")]
    [InlineData("12345", SmppTon.NetworkSpecific, SmppNpi.Unknown, "12345")]
    [InlineData("Acme", SmppTon.Alphanumeric, SmppNpi.Unknown, "Acme")]
    [InlineData("Acme 24", SmppTon.Alphanumeric, SmppNpi.Unknown, "Acme 24")]
    [InlineData("+", SmppTon.Alphanumeric, SmppNpi.Unknown, "+")]
    [InlineData("", SmppTon.Unknown, SmppNpi.Unknown, "")]
    public void An_address_is_guessed_as_most_smscs_take_it(string address, SmppTon ton, SmppNpi npi, string value) =>
        SmppAddress.Guess(address).ShouldBe(new SmppAddress(ton, npi, value));

    [Theory]
    [InlineData("2026-01-02T03:04:05.600+00:00", "260102030405600+")]
    [InlineData("2026-01-02T03:04:05-03:00", "260102030405012-")]
    [InlineData("2026-01-02T03:04:05+05:45", "260102030405023+")]
    public void A_moment_is_written_and_read_again(string moment, string text)
    {
        var at = DateTimeOffset.Parse(moment);
        SmppTime.Absolute(at).ShouldBe(text);
        SmppTime.TryParse(text, default, out var read).ShouldBeTrue();
        read.ShouldBe(at);
    }

    [Theory]
    [InlineData("1.00:00:00", "000001000000000R")]
    [InlineData("00:30:00", "000000003000000R")]
    [InlineData("30.00:00:00", "000030000000000R")]
    public void A_duration_is_written_and_read_from_now(string duration, string text)
    {
        var span = TimeSpan.Parse(duration);
        SmppTime.Relative(span).ShouldBe(text);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        SmppTime.TryParse(text, now, out var read).ShouldBeTrue();
        read.ShouldBe(now + span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("26010203040560")]
    [InlineData("261302030405600+")]
    [InlineData("260230030405600+")]
    [InlineData("260102250405600+")]
    [InlineData("260102030405649+")]
    [InlineData("260102030405600Z")]
    [InlineData("２60102030405600+")]
    public void What_is_no_time_is_not_read(string text) => SmppTime.TryParse(text, default, out _).ShouldBeFalse();

    [Fact]
    public void A_duration_beyond_thirty_days_is_said_as_a_moment() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SmppTime.Relative(TimeSpan.FromDays(31)));

    [Fact]
    public void Every_named_status_and_command_has_the_specifications_name()
    {
        foreach (var status in Enum.GetValues<SmppCommandStatus>()) status.Name().ShouldStartWith("ESME_R");
        foreach (var command in Enum.GetValues<SmppCommandId>().Where(one => one != SmppCommandId.None))
            command.Name().ShouldNotStartWith("0x");
        ((SmppCommandStatus)0x400).Name().ShouldBe("0x00000400");
    }

    [Fact]
    public void A_number_parameter_is_read_whatever_its_width()
    {
        SmppTlvs tlvs =
        [
            new(SmppTag.MessageState, new byte[] { 0, 0, 2 }),
            new(SmppTag.PayloadType, new byte[5]),
            new(SmppTag.SetDpf, default),
        ];
        tlvs.Number(SmppTag.MessageState).ShouldBe(2u);
        tlvs.Number(SmppTag.PayloadType).ShouldBeNull();
        tlvs.Number(SmppTag.SetDpf).ShouldBeNull();
        tlvs.Number(SmppTag.SourcePort).ShouldBeNull();
    }
}

using System.Buffers;
using System.Text;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

public sealed class VectorTests
{
    private static readonly SmppAddress Acme = new(SmppTon.Alphanumeric, SmppNpi.Unknown, "Acme");
    private static readonly SmppAddress Phone = SmppAddress.International("+59898344484");

    private static readonly SubmitSm Plain = new()
    {
        Source = Acme,
        Destination = Phone,
        RegisteredDelivery = SmppRegisteredDelivery.Final,
        ShortMessage = "Hola"u8.ToArray(),
    };

    public static TheoryData<string> Names => [.. Vectors.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_is_written_as_the_independent_encoder_wrote_it(string name)
    {
        var (status, sequence, pdu) = Meant(name);
        Convert.ToHexString(Wire.Encode(pdu, status, sequence)).ShouldBe(Convert.ToHexString(Vectors.Octets(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_read_and_written_again_is_the_same(string name)
    {
        var octets = Vectors.Octets(name);
        var (header, pdu) = Wire.Decode(octets);
        if (name == "throttled")
        {
            // A refusal has no body; its type could only write an empty id.
            ((SubmitSmResponse)pdu).MessageId.ShouldBe("");
            return;
        }
        Convert.ToHexString(Wire.Encode(pdu, header.Status, header.Sequence)).ShouldBe(Convert.ToHexString(octets));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_in_pieces_of_one_octet_reads_as_the_whole(string name)
    {
        var octets = Vectors.Octets(name);
        for (var length = 0; length < octets.Length; length++)
        {
            var part = length == 0 ? ReadOnlySequence<byte>.Empty : Wire.InPieces(octets.AsMemory(0, length));
            SmppCodec.ReadFrame(ref part, SmppCodec.DefaultMaxLength, out _, out _).ShouldBe(SmppFrame.Incomplete);
            part.Length.ShouldBe(length);
        }
        var buffer = Wire.InPieces(octets);
        SmppCodec.ReadFrame(ref buffer, SmppCodec.DefaultMaxLength, out var header, out var body).ShouldBe(SmppFrame.Complete);
        SmppCodec.TryDecode(header, body, out var pdu, out _).ShouldBeTrue();
        var whole = Wire.Decode(octets);
        header.ShouldBe(whole.Header);
        Convert.ToHexString(Wire.Encode(pdu)).ShouldBe(Convert.ToHexString(Wire.Encode(whole.Pdu)));
    }

    [Fact]
    public void The_fields_of_a_submit_are_where_they_belong()
    {
        var (header, pdu) = Wire.Decode(Vectors.Octets("submit"));
        header.Sequence.ShouldBe(2u);
        var submit = pdu.ShouldBeOfType<SubmitSm>();
        submit.Source.ShouldBe(Acme);
        submit.Destination.ShouldBe(Phone);
        submit.ValidityPeriod.ShouldBe("000001000000000R");
        submit.RegisteredDelivery.ShouldBe((byte)1);
        Encoding.ASCII.GetString(submit.ShortMessage.Span).ShouldBe("Hola");
    }

    private static (SmppCommandStatus Status, uint Sequence, SmppPdu Pdu) Meant(string name) => name switch
    {
        "bind" => (SmppCommandStatus.Ok, 1, new BindTransceiver { SystemId = "acme", Password = "s3cret12" }),
        "bind_resp" => (SmppCommandStatus.Ok, 1, new BindResponse(SmppCommandId.BindTransceiver)
        {
            SystemId = "smsc",
            Tlvs = [SmppTlv.OneOctet(SmppTag.ScInterfaceVersion, 0x34)],
        }),
        "submit" => (SmppCommandStatus.Ok, 2, Plain with { ValidityPeriod = SmppTime.Relative(TimeSpan.FromDays(1)) }),
        "submit_udh" => (SmppCommandStatus.Ok, 3, Plain with
        {
            EsmClass = SmppEsmClass.UserDataHeader,
            DataCoding = SmppDataCoding.Ucs2,
            ShortMessage = Convert.FromHexString("050003CC02010633064406270645"),
        }),
        "submit_sar" => (SmppCommandStatus.Ok, 4, Plain with
        {
            ShortMessage = "part1"u8.ToArray(),
            Tlvs =
            [
                SmppTlv.TwoOctets(SmppTag.SarMsgRefNum, 0x04D2),
                SmppTlv.OneOctet(SmppTag.SarTotalSegments, 2),
                SmppTlv.OneOctet(SmppTag.SarSegmentSeqnum, 1),
            ],
        }),
        "submit_payload" => (SmppCommandStatus.Ok, 5, Plain with
        {
            RegisteredDelivery = 0,
            ShortMessage = default,
            Tlvs = [new(SmppTag.MessagePayload, "Hola"u8.ToArray())],
        }),
        "submit_resp" => (SmppCommandStatus.Ok, 2, new SubmitSmResponse { MessageId = "64E2A9F1" }),
        "throttled" => (SmppCommandStatus.Throttled, 6, new EmptyResponse(SmppCommandId.SubmitSmResponse)),
        "dlr" => (SmppCommandStatus.Ok, 7, new DeliverSm
        {
            Source = Phone,
            Destination = Acme,
            EsmClass = SmppEsmClass.Receipt,
            ShortMessage = Encoding.ASCII.GetBytes(
                "id:1692576241 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:Hola"),
            Tlvs = [SmppTlv.CString(SmppTag.ReceiptedMessageId, "64E2A9F1"), SmppTlv.OneOctet(SmppTag.MessageState, 2)],
        }),
        "enq" => (SmppCommandStatus.Ok, 8, new EnquireLink()),
        "enqr" => (SmppCommandStatus.Ok, 8, new EnquireLinkResponse()),
        "unbind" => (SmppCommandStatus.Ok, 9, new Unbind()),
        "nack" => (SmppCommandStatus.InvalidCommandId, 10, new GenericNack()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such vector."),
    };
}

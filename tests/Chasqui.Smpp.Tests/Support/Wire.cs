using System.Buffers;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Support;

/// <summary>Octets to PDUs and back, for tests.</summary>
internal static class Wire
{
    public static byte[] Encode(SmppPdu pdu, SmppCommandStatus status = SmppCommandStatus.Ok, uint sequence = 1)
    {
        var target = new ArrayBufferWriter<byte>();
        SmppCodec.Write(target, pdu, status, sequence);
        return target.WrittenSpan.ToArray();
    }

    public static (SmppHeader Header, SmppPdu Pdu) Decode(ReadOnlyMemory<byte> octets)
    {
        var buffer = new ReadOnlySequence<byte>(octets);
        SmppCodec.ReadFrame(ref buffer, SmppCodec.DefaultMaxLength, out var header, out var body).ShouldBe(SmppFrame.Complete);
        buffer.IsEmpty.ShouldBeTrue();
        SmppCodec.TryDecode(header, body, out var pdu, out var error).ShouldBeTrue(error.Name());
        return (header, pdu);
    }

    /// <summary>The same octets, one to a segment.</summary>
    public static ReadOnlySequence<byte> InPieces(ReadOnlyMemory<byte> octets)
    {
        var first = new Piece(octets[..1], 0);
        var last = first;
        for (var i = 1; i < octets.Length; i++) last = last.Append(octets.Slice(i, 1));
        return new(first, 0, last, 1);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> octets, long at)
        {
            Memory = octets;
            RunningIndex = at;
        }

        public Piece Append(ReadOnlyMemory<byte> octets)
        {
            var next = new Piece(octets, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

using System.Buffers;

namespace Chasqui.Smpp.Sessions;

/// <summary>
/// The output pipe's memory. Segments are taken by whoever submits and given back by the write loop, so that the shared pool, which keeps
/// arrays by thread, would allocate anew most of the time.
/// </summary>
internal sealed class SegmentPool : MemoryPool<byte>
{
    public const int SegmentSize = 16 * 1024;
    private const int MaxKept = 16;

    private readonly Lock _gate = new();
    private readonly Stack<Segment> _free = new(MaxKept);

    public override int MaxBufferSize => Array.MaxLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (minBufferSize > SegmentSize) return new Segment(null, minBufferSize);
        lock (_gate)
        {
            if (_free.TryPop(out var segment)) return segment;
        }
        return new Segment(this, SegmentSize);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Segment segment)
    {
        lock (_gate)
        {
            if (_free.Count < MaxKept) _free.Push(segment);
        }
    }

    /// <summary>One array; those larger than usual, for a long message_payload, are left to the garbage collector.</summary>
    private sealed class Segment(SegmentPool? pool, int size) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[size];

        public void Dispose() => pool?.Return(this);
    }
}

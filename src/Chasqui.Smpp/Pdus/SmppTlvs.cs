using System.Buffers.Binary;
using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chasqui.Smpp.Pdus;

/// <summary>One optional parameter: tag, length, value (SMPP 3.4 §5.3).</summary>
/// <param name="Tag">What it is.</param>
/// <param name="Value">Its octets, at most 65,535; integers are big-endian.</param>
public readonly record struct SmppTlv(SmppTag Tag, ReadOnlyMemory<byte> Value)
{
    /// <summary>A parameter of one octet.</summary>
    public static SmppTlv OneOctet(SmppTag tag, byte value) => new(tag, new[] { value });

    /// <summary>A parameter of two octets.</summary>
    public static SmppTlv TwoOctets(SmppTag tag, ushort value) => new(tag, new[] { (byte)(value >> 8), (byte)value });

    /// <summary>A C string: the characters and a NUL.</summary>
    public static SmppTlv CString(SmppTag tag, string value)
    {
        var octets = new byte[value.Length + 1];
        Encoding.Latin1.GetBytes(value, octets);
        return new(tag, octets);
    }
}

/// <summary>The optional parameters of a PDU in the order of the wire. Never changes once made.</summary>
[CollectionBuilder(typeof(SmppTlvs), nameof(Create))]
public sealed class SmppTlvs : IReadOnlyList<SmppTlv>
{
    private readonly SmppTlv[] _items;

    private SmppTlvs(SmppTlv[] items) => _items = items;

    /// <summary>No optional parameters.</summary>
    public static SmppTlvs Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public SmppTlv this[int index] => _items[index];

    /// <summary>The parameters of a collection expression.</summary>
    public static SmppTlvs Create(ReadOnlySpan<SmppTlv> items) => items.IsEmpty ? Empty : new(items.ToArray());

    /// <summary>These and one more.</summary>
    public SmppTlvs With(SmppTlv tlv) => new([.. _items, tlv]);

    /// <summary>The value of the first parameter with this tag.</summary>
    public bool TryGet(SmppTag tag, out ReadOnlyMemory<byte> value)
    {
        foreach (var item in _items)
        {
            if (item.Tag != tag) continue;
            value = item.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>A parameter as a number, whichever of one to four octets the sender took; null when absent or longer.</summary>
    public uint? Number(SmppTag tag)
    {
        if (!TryGet(tag, out var value) || value.Length is 0 or > 4) return null;
        Span<byte> word = stackalloc byte[4];
        word.Clear();
        value.Span.CopyTo(word[(4 - value.Length)..]);
        return BinaryPrimitives.ReadUInt32BigEndian(word);
    }

    /// <summary>A parameter as a C string, with or without its NUL; null when it is absent.</summary>
    public string? Text(SmppTag tag)
    {
        if (!TryGet(tag, out var value)) return null;
        var end = value.Span.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? value.Span : value.Span[..end]);
    }

    /// <inheritdoc/>
    public IEnumerator<SmppTlv> GetEnumerator() => ((IEnumerable<SmppTlv>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ReadOnlySpan<SmppTlv> Span => _items;

    internal static SmppTlvs Adopt(SmppTlv[] items) => new(items);
}

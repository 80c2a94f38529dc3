using System.Buffers.Binary;
using System.Text;

namespace Chasqui.Smpp.Pdus;

/// <summary>
/// Reads one body. The first thing that cannot be read is kept in <see cref="Error"/> and all reads after it give empty values, so that
/// hostile input costs no exception. A response is read leniently: what is missing is empty, because SMSCs leave out bodies and NULs,
/// and the outcome stands in the header.
/// </summary>
internal ref struct SmppReader(ReadOnlySpan<byte> body, bool lenient)
{
    private ReadOnlySpan<byte> _rest = body;

    public SmppCommandStatus Error { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Octet()
    {
        if (_rest.IsEmpty)
        {
            Fail(SmppCommandStatus.InvalidCommandLength);
            return 0;
        }
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public uint Word()
    {
        if (_rest.Length < 4)
        {
            Fail(SmppCommandStatus.InvalidCommandLength);
            return 0;
        }
        var value = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public string CString()
    {
        var end = _rest.IndexOf((byte)0);
        if (end == 0)
        {
            _rest = _rest[1..];
            return "";
        }
        if (end < 0)
        {
            if (!lenient) Fail(SmppCommandStatus.InvalidCommandLength);
            end = _rest.Length;
        }
        var value = _rest.IsEmpty ? "" : Encoding.Latin1.GetString(_rest[..end]);
        _rest = end < _rest.Length ? _rest[(end + 1)..] : default;
        return value;
    }

    /// <summary>A length of one octet and that many octets.</summary>
    public ReadOnlyMemory<byte> Counted()
    {
        var length = Octet();
        if (_rest.Length < length)
        {
            Fail(SmppCommandStatus.InvalidMessageLength);
            return default;
        }
        var value = length == 0 ? [] : _rest[..length].ToArray();
        _rest = _rest[length..];
        return value;
    }

    /// <summary>All that is left, as octets of no meaning.</summary>
    public ReadOnlyMemory<byte> Remainder()
    {
        var value = _rest.ToArray();
        _rest = default;
        return value;
    }

    /// <summary>All that is left, as optional parameters: one array holds the values of all.</summary>
    public SmppTlvs Tlvs()
    {
        if (_rest.IsEmpty || Error != SmppCommandStatus.Ok) return SmppTlvs.Empty;
        var count = 0;
        var offset = 0;
        while (_rest.Length - offset >= 4)
        {
            var next = offset + 4 + BinaryPrimitives.ReadUInt16BigEndian(_rest[(offset + 2)..]);
            if (next > _rest.Length) break;
            offset = next;
            count++;
        }
        if (offset != _rest.Length) Fail(SmppCommandStatus.InvalidOptionalParameters);
        if (Error != SmppCommandStatus.Ok || count == 0) return SmppTlvs.Empty;
        var octets = _rest[..offset].ToArray();
        var items = new SmppTlv[count];
        offset = 0;
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(offset + 2));
            items[i] = new((SmppTag)BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(offset)), octets.AsMemory(offset + 4, length));
            offset += 4 + length;
        }
        _rest = default;
        return SmppTlvs.Adopt(items);
    }

    public void Fail(SmppCommandStatus status)
    {
        if (Error == SmppCommandStatus.Ok && !lenient) Error = status;
        if (!lenient) _rest = default;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Chasqui.Smpp.Pdus;

/// <summary>
/// Writes one body, twice: first without a target, which measures and checks, then into a span of exactly that size. So each PDU says its
/// layout once, and nothing has been written when a field turns out to be unfit.
/// </summary>
internal ref struct SmppWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;
    private readonly bool _measuring = target.IsEmpty;

    public int Length { get; private set; }

    public void Octet(byte value)
    {
        if (!_measuring) _target[Length] = value;
        Length++;
    }

    public void Short(ushort value)
    {
        if (!_measuring) BinaryPrimitives.WriteUInt16BigEndian(_target[Length..], value);
        Length += 2;
    }

    public void Word(uint value)
    {
        if (!_measuring) BinaryPrimitives.WriteUInt32BigEndian(_target[Length..], value);
        Length += 4;
    }

    /// <param name="value">The characters, which must be Latin-1 and not NUL: a NUL inside would shift every field after it.</param>
    /// <param name="limit">Octets with the NUL, as in the specification's tables.</param>
    /// <param name="field">The specification's name, for the exception.</param>
    public void CString(string value, int limit, string field)
    {
        if (_measuring) Check(value, limit, field);
        else
        {
            Encoding.Latin1.GetBytes(value, _target[Length..]);
            _target[Length + value.Length] = 0;
        }
        Length += value.Length + 1;
    }

    public void Counted(ReadOnlyMemory<byte> value, string field)
    {
        if (value.Length > byte.MaxValue)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{field} has {value.Length} octets; above 255 it belongs into message_payload."),
                field);
        Octet((byte)value.Length);
        Octets(value.Span);
    }

    public void Octets(ReadOnlySpan<byte> value)
    {
        if (!_measuring) value.CopyTo(_target[Length..]);
        Length += value.Length;
    }

    public void Tlvs(SmppTlvs tlvs)
    {
        foreach (var tlv in tlvs.Span)
        {
            if (tlv.Value.Length > ushort.MaxValue)
                throw new ArgumentException("An optional parameter has more than 65,535 octets.", nameof(tlvs));
            Short((ushort)tlv.Tag);
            Short((ushort)tlv.Value.Length);
            Octets(tlv.Value.Span);
        }
    }

    private static void Check(string value, int limit, string field)
    {
        if (value.Length >= limit)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{field} has {value.Length} characters; at most {limit - 1} are allowed."),
                field);
        if (value.AsSpan().ContainsAnyExceptInRange('\u0001', '\u00FF'))
            throw new ArgumentException($"{field} has a character that is NUL or not Latin-1.", field);
    }
}

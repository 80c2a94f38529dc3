using System.Buffers.Binary;

namespace Chasqui.Messages.Text;

/// <summary>The header before the text of a part (3GPP TS 23.040 §9.2.3.24): which part of what, which tables, which port.</summary>
internal sealed record UserDataHeader
{
    private const byte ConcatEight = 0x00, Port16 = 0x05, ConcatSixteen = 0x08, SingleShift = 0x24, LockingShift = 0x25;

    /// <summary>Octets the header takes, its own length octet included.</summary>
    public required int Octets { get; init; }

    /// <summary>Common to the parts of one text; null when the message stands alone.</summary>
    public int? Reference { get; init; }

    /// <summary>An 8-bit and a 16-bit reference of the same value belong to different texts.</summary>
    public bool IsSixteenBit { get; init; }

    /// <summary>Parts in all, 1 for a message that stands alone.</summary>
    public int Total { get; init; } = 1;

    /// <summary>Which part, from 1.</summary>
    public int Number { get; init; } = 1;

    public NationalLanguage Locking { get; init; }

    public NationalLanguage Single { get; init; }

    /// <summary>Present on messages for programs (WAP push, vCards), which are no text.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>Octets of a header with these elements, 0 when there are none.</summary>
    public static int Size(bool concatenated, ConcatHeader concat, GsmAlphabet alphabet)
    {
        var concatOctets = !concatenated ? 0 : concat == ConcatHeader.SixteenBit ? 6 : 5;
        var elements = concatOctets + alphabet.HeaderElements;
        return elements == 0 ? 0 : 1 + elements;
    }

    /// <summary>Writes the header of a part; empty when nothing needs saying.</summary>
    public static byte[] Write(ConcatHeader concat, int reference, int total, int number, GsmAlphabet alphabet)
    {
        var concatenated = total > 1 && concat != ConcatHeader.ByCarrier;
        var size = Size(concatenated, concat, alphabet);
        if (size == 0)
            return [];

        var header = new byte[size];
        header[0] = (byte)(size - 1);
        var at = 1;
        if (concatenated && concat == ConcatHeader.EightBit)
            at = Put(header, at, [ConcatEight, 3, (byte)reference, (byte)total, (byte)number]);
        else if (concatenated)
            at = Put(header, at, [ConcatSixteen, 4, (byte)(reference >> 8), (byte)reference, (byte)total, (byte)number]);
        if (alphabet.Locking != NationalLanguage.Default)
            at = Put(header, at, [LockingShift, 1, (byte)alphabet.Locking]);
        if (alphabet.Single != NationalLanguage.Default)
            Put(header, at, [SingleShift, 1, (byte)alphabet.Single]);
        return header;
    }

    /// <summary>Reads the header at the start of user data; null when its lengths do not add up, which makes it no header.</summary>
    public static UserDataHeader? Read(ReadOnlySpan<byte> userData)
    {
        if (userData.IsEmpty || userData[0] + 1 > userData.Length)
            return null;

        var header = new UserDataHeader { Octets = userData[0] + 1 };
        var elements = userData[1..header.Octets];
        while (!elements.IsEmpty)
        {
            if (elements.Length < 2 || elements[1] + 2 > elements.Length)
                return null;
            header = With(header, elements[0], elements.Slice(2, elements[1]));
            elements = elements[(elements[1] + 2)..];
        }

        return header;
    }

    /// <summary>Unknown elements are skipped; a part number outside the total means the element is to be ignored (§9.2.3.24.1).</summary>
    private static UserDataHeader With(UserDataHeader header, byte element, ReadOnlySpan<byte> data) => element switch
    {
        ConcatEight when data.Length == 3 && data[2] > 0 && data[2] <= data[1] =>
            header with { Reference = data[0], IsSixteenBit = false, Total = data[1], Number = data[2] },
        ConcatSixteen when data.Length == 4 && data[3] > 0 && data[3] <= data[2] =>
            header with { Reference = BinaryPrimitives.ReadUInt16BigEndian(data), IsSixteenBit = true, Total = data[2], Number = data[3] },
        LockingShift when data.Length == 1 => header with { Locking = (NationalLanguage)data[0] },
        SingleShift when data.Length == 1 => header with { Single = (NationalLanguage)data[0] },
        Port16 when data.Length == 4 => header with { DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(data) },
        _ => header,
    };

    private static int Put(Span<byte> header, int at, ReadOnlySpan<byte> element)
    {
        element.CopyTo(header[at..]);
        return at + element.Length;
    }
}

using System.Globalization;

namespace Chasqui.Messages.Text;

/// <summary>Walks a text part by part, filling each as far as it goes. Yields one empty part for an empty text.</summary>
internal ref struct PartCutter
{
    private const int PayloadOctets = 140;

    private readonly GsmAlphabet? _alphabet;
    private readonly int _units;
    private ReadOnlySpan<char> _rest;
    private bool _started;

    private PartCutter(ReadOnlySpan<char> text, int units, GsmAlphabet? alphabet, int partSize)
    {
        _rest = text;
        _units = units;
        _alphabet = alphabet;
        PartSize = partSize;
    }

    /// <summary>Units one part takes: more when the whole text fits a single one, which needs no concatenation header.</summary>
    public int PartSize { get; }

    /// <summary>Units of the part last returned.</summary>
    public int LastUnits { get; private set; }

    /// <param name="text">Every character must be in the alphabet.</param>
    /// <param name="header">How parts refer to each other.</param>
    /// <param name="alphabet">Null for UCS-2.</param>
    public static PartCutter Over(ReadOnlySpan<char> text, ConcatHeader header, GsmAlphabet? alphabet)
    {
        var units = alphabet?.UnitsOf(text) ?? text.Length;
        var single = Capacity(concatenated: false, header, alphabet);
        return new PartCutter(text, units, alphabet, units <= single ? single : Capacity(concatenated: true, header, alphabet));
    }

    public bool MoveNext(out int length, out int units)
    {
        (length, units) = (0, 0);
        if (_rest.IsEmpty && _started)
            return false;

        if (!_started && _units <= PartSize)
            (length, units) = (_rest.Length, _units);
        else if (_alphabet is { HasCombiningMarks: false } alphabet)
            FillByCharacter(alphabet, ref length, ref units);
        else
            FillByCluster(ref length, ref units);

        _started = true;
        _rest = _rest[length..];
        LastUnits = units;
        return true;
    }

    private static int Capacity(bool concatenated, ConcatHeader header, GsmAlphabet? alphabet)
    {
        var octets = PayloadOctets - UserDataHeader.Size(concatenated, header, alphabet ?? GsmAlphabet.Default);
        return alphabet is null ? octets / 2 : octets * 8 / 7;
    }

    private readonly void FillByCharacter(GsmAlphabet alphabet, ref int length, ref int units)
    {
        while (length < _rest.Length)
        {
            var cost = alphabet.UnitsOf(_rest[length]);
            if (units + cost > PartSize)
                return;
            units += cost;
            length++;
        }
    }

    /// <summary>
    /// Keeps what a person sees as one character in one part: a phone shows parts as they come, and half a flag is two letters.
    /// Only a cluster longer than a whole part is cut, and then not inside a surrogate pair.
    /// </summary>
    private readonly void FillByCluster(ref int length, ref int units)
    {
        while (length < _rest.Length)
        {
            var cluster = ClusterLength(_rest[length..]);
            var cost = Cost(_rest.Slice(length, cluster));
            if (cost > PartSize)
            {
                cluster = LeadingThatFits(_rest.Slice(length, cluster), PartSize - units, out cost);
                length += cluster;
                units += cost;
                return;
            }

            if (units + cost > PartSize)
                return;
            units += cost;
            length += cluster;
        }
    }

    /// <summary>Neighbours among plain letters never form a cluster; all else is asked of the Unicode tables, which takes longer.</summary>
    private static int ClusterLength(ReadOnlySpan<char> text) =>
        IsPlain(text[0]) && (text.Length == 1 || IsPlain(text[1])) ? 1 : StringInfo.GetNextTextElementLength(text);

    /// <summary>Latin, Cyrillic and Arabic letters without marks.</summary>
    private static bool IsPlain(char c) => c is (>= ' ' and < '\u0300') or (>= '\u0400' and <= '\u0482') or (>= '\u0621' and <= '\u064A');

    private readonly int LeadingThatFits(ReadOnlySpan<char> cluster, int room, out int cost)
    {
        var length = 0;
        cost = 0;
        while (length < cluster.Length)
        {
            var step = length + 1 < cluster.Length && char.IsSurrogatePair(cluster[length], cluster[length + 1]) ? 2 : 1;
            var stepCost = Cost(cluster.Slice(length, step));
            if (cost + stepCost > room)
                break;
            cost += stepCost;
            length += step;
        }

        return length;
    }

    private readonly int Cost(ReadOnlySpan<char> text) => _alphabet?.UnitsOf(text) ?? text.Length;
}

using System.Globalization;

namespace Chasqui.Messages.Text;

/// <summary>Walks a text part by part, filling each as far as it goes. Yields one empty part for an empty text.</summary>
internal ref struct PartCutter
{
    private const int PayloadOctets = 140;

    private readonly GsmAlphabet? _alphabet;
    private ReadOnlySpan<char> _rest;
    private bool _started;

    private PartCutter(ReadOnlySpan<char> text, GsmAlphabet? alphabet, int partSize)
    {
        _rest = text;
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
        return new PartCutter(text, alphabet, units <= single ? single : Capacity(concatenated: true, header, alphabet));
    }

    public bool MoveNext(out int length, out int units)
    {
        (length, units) = (0, 0);
        if (_rest.IsEmpty && _started)
            return false;

        _started = true;
        if (_alphabet is { HasCombiningMarks: false } alphabet)
            FillByCharacter(alphabet, ref length, ref units);
        else
            FillByCluster(ref length, ref units);

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
            var cluster = StringInfo.GetNextTextElementLength(_rest[length..]);
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

    private readonly int LeadingThatFits(ReadOnlySpan<char> cluster, int room, out int cost)
    {
        var length = 0;
        cost = 0;
        while (length < cluster.Length)
        {
            var step = char.IsHighSurrogate(cluster[length]) && length + 1 < cluster.Length && char.IsLowSurrogate(cluster[length + 1]) ? 2 : 1;
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

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Chasqui.Providers;

/// <summary>
/// Which ports of a gateway take turns, as a dial string writes it: <c>(0.3)</c> is ports 0 to 3, <c>(0,2,5)</c> those three,
/// <c>(0.3,7)</c> both, <c>(4)</c> one. The brackets may be left out.
/// </summary>
/// <param name="Ports">In the order of their turns, each once.</param>
internal sealed record PortRotation(IReadOnlyList<int> Ports)
{
    /// <summary>More than any gateway has; a range beyond it is a slip of the pen.</summary>
    public const int HighestPort = 1023;

    /// <summary>Reads a dial string. An empty one is none: false.</summary>
    public static bool TryParse(string? dialString, [NotNullWhen(true)] out PortRotation? rotation)
    {
        rotation = null;
        var text = (dialString ?? "").AsSpan().Trim();
        if (text is ['(', ..] != text is [.., ')'])
            return false;
        if (text is ['(', .. var inside, ')'])
            text = inside;

        var ports = new List<int>();
        foreach (var range in text.Split(','))
        {
            if (!TryParseRange(text[range].Trim(), ports))
                return false;
        }

        rotation = new PortRotation(ports);
        return true;
    }

    /// <summary>Equal when the same ports take the same turns.</summary>
    public bool Equals(PortRotation? other) => other is not null && Ports.SequenceEqual(other.Ports);

    public override int GetHashCode() => Ports.Aggregate(0, HashCode.Combine);

    public override string ToString() => $"({string.Join(',', Ports)})";

    private static bool TryParseRange(ReadOnlySpan<char> range, List<int> ports)
    {
        var dot = range.IndexOf('.');
        if (!TryParsePort(dot < 0 ? range : range[..dot], out var first))
            return false;
        var last = first;
        if (dot >= 0 && !TryParsePort(range[(dot + 1)..], out last) || last < first)
            return false;
        for (var port = first; port <= last; port++)
        {
            if (!ports.Contains(port))
                ports.Add(port);
        }

        return true;
    }

    private static bool TryParsePort(ReadOnlySpan<char> digits, out int port) =>
        int.TryParse(digits.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= HighestPort;
}

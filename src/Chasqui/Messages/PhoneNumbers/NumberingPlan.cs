using System.Text.Json;

namespace Chasqui.Messages.PhoneNumbers;

/// <summary>How a number's length relates to the lengths its plan knows.</summary>
internal enum LengthVerdict
{
    Possible,
    TooShort,
    TooLong,

    /// <summary>Between the shortest and the longest, but of no known length.</summary>
    Between,
}

/// <summary>One way to group a national number.</summary>
/// <param name="Pattern">Must match the whole number; its groups are the <c>$n</c> of the formats.</param>
/// <param name="National">The format inside the country.</param>
/// <param name="LeadingDigits">Must match the start, when present.</param>
/// <param name="PrefixRule">Replaces the first <c>$n</c> of the national format, null for none.</param>
/// <param name="International">The format behind the calling code.</param>
internal sealed record NumberFormat(
    NumberPattern Pattern, string National, NumberPattern? LeadingDigits, string? PrefixRule, string International);

/// <summary>
/// The numbers of one country, or of one calling code that belongs to none. Read from the metadata of libphonenumber-js:
/// an array whose positions have meanings (its METADATA.md), 0 or missing for "none".
/// </summary>
internal sealed class NumberingPlan
{
    /// <summary>The order in which kinds are tried after fixed line; positions are those of the metadata's types array.</summary>
    private static readonly (int Position, PhoneNumberKind Kind)[] KindsInOrder =
    [
        (1, PhoneNumberKind.Mobile), (3, PhoneNumberKind.PremiumRate), (2, PhoneNumberKind.TollFree), (9, PhoneNumberKind.SharedCost),
        (8, PhoneNumberKind.Voip), (4, PhoneNumberKind.PersonalNumber), (7, PhoneNumberKind.Pager), (6, PhoneNumberKind.UniversalAccess),
        (5, PhoneNumberKind.Voicemail),
    ];

    private readonly NumberPattern _national;
    private readonly int[] _lengths;
    private readonly NumberType?[]? _types;
    private readonly NumberFormat[]? _ownFormats;
    private readonly NumberingPlan _main;

    /// <param name="country">ISO code, null for a calling code of no country.</param>
    /// <param name="data">The plan's array.</param>
    /// <param name="main">The plan of the calling code's main country, which lends what this one leaves out; null when this is it.</param>
    public NumberingPlan(string? country, JsonElement data, NumberingPlan? main)
    {
        Country = country;
        _main = main ?? this;
        CallingCode = Text(data, 0)!;
        IddPrefix = Text(data, 1) is { } idd ? new NumberPattern(idd, whole: false) : null;
        _national = new NumberPattern(Text(data, 2) ?? "", whole: true);
        _lengths = Lengths(At(data, 3)) ?? [];
        PrefixRule = Text(data, 6) ?? main?.PrefixRule;
        PrefixForParsing = (Text(data, 7) ?? Text(data, 5)) is { } prefix ? new NumberPattern(prefix, whole: false) : null;
        PrefixTransform = Text(data, 8);
        LeadingDigits = Text(data, 10) is { } leading ? new NumberPattern(leading, whole: false) : null;
        _ownFormats = At(data, 4) is { ValueKind: JsonValueKind.Array } formats ? [.. formats.EnumerateArray().Select(ReadFormat)] : null;
        _types = At(data, 11) is { ValueKind: JsonValueKind.Array } types ? [.. types.EnumerateArray().Select(ReadType)] : null;
    }

    public string? Country { get; }

    public string CallingCode { get; }

    /// <summary>What is dialled from here before a foreign calling code.</summary>
    public NumberPattern? IddPrefix { get; }

    /// <summary>National (trunk) prefix and carrier codes as people dial them.</summary>
    public NumberPattern? PrefixForParsing { get; }

    /// <summary>What a matched prefix turns into when it held a part of the number (<c>9$1</c> in Argentina).</summary>
    public string? PrefixTransform { get; }

    /// <summary>The starts that belong to this country among those sharing its calling code.</summary>
    public NumberPattern? LeadingDigits { get; }

    public NumberFormat[] Formats => _ownFormats ?? _main._ownFormats ?? [];

    private string? PrefixRule { get; }

    public bool Matches(ReadOnlySpan<char> national) => _national.Matches(national);

    public LengthVerdict CheckLength(int digits)
    {
        if (_lengths.Length == 0 || _lengths.AsSpan().Contains(digits))
            return LengthVerdict.Possible;
        if (digits < _lengths[0])
            return LengthVerdict.TooShort;
        return digits > _lengths[^1] ? LengthVerdict.TooLong : LengthVerdict.Between;
    }

    /// <summary>The kind of a valid national number, null when the number is not valid here.</summary>
    public PhoneNumberKind? KindOf(ReadOnlySpan<char> national)
    {
        if (!Matches(national))
            return null;
        if (_types is null)
            return PhoneNumberKind.Unknown;

        if (IsOfType(0, national))
        {
            // An absent or empty mobile pattern means the plan does not tell mobile from fixed.
            var mobile = _types.Length > 1 ? _types[1] : null;
            var either = mobile?.Pattern is null || IsOfType(1, national);
            return either ? PhoneNumberKind.FixedLineOrMobile : PhoneNumberKind.FixedLine;
        }

        foreach (var (position, kind) in KindsInOrder)
        {
            if (IsOfType(position, national))
                return kind;
        }

        return null;
    }

    private bool IsOfType(int position, ReadOnlySpan<char> national)
    {
        var type = position < _types!.Length ? _types[position] : null;
        return type?.Pattern is { } pattern
            && (type.Lengths ?? _lengths).AsSpan().Contains(national.Length)
            && pattern.Matches(national);
    }

    private NumberFormat ReadFormat(JsonElement data)
    {
        var national = Text(data, 1)!;
        var leading = At(data, 2) is { ValueKind: JsonValueKind.Array } patterns && patterns.GetArrayLength() > 0
            ? new NumberPattern(patterns[patterns.GetArrayLength() - 1].GetString()!, whole: false)
            : null;
        return new NumberFormat(
            new NumberPattern(Text(data, 0)!, whole: true), national, leading, Text(data, 3) ?? PrefixRule, Text(data, 5) ?? national);
    }

    private static NumberType? ReadType(JsonElement data) => data.ValueKind == JsonValueKind.Array
        ? new NumberType(Text(data, 0) is { } pattern ? new NumberPattern(pattern, whole: true) : null, Lengths(At(data, 1)))
        : null;

    private static JsonElement At(JsonElement array, int position) =>
        array.GetArrayLength() > position ? array[position] : default;

    private static string? Text(JsonElement array, int position) =>
        At(array, position) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    private static int[]? Lengths(JsonElement data) =>
        data.ValueKind == JsonValueKind.Array ? [.. data.EnumerateArray().Select(length => length.GetInt32())] : null;

    private sealed record NumberType(NumberPattern? Pattern, int[]? Lengths);
}

namespace Chasqui.Messages.Text;

/// <summary>How the characters of a text message travel.</summary>
internal enum TextEncoding
{
    /// <summary>Seven bits a character, 160 in one message (3GPP TS 23.038).</summary>
    Gsm7,

    /// <summary>UTF-16BE, 70 units in one message: anything GSM-7 has no letter for.</summary>
    Ucs2,
}

/// <summary>The national language tables of 3GPP TS 23.038; the number is the identifier sent in the header.</summary>
internal enum NationalLanguage
{
    Default = 0,
    Turkish = 1,

    /// <summary>Has an extension table only.</summary>
    Spanish = 2,
    Portuguese = 3,
    Bengali = 4,
    Gujarati = 5,
    Hindi = 6,
    Kannada = 7,
    Malayalam = 8,
    Oriya = 9,
    Punjabi = 10,
    Tamil = 11,
    Telugu = 12,
    Urdu = 13,
}

/// <summary>What a text may be changed into so that it travels in seven bits; nothing changes when that would not help.</summary>
internal enum Transliteration
{
    /// <summary>Leave every character as it is.</summary>
    None,

    /// <summary>Curly quotes, long dashes, odd blanks and their like: nobody misses them.</summary>
    Typography,

    /// <summary>Also accents GSM-7 lacks (á to a, ç to c): this changes spelling, so a campaign must choose it.</summary>
    Accents,
}

/// <summary>How the parts of a long text say that they belong together.</summary>
internal enum ConcatHeader
{
    /// <summary>Six octets with an 8-bit reference: understood everywhere.</summary>
    EightBit,

    /// <summary>Seven octets with a 16-bit reference: fewer mix-ups on busy senders, one character less per part.</summary>
    SixteenBit,

    /// <summary>The carrier writes the header (SMPP sar_ parameters): sizes as with 8 bits, but the parts carry none.</summary>
    ByCarrier,
}

/// <summary>How texts are prepared and cut; one per provider and campaign.</summary>
internal sealed record PartOptions
{
    /// <summary>Normalised, typography simplified when that saves the text from UCS-2, 8-bit reference, no national tables.</summary>
    public static PartOptions Default { get; } = new();

    /// <summary>Exactly the characters given: for text that has been prepared already, or is quoted from elsewhere.</summary>
    public static PartOptions Verbatim { get; } = new() { Normalise = false, Transliteration = Transliteration.None };

    /// <summary>The Western national tables, in the order in which they are tried.</summary>
    public static IReadOnlyList<NationalLanguage> WesternLanguages { get; } =
        [NationalLanguage.Spanish, NationalLanguage.Portuguese, NationalLanguage.Turkish];

    /// <summary>Whether <see cref="MessageText.Normalise"/> comes first. Default true.</summary>
    public bool Normalise { get; init; } = true;

    /// <summary>Default <see cref="Text.Transliteration.Typography"/>.</summary>
    public Transliteration Transliteration { get; init; } = Transliteration.Typography;

    /// <summary>Default <see cref="Text.ConcatHeader.EightBit"/>.</summary>
    public ConcatHeader Header { get; init; } = ConcatHeader.EightBit;

    /// <summary>
    /// National tables that may be used, in order of preference. Default none: support in networks and phones is uneven,
    /// and only links where we write the header ourselves can use them.
    /// </summary>
    public IReadOnlyList<NationalLanguage> NationalLanguages { get; init; } = [];
}

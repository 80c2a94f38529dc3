namespace Chasqui.Messages.Text;

/// <summary>A part as it came in: how it is encoded, the tables its header named, its octets without the header.</summary>
/// <param name="Encoding">From the data coding scheme.</param>
/// <param name="Body">GSM-7: unpacked, one septet an octet. UCS-2: UTF-16BE.</param>
/// <param name="Locking">National table, from the header.</param>
/// <param name="Single">National extension table, from the header.</param>
internal sealed record ReceivedPart(
    TextEncoding Encoding,
    byte[] Body,
    NationalLanguage Locking = NationalLanguage.Default,
    NationalLanguage Single = NationalLanguage.Default)
{
    /// <summary>Takes apart TP-UD as packed over the air.</summary>
    /// <param name="encoding">From the data coding scheme.</param>
    /// <param name="userData">Header, when <paramref name="hasHeader"/>, and text.</param>
    /// <param name="length">TP-UDL: septets for GSM-7 (the header's included), octets for UCS-2.</param>
    /// <param name="hasHeader">The TP-UDHI bit.</param>
    /// <param name="header">What the header said; null when there is none or it is broken, which leaves its octets in the text.</param>
    public static ReceivedPart FromPacked(
        TextEncoding encoding, ReadOnlySpan<byte> userData, int length, bool hasHeader, out UserDataHeader? header)
    {
        header = hasHeader ? UserDataHeader.Read(userData) : null;
        var headerOctets = header?.Octets ?? 0;
        var text = userData[headerOctets..];
        if (encoding == TextEncoding.Ucs2)
        {
            var octets = Math.Clamp(length - headerOctets, 0, text.Length);
            return new ReceivedPart(encoding, text[..octets].ToArray());
        }

        var fillBits = Septets.FillBits(headerOctets);
        var septets = Septets.Unpack(text, length - (headerOctets * 8 + fillBits) / 7, fillBits);
        return new ReceivedPart(
            encoding, septets, header?.Locking ?? NationalLanguage.Default, header?.Single ?? NationalLanguage.Default);
    }

    /// <summary>
    /// The text of all parts, in order. Neighbours of one encoding are joined as octets first: senders do cut inside a
    /// surrogate pair or between an escape and its character.
    /// </summary>
    public static string Join(IReadOnlyList<ReceivedPart> parts)
    {
        if (parts.Count == 1)
            return parts[0].Decode();

        var texts = new List<string>(parts.Count);
        for (var first = 0; first < parts.Count;)
        {
            var next = first + 1;
            while (next < parts.Count && parts[next].SpeaksLike(parts[first]))
                next++;
            var body = parts.Skip(first).Take(next - first).SelectMany(part => part.Body).ToArray();
            texts.Add((parts[first] with { Body = body }).Decode());
            first = next;
        }

        return string.Concat(texts);
    }

    public string Decode() => Encoding == TextEncoding.Ucs2 ? Ucs2.Decode(Body) : GsmAlphabet.Of(Locking, Single).Decode(Body);

    private bool SpeaksLike(ReceivedPart other) =>
        Encoding == other.Encoding && Locking == other.Locking && Single == other.Single;
}

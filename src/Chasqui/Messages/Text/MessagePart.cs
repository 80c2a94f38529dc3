namespace Chasqui.Messages.Text;

/// <summary>One part of a text, ready for any provider that takes parts.</summary>
internal sealed record MessagePart
{
    public required string Text { get; init; }

    public required TextEncoding Encoding { get; init; }

    /// <summary>Which part, from 1.</summary>
    public required int Number { get; init; }

    public required int Total { get; init; }

    /// <summary>Septets or UTF-16 units of the text alone.</summary>
    public required int Units { get; init; }

    /// <summary>User data header, its length octet first; empty when the part needs none.</summary>
    public required byte[] Header { get; init; }

    /// <summary>GSM-7: one septet an octet. UCS-2: UTF-16BE.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Header and body as octets: the short_message of an SMPP link that packs for itself.</summary>
    public byte[] UserData() => [.. Header, .. Body];

    /// <summary>TP-UD as it goes over the air, septets packed behind the header's fill bits.</summary>
    public byte[] PackedUserData() => Encoding == TextEncoding.Ucs2
        ? UserData()
        : [.. Header, .. Septets.Pack(Body, Septets.FillBits(Header.Length))];

    /// <summary>TP-UDL: septets including the header's for GSM-7, octets for UCS-2.</summary>
    public int UserDataLength => Encoding == TextEncoding.Ucs2
        ? Header.Length + Body.Length
        : (Header.Length * 8 + Septets.FillBits(Header.Length)) / 7 + Body.Length;
}

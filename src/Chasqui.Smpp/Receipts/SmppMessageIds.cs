using System.Globalization;

namespace Chasqui.Smpp.Receipts;

/// <summary>How an SMSC writes its ids in submit_sm_resp and in receipts: a setting of the link. Numbered as Kannel's msg-id-type.</summary>
public enum SmppMessageIdForm
{
    /// <summary>The same characters in both.</summary>
    Literal = -1,

    /// <summary>Decimal in both, but for leading zeros.</summary>
    BothDecimal = 0,

    /// <summary>Hexadecimal in the response, decimal in the receipt.</summary>
    ResponseHexReceiptDecimal = 1,

    /// <summary>Decimal in the response, hexadecimal in the receipt.</summary>
    ResponseDecimalReceiptHex = 2,

    /// <summary>Hexadecimal in both, but for case and leading zeros.</summary>
    BothHex = 3,
}

/// <summary>Keys under which the id of a response and the id of its receipt meet.</summary>
public static class SmppMessageIds
{
    /// <summary>The key of an id out of a response, when the link's form is known.</summary>
    public static string FromResponse(string id, SmppMessageIdForm form) => form switch
    {
        SmppMessageIdForm.Literal => id,
        SmppMessageIdForm.ResponseHexReceiptDecimal or SmppMessageIdForm.BothHex => HexToDecimal(id) ?? Normalised(id),
        _ => Normalised(id),
    };

    /// <summary>The key of an id out of a receipt, when the link's form is known.</summary>
    public static string FromReceipt(string id, SmppMessageIdForm form) => form switch
    {
        SmppMessageIdForm.Literal => id,
        SmppMessageIdForm.ResponseDecimalReceiptHex or SmppMessageIdForm.BothHex => HexToDecimal(id) ?? Normalised(id),
        _ => Normalised(id),
    };

    /// <summary>
    /// Every key an id may be found under when the form is not known: as it is, normalised, and read in the other radix. Store all for a
    /// response, look up all for a receipt, and ask that the recipient is the same too: guesses can meet by chance.
    /// </summary>
    public static IReadOnlyList<string> Keys(string id)
    {
        var normalised = Normalised(id);
        var keys = new List<string>(4) { id };
        if (normalised != id) keys.Add(normalised);
        if (HexToDecimal(id) is { } asDecimal && !keys.Contains(asDecimal)) keys.Add(asDecimal);
        if (DecimalToHex(id) is { } asHex && !keys.Contains(asHex)) keys.Add(asHex);
        return keys;
    }

    /// <summary>Lower case, without leading zeros; an id of zeros alone is 0.</summary>
    public static string Normalised(string id)
    {
        var trimmed = id.TrimStart('0');
        return trimmed.Length == 0 && id.Length > 0 ? "0" : trimmed.ToLowerInvariant();
    }

    /// <summary>An id of hexadecimal digits, at most 16 of them, in decimal; else null.</summary>
    public static string? HexToDecimal(string id) =>
        id.Length is > 0 and <= 16 && ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>An id of decimal digits, at most 16 of them, in lower-case hexadecimal; else null.</summary>
    public static string? DecimalToHex(string id) =>
        id.Length is > 0 and <= 16 && ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("x", CultureInfo.InvariantCulture)
            : null;
}

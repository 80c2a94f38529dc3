using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chasqui.Providers.Network;

/// <summary>Takes secrets, texts and numbers out of what goes to the wire log, in every spelling they travel in.</summary>
internal sealed class WireRedaction
{
    private const string Hidden = "***";

    private readonly List<(string Secret, string Shown)> _replacements = [];

    public static WireRedaction For(ProviderAccount account, OutboundMessage? about)
    {
        var redaction = new WireRedaction();
        foreach (var secret in account.Settings.Secrets)
            redaction.Hide(secret, Hidden);
        if (about is null)
            return redaction;
        redaction.Hide(about.Text, $"[{about.Text.Length} characters]");
        foreach (var parameter in about.Template?.Parameters ?? [])
            redaction.Hide(parameter, $"[{parameter.Length} characters]");
        // The last digits tell numbers apart well enough.
        redaction.HideNumber(about.To.Value);
        return redaction;
    }

    /// <summary>Also hides <paramref name="secret"/>, e.g. a token made from the settings.</summary>
    public void Hide(string secret, string shown)
    {
        if (secret.Length == 0)
            return;
        var inAddress = Uri.EscapeDataString(secret);
        var json = JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        string[] spellings =
        [
            secret, inAddress, inAddress.Replace("%20", "+", StringComparison.Ordinal), JsonEncodedText.Encode(secret).ToString(),
            // As others write JSON: as little escaped as can be, all but ASCII, and either with the slash.
            json, Ascii(json), json.Replace("/", "\\/", StringComparison.Ordinal), Ascii(json).Replace("/", "\\/", StringComparison.Ordinal),
        ];
        foreach (var spelling in spellings.Distinct(StringComparer.Ordinal))
            _replacements.Add((spelling, shown));
    }

    public string Apply(string text)
    {
        // The longest first: one secret may be part of another.
        foreach (var (secret, shown) in _replacements.OrderByDescending(pair => pair.Secret.Length))
            text = text.Replace(secret, shown, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    private static string Ascii(string json) =>
        string.Concat(json.Select(c => char.IsAscii(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    private void HideNumber(string number)
    {
        var digits = number.TrimStart('+');
        if (digits.Length > 3)
            _replacements.Add((digits, $"…{digits[^3..]}"));
    }
}

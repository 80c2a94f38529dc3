using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

/// <summary>How a value is written where it stands, so that no text can break out of its place.</summary>
internal enum TemplatePlace
{
    /// <summary>Percent-encoded: addresses and forms.</summary>
    Form,

    /// <summary>Inside a JSON string.</summary>
    Json,

    /// <summary>Inside an XML text or attribute.</summary>
    Xml,

    /// <summary>As it is.</summary>
    Plain,

    /// <summary>As it is, without line ends: one value could become two headers.</summary>
    Header,
}

/// <summary>The values of one message, by the names templates know them under.</summary>
internal sealed partial class HttpTemplate
{
    private readonly Dictionary<string, string> _values;
    private readonly Encoding _encoding;

    /// <param name="message">What is sent.</param>
    /// <param name="account">User, password and forms.</param>
    /// <param name="encoding">Of texts in addresses and forms; it must throw at what it lacks.</param>
    /// <param name="now">For <c>${now}</c>.</param>
    public HttpTemplate(OutboundMessage message, ProviderAccount account, Encoding encoding, DateTimeOffset now)
    {
        _encoding = encoding;
        var settings = account.Settings;
        _values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["phone"] = NumberForm.Write(message.To, settings),
            ["phoneDigits"] = message.To.Digits,
            ["phoneNational"] = NumberForm.NationalOf(message.To, settings.Text("country")),
            ["message"] = message.Text,
            ["messageHexUtf16"] = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(message.Text)),
            ["id"] = GenericHttpConnection.PartId(message.Id),
            ["sender"] = message.Sender,
            ["user"] = settings.Text("user"),
            ["password"] = settings.Text("password"),
            ["dlrUrl"] = HookKey.AddressOf(account, "status") is { } address
                ? $"{address}&m={GenericHttpConnection.PartId(message.Id)}"
                : "",
            ["now"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>What must not show in the wire log, in the spellings it does not know by itself.</summary>
    public IReadOnlyList<string> Hidden =>
    [
        _values["phoneNational"],
        _values["messageHexUtf16"],
        _values["messageHexUtf16"].ToLowerInvariant(),
        FormText.Escape(_values["message"], _encoding),
        FormText.Escape(_values["message"], _encoding).Replace("%20", "+", StringComparison.Ordinal),
        Xml(_values["message"]),
        AsLogged(_values["message"]),
        AsLogged(Xml(_values["message"])),
    ];

    /// <summary>Fills in <c>${name}</c>; a name it does not know stays as it stands, for the operator to see.</summary>
    /// <exception cref="EncoderFallbackException">The character set lacks a character of the text.</exception>
    public string Fill(string template, TemplatePlace place) => Variable().Replace(
        template, match => _values.TryGetValue(match.Groups["name"].Value, out var value) ? Write(value, place) : match.Value);

    // The wire log reads every body as UTF-8, whatever it is in.
    private string AsLogged(string text) => Encoding.UTF8.GetString(_encoding.GetBytes(text));

    private string Write(string value, TemplatePlace place) => place switch
    {
        TemplatePlace.Form => FormText.Escape(value, _encoding),
        TemplatePlace.Json => JsonEncodedText.Encode(value).ToString(),
        TemplatePlace.Xml => Xml(value),
        TemplatePlace.Header => string.Concat(value.Where(c => !char.IsControl(c))),
        _ => value,
    };

    private static string Xml(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c switch
            {
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '&' => text.Append("&amp;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&apos;"),
                '\r' => text.Append("&#13;"),
                < ' ' and not '\n' and not '\t' => text, // XML 1.0 has no place for them
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z0-9]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}

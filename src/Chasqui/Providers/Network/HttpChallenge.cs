using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Chasqui.Providers.Network;

/// <summary>What a server asks for in WWW-Authenticate: Digest (RFC 7616 with MD5 or SHA-256; RFC 2069 where it names no qop) or
/// Basic.</summary>
internal sealed partial record HttpChallenge
{
    public required bool IsDigest { get; init; }

    public string Realm { get; init; } = "";

    public string Nonce { get; init; } = "";

    /// <summary>To be sent back as it came; null when it was not given.</summary>
    public string? Opaque { get; init; }

    public bool HasQop { get; init; }

    /// <summary>As it was given; null means MD5.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The password may be right; only the nonce is worn out.</summary>
    public bool Stale { get; init; }

    /// <summary>Null when it offers neither scheme, or a digest we cannot compute.</summary>
    public static HttpChallenge? Parse(string? header)
    {
        if (header is null)
            return null;
        var digest = header.IndexOf("Digest ", StringComparison.OrdinalIgnoreCase);
        if (digest < 0)
            return header.Contains("Basic", StringComparison.OrdinalIgnoreCase) ? new HttpChallenge { IsDigest = false } : null;

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match pair in Parameter().Matches(header[digest..]))
            values.TryAdd(pair.Groups["name"].Value, pair.Groups["quoted"].Success ? pair.Groups["quoted"].Value : pair.Groups["word"].Value);
        var challenge = new HttpChallenge
        {
            IsDigest = true,
            Realm = values.GetValueOrDefault("realm") ?? "",
            Nonce = values.GetValueOrDefault("nonce") ?? "",
            Opaque = values.GetValueOrDefault("opaque"),
            HasQop = (values.GetValueOrDefault("qop") ?? "").Split(',')
                .Any(qop => qop.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase)),
            Algorithm = values.GetValueOrDefault("algorithm"),
            Stale = string.Equals(values.GetValueOrDefault("stale"), "true", StringComparison.OrdinalIgnoreCase),
        };
        return challenge.Nonce.Length > 0 && challenge.Algorithm?.ToUpperInvariant() is null or "MD5" or "SHA-256" ? challenge : null;
    }

    /// <summary>The value of Authorization.</summary>
    /// <param name="user">As configured.</param>
    /// <param name="password">As configured.</param>
    /// <param name="method">Of the request, in capitals.</param>
    /// <param name="uri">Path and query as in the request line.</param>
    /// <param name="count">How many requests have used this nonce, this one included.</param>
    /// <param name="cnonce">Ours, fresh.</param>
    public string Answer(string user, string password, string method, string uri, int count, string cnonce)
    {
        if (!IsDigest)
            return $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
        var nc = count.ToString("x8", CultureInfo.InvariantCulture);
        var answer = new StringBuilder(
            $"Digest username=\"{Quoted(user)}\", realm=\"{Quoted(Realm)}\", nonce=\"{Quoted(Nonce)}\", uri=\"{uri}\", "
            + $"response=\"{Response(user, password, method, uri, nc, cnonce)}\"");
        if (Algorithm is not null)
            answer.Append(CultureInfo.InvariantCulture, $", algorithm={Algorithm}");
        if (HasQop)
            answer.Append(CultureInfo.InvariantCulture, $", qop=auth, nc={nc}, cnonce=\"{cnonce}\"");
        if (Opaque is not null)
            answer.Append(CultureInfo.InvariantCulture, $", opaque=\"{Quoted(Opaque)}\"");
        return answer.ToString();
    }

    /// <summary>The digest itself.</summary>
    public string Response(string user, string password, string method, string uri, string nc, string cnonce)
    {
        var secret = Hash($"{user}:{Realm}:{password}");
        var request = Hash($"{method}:{uri}");
        return Hash(HasQop ? $"{secret}:{Nonce}:{nc}:{cnonce}:auth:{request}" : $"{secret}:{Nonce}:{request}");
    }

    private string Hash(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        // MD5 is what the scheme has: gateways offer nothing else.
        var algorithm = string.Equals(Algorithm, "SHA-256", StringComparison.OrdinalIgnoreCase) ? HashAlgorithmName.SHA256 : HashAlgorithmName.MD5;
        return Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, octets));
    }

    private static string Quoted(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    [GeneratedRegex("""(?<name>[A-Za-z]+)\s*=\s*(?:"(?<quoted>[^"]*)"|(?<word>[^\s,"]+))""", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}

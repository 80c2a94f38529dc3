using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Chasqui.Providers.Twilio;

/// <summary>
/// X-Twilio-Signature: HMAC-SHA1 with the auth token, in Base64, over the address as requested, followed, for a form, by every
/// parameter's name and value in ordinal order (twilio.com/docs/usage/security).
/// </summary>
internal static class TwilioSignature
{
    private const string BodyHash = "bodySHA256";

    /// <param name="signature">The header.</param>
    /// <param name="url">With its query; a fragment never leaves Twilio.</param>
    /// <param name="form">The body's parameters; null for a request without a form.</param>
    /// <param name="query">The address's parameters.</param>
    /// <param name="body">As it came.</param>
    /// <param name="tokens">The auth token, and the secondary one while they change.</param>
    public static bool IsGenuine(
        string? signature, Uri url, Dictionary<string, StringValues>? form, Dictionary<string, StringValues> query, ReadOnlySpan<byte> body,
        IReadOnlyList<string> tokens)
    {
        if (string.IsNullOrEmpty(signature))
            return false;
        if (form is null && body.Length > 0 && !HashMatches(query, body))
            return false;
        var parameters = Parameters(form);
        var given = Encoding.ASCII.GetBytes(signature);
        var genuine = false;
        foreach (var token in tokens)
        {
            foreach (var address in Spellings(url))
            {
                var mac = CryptographicOperations.HmacData(
                    HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(address + parameters));
                genuine |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToBase64String(mac)), given);
            }
        }

        return genuine;
    }

    // A body that is no form is not signed itself: its hash is in the address, which is.
    private static bool HashMatches(Dictionary<string, StringValues> query, ReadOnlySpan<byte> body) =>
        query.TryGetValue(BodyHash, out var hash) && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body))),
            Encoding.UTF8.GetBytes(hash.ToString().ToLowerInvariant()));

    private static string Parameters(Dictionary<string, StringValues>? form)
    {
        var text = new StringBuilder();
        foreach (var (name, values) in (form ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var value in values.Select(value => value ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append(name).Append(value);
        }

        return text.ToString();
    }

    /// <summary>As it is, with its scheme's port, and without any: Twilio signs it now one way, now another.</summary>
    private static IEnumerable<string> Spellings(Uri url)
    {
        var text = url.OriginalString.Split('#')[0];
        var host = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.AsSpan(host).IndexOfAny('/', '?') is >= 0 and var length ? host + length : text.Length;
        var authority = text[host..end];
        var bare = authority.LastIndexOf(':') is > 0 and var colon && !authority.EndsWith(']') ? authority[..colon] : authority;
        var standard = url.Scheme == Uri.UriSchemeHttps ? ":443" : ":80";
        return new[] { authority, bare, bare + standard }.Distinct(StringComparer.Ordinal)
            .Select(spelling => text[..host] + spelling + text[end..]);
    }
}

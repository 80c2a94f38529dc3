using System.Security.Cryptography;
using System.Text;

namespace Chasqui.Providers.Vonage;

/// <summary>
/// Signs the SMS API's requests and checks its callbacks: "&amp;name=value…" in ordinal order of names, with '&amp;' and '=' replaced, then a
/// hash that the account chooses, keyed by the signature secret (developer.vonage.com, signing messages).
/// </summary>
internal static class VonageSignature
{
    /// <summary>What an account may choose.</summary>
    public static readonly IReadOnlyList<string> Methods = ["md5hash", "md5", "sha1", "sha256", "sha512"];

    public static string Sign(IEnumerable<KeyValuePair<string, string>> parameters, string method, string secret) =>
        Convert.ToHexStringLower(Mac(Text(parameters), method, secret));

    /// <summary>Whether "sig" among the parameters is theirs. The case of its digits differs between Vonage's own programs.</summary>
    public static bool IsGenuine(IReadOnlyDictionary<string, string> parameters, string method, string secret) =>
        secret.Length > 0 && parameters.TryGetValue("sig", out var sig)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(sig.ToLowerInvariant()), Encoding.UTF8.GetBytes(Sign(parameters, method, secret)));

    internal static string Text(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters.Where(pair => pair.Key != "sig").OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append('&').Append(Plain(name)).Append('=').Append(Plain(value));
        return text.ToString();
    }

    // The carrier's account chooses among these; the weak ones are its defaults.
    private static byte[] Mac(string text, string method, string secret) => method switch
    {
        "md5hash" => CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text + secret)),
        "md5" => Keyed(HashAlgorithmName.MD5, text, secret),
        "sha1" => Keyed(HashAlgorithmName.SHA1, text, secret),
        "sha512" => Keyed(HashAlgorithmName.SHA512, text, secret),
        _ => Keyed(HashAlgorithmName.SHA256, text, secret),
    };

    private static byte[] Keyed(HashAlgorithmName hash, string text, string secret) =>
        CryptographicOperations.HmacData(hash, Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));

    private static string Plain(string text) => text.Replace('&', '_').Replace('=', '_');
}

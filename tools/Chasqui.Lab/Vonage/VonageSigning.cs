using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chasqui.Lab.Vonage;

/// <summary>How Vonage signs: parameters of the SMS API, and tokens for the Messages API.</summary>
internal static class VonageSigning
{
    public static string Sign(IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters.Where(pair => pair.Key != "sig").OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append('&').Append(Plain(name)).Append('=').Append(Plain(value));
        return Convert.ToHexString(CryptographicOperations.HmacData(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static string Token(JsonObject claims, string secret)
    {
        var content = $"{Base64Url("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{content}.{Base64Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content)))}";
    }

    /// <summary>Whether an application's token was made with its private key, and is still good.</summary>
    public static bool IsGood(string token, string applicationId, RSA key, DateTimeOffset now)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !key.VerifyData(
                Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"), Octets(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            return false;
        using var header = JsonDocument.Parse(Octets(parts[0]));
        using var claims = JsonDocument.Parse(Octets(parts[1]));
        var issued = DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("iat").GetInt64());
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64());
        return header.RootElement.GetProperty("alg").GetString() == "RS256"
            && claims.RootElement.GetProperty("application_id").GetString() == applicationId
            && claims.RootElement.GetProperty("jti").GetString() is { Length: > 0 }
            && now > issued.AddMinutes(-1) && now < expires && expires - issued <= TimeSpan.FromHours(24);
    }

    private static string Plain(string text) => text.Replace('&', '_').Replace('=', '_');

    private static string Base64Url(ReadOnlySpan<byte> octets) => System.Buffers.Text.Base64Url.EncodeToString(octets);

    private static byte[] Octets(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}

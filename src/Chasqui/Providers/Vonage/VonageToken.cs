using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>Tokens (RFC 7519): ours for the Messages API by RS256, and Vonage's on its callbacks by HS256, no other algorithm.</summary>
internal static class VonageToken
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>Reads an application's private key: PEM, or what is left of it when a form has lost its line ends.</summary>
    /// <exception cref="CryptographicException">It is no private key.</exception>
    public static RSA ReadKey(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            var body = string.Concat(pem.Split("-----", StringSplitOptions.RemoveEmptyEntries)
                .Where(piece => !piece.Contains("PRIVATE KEY", StringComparison.Ordinal)));
            var base64 = string.Concat(body.Replace("\\n", "", StringComparison.Ordinal).Where(c => !char.IsWhiteSpace(c)));
            var octets = Convert.FromBase64String(base64);
            if (pem.Contains("RSA PRIVATE KEY", StringComparison.Ordinal))
                rsa.ImportRSAPrivateKey(octets, out _);
            else
                rsa.ImportPkcs8PrivateKey(octets, out _);
            return rsa;
        }
        catch (FormatException failure)
        {
            rsa.Dispose();
            throw new CryptographicException("The private key is no PEM.", failure);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    public static string Make(RSA key, string applicationId, string id, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["application_id"] = applicationId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
            ["jti"] = id,
        };
        var header = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8);
        var content = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The claims of a callback's token, when it is signed with the secret and is about this very body; null otherwise.</summary>
    public static JsonElement? Verify(string token, string secret, ReadOnlySpan<byte> body)
    {
        if (secret.Length == 0 || token.Split('.') is not [var header, var payload, var signature])
            return null;
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{header}.{payload}"));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(mac)), Encoding.UTF8.GetBytes(signature)))
            return null;
        if (Json(header)?.Word("alg") != "HS256" || Json(payload) is not { } claims)
            return null;
        var hash = Encoding.UTF8.GetBytes(claims.Word("payload_hash")?.ToLowerInvariant() ?? "");
        var own = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)));
        return CryptographicOperations.FixedTimeEquals(hash, own) ? claims : null;
    }

    private static JsonElement? Json(string part) =>
        Base64Url.IsValid(part) ? JsonReading.Parse(Base64Url.DecodeFromChars(part)) : null;
}

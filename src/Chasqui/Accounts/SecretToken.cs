using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Chasqui.Accounts;

/// <summary>
/// Secrets we make: 256 random bits, of which only the SHA-256 is kept. A plain hash is enough for what cannot be guessed
/// (ASVS 5.0, 6.5.2), and a look-up by hash tells nothing by its timing.
/// </summary>
internal static class SecretToken
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>The vectors of Vonage's own programs.</summary>
public sealed class VonageSignatureTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var vector in Vectors.Section("vonage_sms_signature").GetProperty("cases").EnumerateArray())
        {
            foreach (var method in VonageSignature.Methods)
                data.Add(vector.GetProperty("name").GetString()!, method);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_are_signed_as_vonage_signs_them(string name, string method)
    {
        var section = Vectors.Section("vonage_sms_signature");
        var secret = section.GetProperty("secret").GetString()!;
        var vector = section.GetProperty("cases").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        var parameters = vector.GetProperty("params").EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal);
        var expected = vector.GetProperty(method == "md5hash" ? method : $"hmac_{method}").GetString()!;

        VonageSignature.Text(parameters).ShouldBe(vector.GetProperty("string").GetString());
        VonageSignature.Sign(parameters, method, secret).ShouldBe(expected);
        parameters["sig"] = expected.ToUpperInvariant();
        VonageSignature.IsGenuine(parameters, method, secret).ShouldBeTrue();
        VonageSignature.IsGenuine(parameters, method, "another").ShouldBeFalse();
        parameters["text"] += ".";
        VonageSignature.IsGenuine(parameters, method, secret).ShouldBeFalse();
    }

    [Fact]
    public void Callbacks_token_covers_the_body()
    {
        var vector = Vectors.Section("vonage_messages_webhook");
        var secret = vector.GetProperty("secret").GetString()!;
        var body = Encoding.UTF8.GetBytes(vector.GetProperty("raw_body").GetString()!);
        var token = vector.GetProperty("authorization").GetString()!["Bearer ".Length..];

        VonageToken.Verify(token, secret, body).ShouldNotBeNull().Word("jti").ShouldBe("11111111-2222-3333-4444-555555555555");
        VonageToken.Verify(token, "another", body).ShouldBeNull();
        VonageToken.Verify(token, "", body).ShouldBeNull();
        VonageToken.Verify(token, secret, [.. body, (byte)' ']).ShouldBeNull();
        VonageToken.Verify($"{token}A", secret, body).ShouldBeNull();
    }

    [Fact]
    public void Token_of_another_algorithm_is_not_believed()
    {
        var vector = Vectors.Section("vonage_messages_webhook");
        var secret = vector.GetProperty("secret").GetString()!;
        var body = Encoding.UTF8.GetBytes(vector.GetProperty("raw_body").GetString()!);
        var payload = vector.GetProperty("authorization").GetString()!["Bearer ".Length..].Split('.')[1];
        foreach (var algorithm in (string[])["none", "RS256", "HS512", "hs256"])
        {
            var header = System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT" }));
            var signature = System.Buffers.Text.Base64Url.EncodeToString(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{header}.{payload}")));

            VonageToken.Verify($"{header}.{payload}.{signature}", secret, body).ShouldBeNull();
            VonageToken.Verify($"{header}.{payload}.", secret, body).ShouldBeNull();
        }
    }

    [Fact]
    public void Private_key_is_read_without_its_line_ends_too()
    {
        using var key = RSA.Create(2048);
        var pem = key.ExportPkcs8PrivateKeyPem();
        foreach (var given in (string[])[pem, pem.ReplaceLineEndings(""), pem.ReplaceLineEndings(" "), pem.ReplaceLineEndings("\\n"), key.ExportRSAPrivateKeyPem()])
        {
            using var read = VonageToken.ReadKey(given);
            read.ExportSubjectPublicKeyInfoPem().ShouldBe(key.ExportSubjectPublicKeyInfoPem());
        }

        Should.Throw<CryptographicException>(() => VonageToken.ReadKey("not a key"));
        Should.Throw<CryptographicException>(() => VonageToken.ReadKey("QUJD"));
    }
}

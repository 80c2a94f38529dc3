using Chasqui.Messages;

namespace Chasqui.Providers.Network;

public sealed class HttpChallengeTests
{
    [Fact]
    public void Digests_are_as_in_the_vectors()
    {
        foreach (var vector in Vectors.Section("http_digest").EnumerateArray())
        {
            string Of(string name) => vector.GetProperty(name).GetString() ?? "";
            var qop = Of("qop").Length > 0 ? ", qop=\"auth\"" : "";

            var challenge = HttpChallenge.Parse($"Digest realm=\"{Of("realm")}\", nonce=\"{Of("nonce")}\"{qop}").ShouldNotBeNull();

            challenge.Response(Of("username"), Of("password"), Of("method"), Of("uri"), Of("nc"), Of("cnonce")).ShouldBe(Of("response"));
        }
    }

    [Fact]
    public void Answer_carries_what_the_server_asked_for()
    {
        var challenge = HttpChallenge.Parse("Digest realm=\"Web Server\",nonce=\"000529d5d2a5e17e\", qop=\"auth-int,auth\", opaque=\"5ccc\", algorithm=MD5, stale=TRUE").ShouldNotBeNull();

        challenge.Stale.ShouldBeTrue();
        challenge.Answer("admin", "admin", "POST", "/api/send_sms", 1, "0a4f113b").ShouldBe(
            "Digest username=\"admin\", realm=\"Web Server\", nonce=\"000529d5d2a5e17e\", uri=\"/api/send_sms\", "
            + "response=\"29f5aad05d0e5d72fd3a8c39afba57ca\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f113b\", opaque=\"5ccc\"");
    }

    [Fact]
    public void Basic_is_followed_where_it_is_asked_for()
    {
        HttpChallenge.Parse("Basic realm=\"x\"").ShouldNotBeNull().Answer("Aladdin", "open sesame", "GET", "/", 1, "").ShouldBe("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Negotiate")]
    [InlineData("Digest realm=\"x\"")]
    [InlineData("Digest realm=\"x\", nonce=\"1\", algorithm=SHA-512-256")]
    public void What_cannot_be_answered_is_none(string? header) => HttpChallenge.Parse(header).ShouldBeNull();
}

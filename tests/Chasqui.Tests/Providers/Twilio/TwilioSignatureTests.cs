using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Chasqui.Providers.Twilio;

/// <summary>The vectors of Twilio's own validator.</summary>
public sealed class TwilioSignatureTests
{
    public static TheoryData<string> Names() => [.. Cases().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Signature_is_judged_as_twilio_judges_it(string name)
    {
        var vector = Cases().Single(vector => vector.GetProperty("name").GetString() == name);
        var token = vector.TryGetProperty("auth_token", out var own) ? own : Vectors.Section("twilio_signature").GetProperty("auth_token");

        IsGenuine(vector, [token.GetString()!]).ShouldBe(vector.GetProperty("valid").GetBoolean());
        IsGenuine(vector, ["another", token.GetString()!]).ShouldBe(vector.GetProperty("valid").GetBoolean());
        IsGenuine(vector, ["another"]).ShouldBeFalse();
    }

    [Fact]
    public void Missing_signature_is_wrong()
    {
        TwilioSignature.IsGenuine(null, new Uri("https://hooks.example.com/"), [], [], [], ["token"]).ShouldBeFalse();
        TwilioSignature.IsGenuine("", new Uri("https://hooks.example.com/"), [], [], [], ["token"]).ShouldBeFalse();
    }

    private static bool IsGenuine(JsonElement vector, string[] tokens)
    {
        var url = new Uri(vector.GetProperty("url").GetString()!);
        var form = vector.TryGetProperty("params", out var given)
            ? given.EnumerateObject().ToDictionary(field => field.Name, Values, StringComparer.Ordinal)
            : null;
        var body = vector.TryGetProperty("raw_body", out var raw) ? Encoding.UTF8.GetBytes(raw.GetString()!) : [];
        return TwilioSignature.IsGenuine(
            vector.GetProperty("signature").GetString(), url, form, QueryHelpers.ParseQuery(url.Query), body, tokens);
    }

    private static StringValues Values(JsonProperty field) => field.Value.ValueKind == JsonValueKind.Array
        ? new StringValues([.. field.Value.EnumerateArray().Select(value => value.GetString())])
        : new StringValues(field.Value.GetString());

    private static JsonElement[] Cases() => [.. Vectors.Section("twilio_signature").GetProperty("cases").EnumerateArray()];
}

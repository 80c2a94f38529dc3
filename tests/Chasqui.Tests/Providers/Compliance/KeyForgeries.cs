using Chasqui.Lab;

namespace Chasqui.Providers.Compliance;

/// <summary>Ways to forge a call of a carrier that signs nothing, and is known by the key in its address.</summary>
internal static class KeyForgeries
{
    public static IEnumerable<LabCall> Of(LabCall call, string key)
    {
        var address = call.Url.AbsoluteUri;
        address.ShouldContain($"key={key}");
        foreach (var wrong in (string[])["", "key=", $"key={key}1", $"key={key[..^1]}", $"key={key.ToUpperInvariant()}"])
            yield return call with { Url = new Uri(address.Replace($"key={key}", wrong, StringComparison.Ordinal)) };
    }
}

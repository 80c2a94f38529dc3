using Microsoft.AspNetCore.Http.Features;

namespace Chasqui.Integra;

/// <summary>
/// The values of <c>GET /Integra/resources/SMS/SendSMS/destination=…&amp;message=…&amp;api=…</c>. They stand in the path, each
/// percent-encoded by itself, so they are read before the server decodes the whole of it and an encoded &amp; or = looks like a
/// separator. A slash or question mark left unencoded in the message is taken as written.
/// </summary>
internal static class IntegraParameters
{
    private const string Address = "/SendSMS/";

    public static Dictionary<string, string> Read(HttpContext context)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var begin = target.IndexOf(Address, StringComparison.OrdinalIgnoreCase);
        if (begin < 0)
            return values;
        foreach (var pair in target[(begin + Address.Length)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = pair.IndexOf('=', StringComparison.Ordinal);
            if (separator > 0)
                values.TryAdd(Uri.UnescapeDataString(pair[..separator]), Uri.UnescapeDataString(pair[(separator + 1)..]));
        }

        return values;
    }
}

namespace Chasqui.Accounts;

/// <summary>
/// Tells requests another site's page made a browser send with our cookie. (docs/adr/0011-cross-site-requests-by-origin.md)
/// </summary>
internal static class CrossSite
{
    /// <summary>Whether a browser sent this for a page of another origin. Programs that are no browsers send neither header.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        // The browser compares origins itself, also where a proxy in front of us changed scheme or host.
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site != "same-origin" && site != "none";
        return request.Headers.TryGetValue("Origin", out var origin)
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether it could do something, or open a socket that could: reading is guarded by the same-origin policy.</summary>
    public static bool Matters(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.ContainsKey("Upgrade")
        || request.Path.StartsWithSegments("/live", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the body is of a type that a form cannot send: a page that may not ask us first cannot send it at all.</summary>
    public static bool IsFormlessBody(HttpRequest request)
    {
        if ((request.ContentLength ?? 0) == 0 && !request.Headers.ContainsKey("Transfer-Encoding"))
            return true;
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        var media = (end < 0 ? type : type[..end]).Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.Equals("text/csv", StringComparison.OrdinalIgnoreCase);
    }
}

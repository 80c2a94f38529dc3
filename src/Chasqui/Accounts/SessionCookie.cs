namespace Chasqui.Accounts;

/// <summary>
/// The cookies of a browser: its session, and the mark that it signed in to an account before. Over https their names begin with
/// __Host-, which browsers accept only from this host, for all of it, and over https (RFC 6265bis §4.1.3.2).
/// </summary>
internal static class SessionCookie
{
    private const string Session = "chasqui";
    private const string Device = "chasqui-device";

    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(180);

    public static string? Read(HttpRequest request) => Text(request, Session);

    public static string? ReadDevice(HttpRequest request) => Text(request, Device);

    public static void Write(HttpContext context, string token) => Append(context, Session, token, Sessions.Absolute);

    public static void WriteDevice(HttpContext context, string token) => Append(context, Device, token, DeviceLife);

    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(Name(context.Request, Session), Options(context.Request, maxAge: null));

    private static string? Text(HttpRequest request, string name) =>
        request.Cookies[Name(request, name)] is { Length: > 0 and <= 128 } value ? value : null;

    private static void Append(HttpContext context, string name, string token, TimeSpan life) =>
        context.Response.Cookies.Append(Name(context.Request, name), token, Options(context.Request, life));

    private static string Name(HttpRequest request, string name) => request.IsHttps ? $"__Host-{name}" : name;

    private static CookieOptions Options(HttpRequest request, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax, // Strict would show the sign-in page to whoever follows a link from an e-mail
        Path = "/",
        IsEssential = true,
        MaxAge = maxAge,
    };
}

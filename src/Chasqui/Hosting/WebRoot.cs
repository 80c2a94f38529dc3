namespace Chasqui.Hosting;

internal static class WebRoot
{
    /// <summary>The built web app lies beside the program, so that the server may be started from any folder.</summary>
    public static string Find() => Path.Combine(AppContext.BaseDirectory, "wwwroot");
}

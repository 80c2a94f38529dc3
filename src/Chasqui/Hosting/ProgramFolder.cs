namespace Chasqui.Hosting;

/// <summary>Settings and the web app lie beside the program, so that the server may be started from any folder.</summary>
internal static class ProgramFolder
{
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
    };
}

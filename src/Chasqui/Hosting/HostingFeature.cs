using Chasqui.Accounts;
using Chasqui.Integra;

namespace Chasqui.Hosting;

/// <summary>What surrounds every request: limits, errors, headers, static files, access.</summary>
internal static class HostingFeature
{
    /// <summary>The largest JSON body, in bytes. Uploads that stream declare their own limit.</summary>
    public const long MaxBody = 1024 * 1024;

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ChasquiOptions>().BindConfiguration(ChasquiOptions.Section)
            .Validate(
                options => options.PublicUrl is null || (options.PublicUrl.IsAbsoluteUri && options.PublicUrl.Scheme is "http" or "https"),
                $"{ChasquiOptions.Section}:PublicUrl is a whole address, e.g. https://sms.example.com.")
            .ValidateOnStart();
        builder.Services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<ExceptionAnswers>();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi("v1", OpenApiDocument.Configure);
        builder.Services.AddHttpClient();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        // Work handed to a provider gets time to finish; hosts commonly kill after 30 s.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25));
    }

    public static void UseHosting(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseMiddleware<SecurityHeaders>();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = CacheByName });
        app.UseRouting();
        app.UseMiddleware<IntegraKey>();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<AccessMiddleware>();
    }

    // Vite names every asset after its content; only index.html changes under its name.
    private static void CacheByName(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext context) =>
        context.Context.Response.Headers.CacheControl =
            context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
}

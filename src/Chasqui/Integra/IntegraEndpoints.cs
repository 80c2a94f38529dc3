using Chasqui.Accounts;
using Chasqui.Hosting;

namespace Chasqui.Integra;

/// <summary>The addresses of uContact's sending API: an integration only changes the host (E7).</summary>
internal static class IntegraEndpoints
{
    public static void AddIntegra(this IServiceCollection services)
    {
        // This category writes the address of every request, as a line and as the scope of all other lines; addresses of ours hold
        // keys, numbers and texts. The rule is more exact than any an operator would set, so it holds whatever is set there.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None));
    }

    public static void MapIntegra(this IEndpointRouteBuilder app)
    {
        var integra = app.MapGroup("/Integra/resources/SMS").WithTags("Integra");
        integra.MapPost("/SendSMS", SendSms.PostAsync).WithName("PostSms").Requires(Permission.SendMessages);
        // A catch-all, because a text may hold a slash that nobody encoded; SendSms reads the values itself.
        integra.MapGet("/SendSMS/{**values}", SendSms.GetAsync).WithName("GetSms").WithMetadata(new IntegraKey.InAddress())
            .ExcludeFromDescription().Requires(Permission.SendMessages);
    }
}

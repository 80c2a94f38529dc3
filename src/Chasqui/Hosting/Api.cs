using Chasqui.Accounts;
using Chasqui.Consent;
using Chasqui.Conversations;
using Chasqui.Dialers;
using Chasqui.Dialers.Imports;
using Chasqui.Hooks;
using Chasqui.Inbound.Media;
using Chasqui.Integra;
using Chasqui.Live;
using Chasqui.Outbound;
using Chasqui.Routing;
using Chasqui.Senders;
using Chasqui.Simulator;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Hosting;

/// <summary>Every address of the server, room by room.</summary>
internal static class Api
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");

        app.MapHealth();
        app.MapLive();
        app.MapHooks();
        api.MapSimulator();
        api.MapAccounts();
        api.MapSenders();
        api.MapOutbound();
        api.MapRouting();
        api.MapConversations();
        api.MapMedia();
        api.MapDialers();
        api.MapImports();
        api.MapDnc();
        app.MapIntegra();
        app.MapOpenApi().OpenToAll("The API's description holds nothing of anyone's.");

        // An unknown address below /api is an API error; any other is a page of the web app.
        api.MapFallback(Unknown).OpenToAll("Answers errors only.");
        app.MapFallbackToFile("index.html").OpenToAll("The web app itself; what it shows, it fetches with the user's rights.");
    }

    // Routing chooses by the body's type too: a known address with a form (curl -d sends one) ends here.
    private static ProblemHttpResult Unknown(HttpRequest request) =>
        request.Method is "POST" or "PUT" or "PATCH" && !request.HasJsonContentType()
            ? Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType",
                "There is no such address, or its body has another type: send application/json, and files as text/csv.")
            : Problems.NotFound("address");
}

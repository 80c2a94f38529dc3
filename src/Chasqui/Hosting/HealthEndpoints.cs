using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Hosting;

/// <summary>For load balancers and supervisors: alive at all, and able to work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new Health("ok"))).ExcludeFromDescription().OpenToAll("Says only that the process runs.");
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().OpenToAll("Says only whether the database answers.");
    }

    private static async Task<Results<Ok<Health>, ProblemHttpResult>> ReadyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            command.CommandTimeout = 2;
            await command.ExecuteScalarAsync(cancellationToken);
            return TypedResults.Ok(new Health("ok"));
        }
        catch (NpgsqlException)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "databaseUnavailable", "The database is not answering.");
        }
    }

    private sealed record Health(string Status);
}

using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders.Health;

/// <summary>GET /incidents, newest first; with open=true only those that last, with open=false only those that are over.</summary>
internal static class ListIncidents
{
    private const string ListSql =
        """
        SELECT incident.id, incident.provider_id, provider.name AS provider_name, incident.kind, incident.sentence, incident.opened_at,
               incident.closed_at, incident.count
        FROM incident
        JOIN provider ON provider.business_unit_id = incident.business_unit_id AND provider.id = incident.provider_id
        WHERE incident.business_unit_id = @business_unit_id
          AND (@open::boolean IS NULL OR (incident.closed_at IS NULL) = @open)
          AND (@after::uuid IS NULL OR incident.id < @after)
        ORDER BY incident.id DESC
        LIMIT @count
        """;

    public static async Task<Ok<Page<Incident>>> HandleAsync(
        bool? open, Guid? after, int? limit, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        var size = PageLimit.Clamp(limit);
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var incidents = await tx.QueryAsync<Incident>(
            ListSql, new { business_unit_id = caller.BusinessUnitId, open, after, count = size + 1 }, cancellationToken);
        return TypedResults.Ok(Page<Incident>.From(incidents, size, incident => incident.Id));
    }
}

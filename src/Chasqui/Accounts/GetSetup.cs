using Chasqui.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal enum SetupStepKey
{
    Provider,
    Sender,
    Queue,
    Agents,
    EntryPoint,
    FirstMessage,
}

internal sealed record SetupStep(SetupStepKey Key, bool Done);

internal sealed record Setup
{
    public required IReadOnlyList<SetupStep> Steps { get; init; }
}

/// <summary>GET /setup: what is still missing before a text reaches an agent, read from what is there.</summary>
internal static class GetSetup
{
    private const string StateSql =
        """
        SELECT EXISTS (SELECT FROM provider WHERE business_unit_id = @business_unit_id AND enabled) AS provider,
               EXISTS (SELECT FROM sender WHERE business_unit_id = @business_unit_id AND enabled) AS sender,
               EXISTS (SELECT FROM queue WHERE business_unit_id = @business_unit_id AND enabled) AS queue,
               EXISTS (SELECT FROM queue_member AS m
                       JOIN app_user AS u ON u.business_unit_id = m.business_unit_id AND u.id = m.user_id
                       WHERE m.business_unit_id = @business_unit_id AND u.enabled) AS agents,
               EXISTS (SELECT FROM entry_point WHERE business_unit_id = @business_unit_id) AS entry_point,
               EXISTS (SELECT FROM message WHERE business_unit_id = @business_unit_id) AS first_message
        """;

    public static async Task<Ok<Setup>> HandleAsync(Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var state = await tx.QuerySingleAsync<Row>(StateSql, new { business_unit_id = caller.BusinessUnitId }, cancellationToken);
        return TypedResults.Ok(new Setup
        {
            Steps =
            [
                new(SetupStepKey.Provider, state.Provider), new(SetupStepKey.Sender, state.Sender), new(SetupStepKey.Queue, state.Queue),
                new(SetupStepKey.Agents, state.Agents), new(SetupStepKey.EntryPoint, state.EntryPoint),
                new(SetupStepKey.FirstMessage, state.FirstMessage),
            ],
        });
    }

    private sealed record Row
    {
        public required bool Provider { get; init; }

        public required bool Sender { get; init; }

        public required bool Queue { get; init; }

        public required bool Agents { get; init; }

        public required bool EntryPoint { get; init; }

        public required bool FirstMessage { get; init; }
    }
}

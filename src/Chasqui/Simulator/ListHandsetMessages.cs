using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Simulator;

/// <summary>A message as the handset shows it: its parts joined.</summary>
internal sealed record HandsetMessage
{
    public required Guid Id { get; init; }

    public required HandsetDirection Direction { get; init; }

    /// <summary>Our address.</summary>
    public required string Peer { get; init; }

    public required string Text { get; init; }

    public required int Parts { get; init; }

    public required IReadOnlyList<string> MediaUrls { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What a handset got and sent, newest first; `after` goes on to older ones.</summary>
internal static class ListHandsetMessages
{
    // The parts of a message follow each other in the index, so joining them reads little more than them.
    private const string ListSql =
        """
        SELECT m.provider_message_id, m.direction, m.peer, m.parts, m.media_urls, m.at,
               (SELECT string_agg(part.text, '' ORDER BY part.part)
                FROM (SELECT p.text, p.part
                      FROM simulator_message AS p
                      WHERE p.business_unit_id = m.business_unit_id AND p.handset = m.handset AND p.id >= m.id
                        AND split_part(p.provider_message_id, '.', 1) = split_part(m.provider_message_id, '.', 1)
                      ORDER BY p.id
                      LIMIT m.parts) AS part) AS text
        FROM simulator_message AS m
        WHERE m.business_unit_id = @business_unit_id AND m.handset = @handset AND m.part = 1
          AND (@after::text IS NULL OR m.id < (
                SELECT id FROM simulator_message
                WHERE business_unit_id = @business_unit_id AND handset = @handset AND provider_message_id = @after::text))
        ORDER BY m.id DESC
        LIMIT @limit::int
        """;

    public static async Task<Results<Ok<Page<HandsetMessage>>, ProblemHttpResult>> HandleAsync(
        string number, Guid? after, int? limit, Caller caller, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        if (await HandsetNumber.ReadAsync(tx, caller.BusinessUnitId, number, cancellationToken) is not { } handset)
            return Problems.NotFound("handset");

        var most = PageLimit.Clamp(limit);
        var rows = await tx.QueryAsync<Row>(
            ListSql,
            new
            {
                business_unit_id = caller.BusinessUnitId,
                handset = handset.Value,
                after = after is { } last ? BookPart.IdOf(last, 1) : null,
                limit = most + 1,
            },
            cancellationToken);
        return TypedResults.Ok(Page<HandsetMessage>.From([.. rows.Select(row => row.ToMessage())], most, message => message.Id));
    }

    private sealed record Row
    {
        public required string ProviderMessageId { get; init; }

        public required HandsetDirection Direction { get; init; }

        public required string Peer { get; init; }

        public required string Text { get; init; }

        public required short Parts { get; init; }

        public required string[] MediaUrls { get; init; }

        public required DateTimeOffset At { get; init; }

        public HandsetMessage ToMessage() => new()
        {
            Id = BookPart.MessageOf(ProviderMessageId),
            Direction = Direction,
            Peer = Peer,
            Text = Text,
            Parts = Parts,
            MediaUrls = MediaUrls,
            At = At,
        };
    }
}

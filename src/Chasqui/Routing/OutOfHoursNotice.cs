using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Outbound;

namespace Chasqui.Routing;

/// <summary>Tells a contact who writes while the queue is closed, once for an interaction. What was written waits all the same.</summary>
internal sealed class OutOfHoursNotice(Outbox outbox)
{
    private const string FindSql = """
        SELECT queue.enabled, queue.schedule::text AS schedule, coalesce(queue.time_zone, business_unit.time_zone) AS time_zone,
               queue.out_of_hours_message, conversation.sender_id, contact.number
        FROM interaction
        JOIN queue ON queue.business_unit_id = interaction.business_unit_id AND queue.id = interaction.queue_id
        JOIN business_unit ON business_unit.id = interaction.business_unit_id
        JOIN conversation ON conversation.business_unit_id = interaction.business_unit_id AND conversation.id = interaction.conversation_id
        JOIN contact ON contact.business_unit_id = conversation.business_unit_id AND contact.id = conversation.contact_id
        WHERE interaction.business_unit_id = @business_unit_id AND interaction.id = @id
          AND interaction.out_of_hours_at IS NULL AND queue.out_of_hours_message IS NOT NULL
        """;

    private const string MarkSql =
        "UPDATE interaction SET out_of_hours_at = @now WHERE business_unit_id = @business_unit_id AND id = @id";

    /// <summary>The caller holds the lock on the interaction, or has just made it.</summary>
    public async Task SendIfClosedAsync(
        DatabaseTransaction tx, BusinessUnitId unit, InteractionId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var queue = await tx.QuerySingleOrDefaultAsync<Row>(FindSql, new { business_unit_id = unit, id }, cancellationToken);
        if (queue is null || OpeningHours.IsOpen(queue.Enabled, queue.Schedule, queue.TimeZone, now))
            return;

        // A short code or a name cannot be answered.
        if (!StoredNumber.TryRead(queue.Number, out var number))
            return;
        await tx.ExecuteAsync(MarkSql, new { business_unit_id = unit, id, now }, cancellationToken);
        await outbox.EnqueueAsync(
            tx,
            new NewMessage
            {
                BusinessUnitId = unit,
                SenderId = queue.SenderId,
                To = number,
                Text = queue.OutOfHoursMessage,
                Author = AuthorKind.System,
                InteractionId = id,
            },
            cancellationToken);
    }

    private sealed record Row
    {
        public required bool Enabled { get; init; }

        public required string Schedule { get; init; }

        public required string TimeZone { get; init; }

        public required string OutOfHoursMessage { get; init; }

        public required SenderId SenderId { get; init; }

        public required string Number { get; init; }
    }
}

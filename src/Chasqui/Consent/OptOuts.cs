using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Outbound;

namespace Chasqui.Consent;

/// <summary>What a contact's keyword did.</summary>
/// <param name="Kind">What it asked for.</param>
/// <param name="ListId">The list it counts for: the group its sender names, or the business unit's.</param>
/// <param name="Changed">False when the number was where it asked to be already.</param>
internal sealed record OptOutResult(OptOutKind Kind, DncListId ListId, bool Changed);

/// <summary>
/// STOP, START and HELP in the contact's language. Honoured in the transaction that stores the message; the gate refuses the next
/// send. One confirmation is sent for a change, none by us where the network itself confirms.
/// </summary>
internal sealed class OptOuts(Outbox outbox, TimeProvider time)
{
    private const string SenderSql = """
        SELECT sender.kind, sender.address, list.id AS list_id, business_unit.name AS unit_name, business_unit.language,
               EXISTS (SELECT 1 FROM dnc_entry
                       WHERE dnc_entry.business_unit_id = @business_unit_id AND dnc_entry.number = @number
                         AND dnc_entry.list_id = list.id) AS opted_out
        FROM sender
        JOIN business_unit ON business_unit.id = sender.business_unit_id
        JOIN dnc_list AS list ON list.business_unit_id = sender.business_unit_id
                             AND (list.id = sender.dnc_list_id OR sender.dnc_list_id IS NULL AND list.kind = 'businessUnit')
        WHERE sender.business_unit_id = @business_unit_id AND sender.id = @sender_id
        """;

    // A number that a file had put there is from now on there by its own wish, which no dialer may skip.
    private const string AddSql = """
        INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at)
        VALUES (@business_unit_id, @number, @list_id, 'optOut', @now)
        ON CONFLICT (business_unit_id, number, list_id) DO UPDATE SET source = excluded.source, created_at = excluded.created_at
        WHERE dnc_entry.source <> 'optOut'
        """;

    // Whoever put it there: the person's own word counts more than a file's.
    private const string RemoveSql =
        "DELETE FROM dnc_entry WHERE business_unit_id = @business_unit_id AND number = @number AND list_id = @list_id";

    private const string RecordSql = """
        INSERT INTO consent_event (business_unit_id, id, number, kind, list_id, source, message_id, at)
        VALUES (@business_unit_id, @id, @number, @kind, @list_id, 'inbound', @message_id, @now)
        """;

    /// <summary>Applies the keyword the text consists of. Null when it is none, or a YES of someone who is not opted out.</summary>
    public async Task<OptOutResult?> ApplyAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId senderId, PhoneNumber from, string text, MessageId inbound,
        CancellationToken cancellationToken)
    {
        if (OptOutWords.Match(text) is not { } keyword)
            return null;
        var sender = await tx.QuerySingleAsync<SenderRow>(
            SenderSql, new { business_unit_id = unit, sender_id = senderId, number = from.Value }, cancellationToken);
        if (keyword.Conditional && !sender.OptedOut)
            return null;

        var changed = await ChangeAsync(tx, unit, from, keyword.Kind, sender.ListId, inbound, cancellationToken);

        // A toll-free number's network blocks, unblocks and says so itself; a second confirmation is forbidden.
        if (keyword.Kind == OptOutKind.Help || changed && sender.Kind != "tollFree")
            await AnswerAsync(tx, unit, senderId, from, keyword, sender, cancellationToken);
        return new OptOutResult(keyword.Kind, sender.ListId, changed);
    }

    /// <summary>Records a word that the carrier itself has obeyed and answered: a second answer would be one too many.</summary>
    public async Task<OptOutResult> RecordAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId senderId, PhoneNumber from, OptOutKind told, MessageId inbound,
        CancellationToken cancellationToken)
    {
        var sender = await tx.QuerySingleAsync<SenderRow>(
            SenderSql, new { business_unit_id = unit, sender_id = senderId, number = from.Value }, cancellationToken);
        return new OptOutResult(told, sender.ListId, await ChangeAsync(tx, unit, from, told, sender.ListId, inbound, cancellationToken));
    }

    private async Task<bool> ChangeAsync(
        DatabaseTransaction tx, BusinessUnitId unit, PhoneNumber from, OptOutKind kind, DncListId listId, MessageId inbound,
        CancellationToken cancellationToken)
    {
        if (kind == OptOutKind.Help)
            return false;
        var change = new
        {
            business_unit_id = unit,
            id = Guid.CreateVersion7(time.GetUtcNow()),
            number = from.Value,
            list_id = listId,
            kind = kind == OptOutKind.OptOut ? "optedOut" : "optedIn",
            message_id = inbound,
            now = time.GetUtcNow(),
        };
        var changed = await tx.ExecuteAsync(kind == OptOutKind.OptOut ? AddSql : RemoveSql, change, cancellationToken) > 0;
        await tx.ExecuteAsync(RecordSql, change, cancellationToken);
        return changed;
    }

    private Task<EnqueuedMessage> AnswerAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId senderId, PhoneNumber to, OptOutMatch keyword, SenderRow sender,
        CancellationToken cancellationToken) =>
        outbox.EnqueueAsync(
            tx,
            new NewMessage
            {
                BusinessUnitId = unit,
                SenderId = senderId,
                To = to,
                Text = OptOutTexts.For(keyword, sender.Language).Write(sender.UnitName, sender.Address),
                Author = AuthorKind.System,
                Priority = 1,
                ExemptFromDnc = true,
            },
            cancellationToken);

    private sealed record SenderRow
    {
        public required string Kind { get; init; }

        public required string Address { get; init; }

        public required DncListId ListId { get; init; }

        public required string UnitName { get; init; }

        public required string Language { get; init; }

        public required bool OptedOut { get; init; }
    }
}

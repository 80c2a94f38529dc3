using Chasqui.Consent;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Inbound.Media;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers;
using Chasqui.Routing;

namespace Chasqui.Inbound;

/// <summary>
/// Takes in what contacts write, in one transaction: (1) whose sender it came to, (2) the contact's thread, locked, (3) the same
/// message told twice changes nothing, (4) STOP, START and HELP, (5) the interaction it belongs to or begins, (6) the message.
/// The provider is answered after the commit; until then it would tell it again.
/// </summary>
internal sealed partial class InboundMessages(
    ChasquiDatabase database, Threads threads, OptOuts optOuts, Interactions interactions, TimeProvider time,
    ILogger<InboundMessages> logger)
{
    private const string SenderSql = """
        SELECT sender.id, sender.inbound, business_unit.country, entry_point.queue_id
        FROM sender
        JOIN business_unit ON business_unit.id = sender.business_unit_id
        LEFT JOIN entry_point ON entry_point.business_unit_id = sender.business_unit_id AND entry_point.sender_id = sender.id
        WHERE sender.business_unit_id = @business_unit_id AND sender.address = ANY(@addresses::text[])
        ORDER BY sender.provider_id = @provider_id DESC
        LIMIT 1
        """;

    private const string KnownSql = """
        SELECT EXISTS (SELECT 1 FROM message
                       WHERE business_unit_id = @business_unit_id AND provider_id = @provider_id
                         AND provider_message_id = ANY(@known_ids::text[]) AND direction = 'in')
        """;

    private const string StoreSql = """
        INSERT INTO message (business_unit_id, id, direction, number, sender_id, interaction_id, author_kind, author_id, text, media,
                             encoding, parts, state, provider_id, provider_message_id, created_at, state_changed_at)
        VALUES (@business_unit_id, @id, 'in', @number, @sender_id, @interaction_id, 'contact', @contact_id, @text, @media::jsonb, @encoding,
                @parts, 'received', @provider_id, @provider_message_id, @now, @now)
        ON CONFLICT (business_unit_id, provider_id, provider_message_id) WHERE direction = 'in' DO NOTHING
        """;

    private const string NameSql =
        "UPDATE contact SET name = @name WHERE business_unit_id = @business_unit_id AND id = @contact_id AND name IS NULL";

    /// <returns>True when it was stored; false when it had been stored before, or came to a number that is not ours.</returns>
    public async Task<bool> AcceptAsync(
        BusinessUnitId unit, ProviderId providerId, InboundMessage message, CancellationToken cancellationToken)
    {
        var content = InboundContent.Read(message, time.GetUtcNow());
        return await Contention.RetryAsync<bool>(
            async () =>
            {
                await using var tx = await database.BeginAsync(unit, cancellationToken);
                var stored = await StoreAsync(tx, unit, providerId, content, cancellationToken);
                if (stored)
                    await tx.CommitAsync(cancellationToken);
                return stored;
            }, time, cancellationToken) ?? false;
    }

    /// <summary>The same in a transaction of the caller's, who commits it.</summary>
    public async Task<bool> StoreAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ProviderId providerId, InboundContent content, CancellationToken cancellationToken)
    {
        // 1. Whose it is. A number moved to another provider is still served by the old one for a while.
        var now = time.GetUtcNow();
        var id = Id.New<MessageId>(time); // before any answer of ours gets its own: the thread is read in this order
        var sender = await tx.QuerySingleOrDefaultAsync<SenderRow>(
            SenderSql, new { business_unit_id = unit, provider_id = providerId, addresses = content.To }, cancellationToken);
        if (sender is null)
        {
            Log.NoSender(logger, providerId.Value, unit.Value);
            return false;
        }

        // 2. and 3. The thread's lock comes first: of five who tell the same, four wait here and then find it told.
        var from = InboundAddress.Read(content.From, sender.Country);
        var thread = await threads.LockAsync(tx, unit, from, sender.Id, cancellationToken);
        var key = new
        {
            business_unit_id = unit,
            provider_id = providerId,
            provider_message_id = content.ProviderMessageId,
            known_ids = new[] { content.ProviderMessageId, content.EarlierId ?? content.ProviderMessageId },
        };
        if (await tx.QuerySingleAsync<bool>(KnownSql, key, cancellationToken))
            return false;

        // 4. and 5. Where it belongs.
        var keyword = StoredNumber.TryRead(from, out var number)
            ? await HeedAsync(tx, unit, sender.Id, number, content, id, cancellationToken)
            : null;
        if (content.ProfileName is { } name)
            await tx.ExecuteAsync(NameSql, new { business_unit_id = unit, contact_id = thread.ContactId, name }, cancellationToken);
        var interaction = await ThreadAsync(tx, unit, thread.Id, sender, keyword is not null, now, cancellationToken);

        // 6. The message itself. A conflict is the same message under another contact's name: the first one stands.
        IReadOnlyList<NewMedia> media = [.. content.Media.Select(told => new NewMedia(Id.New<MediaId>(time), told))];
        var count = MessageParts.Count(content.Text, PartOptions.Verbatim);
        var stored = await tx.ExecuteAsync(StoreSql, new
        {
            key.business_unit_id,
            key.provider_id,
            key.provider_message_id,
            id,
            number = from,
            sender_id = sender.Id,
            interaction_id = interaction?.Value,
            contact_id = thread.ContactId,
            text = content.Text,
            media = NewMedia.Describe(media),
            encoding = Words.Camel(count.Encoding),
            parts = Math.Clamp(count.Parts, 1, short.MaxValue),
            now,
        }, cancellationToken) == 1;
        if (stored)
            await MediaStore.AddAsync(tx, unit, providerId, id, media, now, cancellationToken);
        return stored;
    }

    private async Task<OptOutResult?> HeedAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId senderId, PhoneNumber from, InboundContent content, MessageId id,
        CancellationToken cancellationToken) => content.OptOut switch
        {
            null => await optOuts.ApplyAsync(tx, unit, senderId, from, content.Text, id, cancellationToken),
            CarrierOptOut.Stop => await optOuts.RecordAsync(tx, unit, senderId, from, OptOutKind.OptOut, id, cancellationToken),
            CarrierOptOut.Start => await optOuts.RecordAsync(tx, unit, senderId, from, OptOutKind.OptIn, id, cancellationToken),
            _ => await optOuts.RecordAsync(tx, unit, senderId, from, OptOutKind.Help, id, cancellationToken),
        };

    /// <summary>The interaction the message belongs to; null when it is only kept in the thread.</summary>
    private async Task<InteractionId?> ThreadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, ConversationId conversationId, SenderRow sender, bool isKeyword, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (isKeyword)
        {
            // An agent at work on it sees the word too; it begins no interaction and wakes none that has ended for the contact.
            var open = await Interactions.FindOpenAsync(tx, unit, conversationId, cancellationToken);
            if (open is null or { State: InteractionState.WrapUp })
                return open?.Id;
            return (await interactions.ReceiveAsync(tx, unit, conversationId, open.QueueId, now, cancellationToken)).Id;
        }

        if (sender is not { Inbound: true, QueueId: { } queueId })
            return null;
        return (await interactions.ReceiveAsync(tx, unit, conversationId, queueId, now, cancellationToken)).Id;
    }

    private sealed record SenderRow
    {
        public required SenderId Id { get; init; }

        public required bool Inbound { get; init; }

        public required string Country { get; init; }

        public required QueueId? QueueId { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning, "Provider {ProviderId} brought a message for no sender of business unit {BusinessUnitId}; it is dropped")]
        public static partial void NoSender(ILogger logger, Guid providerId, Guid businessUnitId);
    }
}

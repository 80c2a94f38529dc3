using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Support;

/// <summary>
/// A row in every table of a business unit, all finished or due tomorrow so that no worker touches them. Their texts hold
/// <see cref="Marker"/>: wherever it shows, something of this unit shows.
/// </summary>
internal sealed record EveryTable
{
    public const string Marker = "SECRET-OF-A";
    public const string Number = "+59899000777";

    public required IReadOnlyDictionary<Type, Guid> Ids { get; init; }

    private const string Rows =
        """
        INSERT INTO app_user (business_unit_id, id, email, name, security_stamp, created_at)
        VALUES (@unit, @user, 'secret-of-a@test.example', 'SECRET-OF-A', @user, @now);
        INSERT INTO role (business_unit_id, id, name, permissions) VALUES (@unit, @role, 'SECRET-OF-A', '{viewQueues}');
        INSERT INTO user_role (business_unit_id, user_id, role_id) VALUES (@unit, @user, @role);
        INSERT INTO session (token_hash, business_unit_id, user_id, security_stamp, created_at, seen_at, expires_at)
        VALUES (sha256('SECRET-OF-A'), @unit, @user, @user, @now, @now, @tomorrow);
        INSERT INTO known_device (business_unit_id, user_id, token_hash, seen_at) VALUES (@unit, @user, sha256('SECRET-OF-A'), @now);
        INSERT INTO api_key (business_unit_id, id, name, prefix, secret_hash, scopes, created_at)
        VALUES (@unit, @key, 'SECRET-OF-A', 'chq_secret', sha256('SECRET-OF-A key'), '{admin}', @now);
        INSERT INTO security_group (business_unit_id, id, name) VALUES (@unit, @group, 'SECRET-OF-A');
        INSERT INTO security_group_user (business_unit_id, group_id, user_id) VALUES (@unit, @group, @user);
        INSERT INTO audit_entry (business_unit_id, id, at, actor_kind, action, object_kind, details)
        VALUES (@unit, @any, @now, 'system', 'SECRET-OF-A', 'user', '{}');
        INSERT INTO idempotency_key (business_unit_id, actor_id, key, request_hash, status, body, created_at)
        VALUES (@unit, @user, 'SECRET-OF-A', sha256(''), 202, '"SECRET-OF-A"', @now);

        INSERT INTO provider (business_unit_id, id, name, kind, is_default, created_at) VALUES (@unit, @provider, 'SECRET-OF-A', 'simulator', true, @now);
        INSERT INTO webhook_event (business_unit_id, id, provider_id, topic, received_at, method, query, body, state, tried_at, fault)
        VALUES (@unit, @any, @provider, 'SECRET-OF-A', @now, 'POST', '', '\x00', 'failed', @now, 'SECRET-OF-A');
        INSERT INTO inbound_part (business_unit_id, group_id, number, provider_id, contact_address, our_address, reference, total,
                                  provider_message_id, told, received_at, joined_at)
        VALUES (@unit, @any, 1, @provider, @number, 'SECRET-OF-A', '1', 2, 'SECRET-OF-A', '{}', @now, @now);
        INSERT INTO provider_lease (business_unit_id, provider_id, node, expires_at) VALUES (@unit, @provider, 'SECRET-OF-A', @tomorrow);
        INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @list, 'dialer', 'SECRET-OF-A');
        INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @any, 'group', 'SECRET-OF-A');
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, label, created_at)
        VALUES (@unit, @sender, @provider, 'longCode', '+59829000777', 'SECRET-OF-A', @now);
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, label, created_at)
        VALUES (@unit, @idleSender, @provider, 'longCode', '+59829000778', 'SECRET-OF-A', @now);
        INSERT INTO sender_lease (business_unit_id, sender_id, node, fence, expires_at) VALUES (@unit, @idleSender, 'SECRET-OF-A', 1, @tomorrow);

        INSERT INTO queue (business_unit_id, id, name, out_of_hours_message, created_at) VALUES (@unit, @queue, 'SECRET-OF-A', 'SECRET-OF-A', @now);
        INSERT INTO queue_member (business_unit_id, queue_id, user_id, added_at) VALUES (@unit, @queue, @user, @now);
        INSERT INTO disposition (business_unit_id, id, queue_id, name) VALUES (@unit, @disposition, @queue, 'SECRET-OF-A');
        INSERT INTO entry_point (business_unit_id, id, name, sender_id, queue_id) VALUES (@unit, @entryPoint, 'SECRET-OF-A', @sender, @queue);
        INSERT INTO security_group_queue (business_unit_id, group_id, queue_id) VALUES (@unit, @group, @queue);
        INSERT INTO contact (business_unit_id, id, number, name, created_at) VALUES (@unit, @contact, @number, 'SECRET-OF-A', @now);
        INSERT INTO conversation (business_unit_id, id, contact_id, sender_id, created_at) VALUES (@unit, @conversation, @contact, @sender, @now);
        INSERT INTO interaction (business_unit_id, id, conversation_id, queue_id, state, owner_id, created_at, queued_at, accepted_at, closed_at,
                                 close_reason, note, last_message_at)
        VALUES (@unit, @interaction, @conversation, @queue, 'closed', @user, @now, @now, @now, @now, 'handled', 'SECRET-OF-A', @now);
        INSERT INTO offer (business_unit_id, id, interaction_id, queue_id, user_id, state, created_at, expires_at, answered_at)
        VALUES (@unit, @offer, @interaction, @queue, @user, 'accepted', @now, @now, @now);
        INSERT INTO agent (business_unit_id, user_id, break_reason, state_changed_at) VALUES (@unit, @user, 'SECRET-OF-A', @now);
        INSERT INTO agent_state_change (business_unit_id, id, user_id, state, break_reason, cause, at)
        VALUES (@unit, @any, @user, 'disconnected', 'SECRET-OF-A', 'agent', @now);
        INSERT INTO routing_decision (business_unit_id, id, interaction_id, queue_id, at, outcome, candidates)
        VALUES (@unit, @any, @interaction, @queue, @now, 'offered', '[]');

        INSERT INTO dialer (business_unit_id, id, name, sender_id, dnc_list_id, dial_string, created_at)
        VALUES (@unit, @dialer, 'SECRET-OF-A', @sender, @list, 'SECRET-OF-A', @now);
        INSERT INTO security_group_dialer (business_unit_id, group_id, dialer_id) VALUES (@unit, @group, @dialer);
        INSERT INTO message (business_unit_id, id, direction, number, sender_id, interaction_id, dialer_id, author_kind, author_id, text, encoding, parts,
                             state, created_at, state_changed_at)
        VALUES (@unit, @message, 'out', @number, @sender, @interaction, @dialer, 'agent', @user, 'SECRET-OF-A', 'gsm7', 1, 'delivered', @now, @now),
               (@unit, @waitingMessage, 'out', @number, @idleSender, NULL, NULL, 'api', @key, 'SECRET-OF-A', 'gsm7', 1, 'queued', @now, @now);
        INSERT INTO message_part (business_unit_id, message_id, number, provider_id, provider_message_id, state, state_changed_at)
        VALUES (@unit, @message, 1, @provider, 'SECRET-OF-A', 'delivered', @now);
        INSERT INTO media (business_unit_id, id, message_id, provider_id, reference, file_name, state, content_type, content, created_at)
        VALUES (@unit, @media, @message, @provider, 'SECRET-OF-A', 'SECRET-OF-A', 'stored', 'application/octet-stream', 'SECRET-OF-A', @now);
        INSERT INTO delivery_event (business_unit_id, provider_id, provider_message_id, message_id, state, received_at)
        VALUES (@unit, @provider, 'SECRET-OF-A', @message, 'delivered', @now);
        INSERT INTO outbox (business_unit_id, message_id, sender_id, lane_id, priority, not_before)
        VALUES (@unit, @waitingMessage, @idleSender, @nobody, 9999, @tomorrow);
        INSERT INTO provider_health (business_unit_id, provider_id, node, updated_at, sent, failed, throttled, hooks_refused, latencies, failure_sentence)
        VALUES (@unit, @provider, 'SECRET-OF-A', @now, 1, 0, 0, 0, '{}', 'SECRET-OF-A');
        INSERT INTO incident (business_unit_id, id, provider_id, kind, sentence, opened_at, closed_at)
        VALUES (@unit, @any, @provider, 'slow', 'SECRET-OF-A', @now, @now);
        INSERT INTO wire_entry (business_unit_id, provider_id, id, message_id, at, outgoing, summary, body)
        VALUES (@unit, @provider, @any, @message, @now, true, 'SECRET-OF-A', 'SECRET-OF-A');
        INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at) VALUES (@unit, @number, @list, 'api', @now);
        INSERT INTO consent_event (business_unit_id, id, number, kind, list_id, source, at)
        VALUES (@unit, @any, @number, 'optedOut', @list, 'SECRET-OF-A', @now);

        INSERT INTO import (business_unit_id, id, kind, dialer_id, file_name, state, rows, created_at, heartbeat_at, finished_at)
        VALUES (@unit, @import, 'messages', @dialer, 'SECRET-OF-A', 'done', 1, @now, @now, @now);
        INSERT INTO import_row (business_unit_id, import_id, line, dialer_id, number, text) VALUES (@unit, @import, 1, @dialer, @number, 'SECRET-OF-A');
        INSERT INTO import_error (business_unit_id, import_id, line, "column", code, message)
        VALUES (@unit, @import, 2, 'number', 'SECRET-OF-A', 'SECRET-OF-A');
        INSERT INTO job (kind, subject_id, business_unit_id, due_at) VALUES ('secret', @any, @unit, @tomorrow);
        INSERT INTO simulator_behaviour (business_unit_id, settings) VALUES (@unit, '{}');
        INSERT INTO simulator_message (business_unit_id, provider_id, provider_message_id, direction, handset, peer, text, at)
        VALUES (@unit, @provider, 'SECRET-OF-A', 'toHandset', @number, '+59829000777', 'SECRET-OF-A', @now);
        INSERT INTO simulator_event (business_unit_id, provider_id, provider_message_id, kind, state, due_at)
        VALUES (@unit, @provider, 'SECRET-OF-A', 'receipt', 'delivered', @tomorrow);
        """;

    // A message in a provider's hands: the server would take it for one left behind and settle it.
    private const string AttemptRow =
        """
        INSERT INTO attempt (business_unit_id, message_id, sender_id, provider_id, fence, number, started_at)
        VALUES (@unit, @waitingMessage, @idleSender, @provider, 1, 1, @now);
        """;

    /// <param name="withAttempt">Only where no server runs.</param>
    public static async Task<EveryTable> FillAsync(
        ChasquiDatabase database, BusinessUnitId unit, TimeProvider time, bool withAttempt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Guid New() => Guid.CreateVersion7(now);
        var row = new
        {
            unit,
            now,
            tomorrow = now.AddDays(1),
            number = Number,
            nobody = Guid.Empty,
            any = New(),
            user = New(),
            role = New(),
            key = New(),
            group = New(),
            provider = New(),
            list = New(),
            sender = New(),
            idleSender = New(),
            queue = New(),
            disposition = New(),
            entryPoint = New(),
            contact = New(),
            conversation = New(),
            interaction = New(),
            offer = New(),
            dialer = New(),
            message = New(),
            waitingMessage = New(),
            media = New(),
            import = New(),
        };
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.ExecuteAsync(withAttempt ? Rows + AttemptRow : Rows, row, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return new EveryTable
        {
            Ids = new Dictionary<Type, Guid>
            {
                [typeof(UserId)] = row.user,
                [typeof(RoleId)] = row.role,
                [typeof(ApiKeyId)] = row.key,
                [typeof(SecurityGroupId)] = row.group,
                [typeof(ProviderId)] = row.provider,
                [typeof(DncListId)] = row.list,
                [typeof(SenderId)] = row.sender,
                [typeof(QueueId)] = row.queue,
                [typeof(DispositionId)] = row.disposition,
                [typeof(EntryPointId)] = row.entryPoint,
                [typeof(ContactId)] = row.contact,
                [typeof(ConversationId)] = row.conversation,
                [typeof(InteractionId)] = row.interaction,
                [typeof(OfferId)] = row.offer,
                [typeof(DialerId)] = row.dialer,
                [typeof(MessageId)] = row.message,
                [typeof(MediaId)] = row.media,
                [typeof(ImportId)] = row.import,
                [typeof(BusinessUnitId)] = unit.Value,
            },
        };
    }
}

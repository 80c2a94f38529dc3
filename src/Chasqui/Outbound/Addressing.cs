using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Outbound;

/// <param name="To">Whom it goes to.</param>
/// <param name="SenderId">Whom it comes from.</param>
internal sealed record MessageAddress(PhoneNumber To, SenderId SenderId);

/// <summary>Reads whom a message is for and finds the sender it comes from.</summary>
internal static class Addressing
{
    /// <summary>Far more than can be sent; keeps nonsense out of the table.</summary>
    public const int LongestText = 10_000;

    private const string FindSql =
        """
        SELECT business_unit.country, dialer.id AS dialer_id,
               (SELECT sender.id FROM sender
                WHERE sender.business_unit_id = @business_unit_id AND sender.id = coalesce(@sender_id::uuid, dialer.sender_id)) AS sender_id,
               (SELECT sender.id FROM sender
                JOIN provider ON provider.business_unit_id = sender.business_unit_id AND provider.id = sender.provider_id
                WHERE sender.business_unit_id = @business_unit_id AND sender.enabled
                  AND (provider.is_default OR sender.global_outbound AND sender.verified)
                ORDER BY sender.global_outbound DESC, provider.is_default DESC, sender.id LIMIT 1) AS default_sender_id
        FROM business_unit
        LEFT JOIN dialer ON dialer.business_unit_id = business_unit.id AND dialer.id = @dialer_id
            AND (@sees_all::boolean OR EXISTS (
                SELECT 1 FROM security_group_user AS member
                JOIN security_group_dialer AS granted
                    ON granted.business_unit_id = member.business_unit_id AND granted.group_id = member.group_id
                WHERE member.business_unit_id = @business_unit_id AND member.user_id = @user_id AND granted.dialer_id = dialer.id))
        WHERE business_unit.id = @business_unit_id
        """;

    // Whom the contact knows us as: what they wrote to or were written from last, while it can still send. What went out by a
    // fallback was meant to come from another, and does next time.
    private const string LastUsedSql =
        """
        SELECT sender.id
        FROM message
        JOIN sender ON sender.business_unit_id = message.business_unit_id
            AND sender.id = coalesce(message.intended_sender_id, message.sender_id) AND sender.enabled AND sender.verified
        JOIN provider ON provider.business_unit_id = sender.business_unit_id AND provider.id = sender.provider_id AND provider.enabled
        WHERE message.business_unit_id = @business_unit_id AND message.number = @number AND message.state <> 'blocked'
        ORDER BY message.id DESC
        LIMIT 1
        """;

    /// <summary>Null when something does not fit; <paramref name="validation"/> then says what.</summary>
    public static async Task<MessageAddress?> ResolveAsync(
        DatabaseTransaction tx, Caller caller, string to, SenderId? senderId, DialerId? dialerId, Validation validation,
        CancellationToken cancellationToken)
    {
        var found = await tx.QuerySingleAsync<FoundRow>(FindSql, new
        {
            business_unit_id = caller.BusinessUnitId,
            sender_id = senderId?.Value,
            dialer_id = dialerId?.Value,
            sees_all = caller.SeesAllObjects,
            user_id = caller.UserId?.Value,
        }, cancellationToken);

        var readable = PhoneNumber.TryParse(to, found.Country, out var number, out var fault);
        validation.Check(readable, "to", fault.Sentence());
        validation.Check(dialerId is null || found.DialerId is not null, "dialerId", "There is no such dialer, or you may not see it.");
        validation.Check(senderId is null || found.SenderId is not null, "senderId", "There is no such sender.");
        var sender = found.SenderId;
        if (senderId is null && dialerId is null)
        {
            var lastUsed = readable
                ? await tx.QuerySingleOrDefaultAsync<SenderId?>(
                    LastUsedSql, new { business_unit_id = caller.BusinessUnitId, number = number.Value }, cancellationToken)
                : null;
            sender = lastUsed ?? found.DefaultSenderId;
            validation.Check(sender is not null, "senderId", "There is no global outbound sender and no enabled one of the default provider. Name a sender.");
        }

        return validation.Failed || sender is null ? null : new MessageAddress(number, sender.Value);
    }

    private sealed record FoundRow
    {
        public required string Country { get; init; }

        public DialerId? DialerId { get; init; }

        public SenderId? SenderId { get; init; }

        public SenderId? DefaultSenderId { get; init; }
    }
}

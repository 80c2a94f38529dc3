using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Messages.Text;

namespace Chasqui.Outbound;

/// <summary>A text as it will be sent, and what it costs.</summary>
internal readonly record struct PreparedText(string Text, TextEncoding Encoding, int Parts)
{
    public static PreparedText From(string text)
    {
        var prepared = MessageText.Prepare(text, PartOptions.Default);
        var count = MessageParts.Count(prepared, PartOptions.Verbatim);
        return new PreparedText(prepared, count.Encoding, count.Parts);
    }
}

/// <summary>
/// The one check for every send, whoever asks for it. The worker asks the do-not-contact lists once more at the moment it claims
/// a message (<see cref="OutboxClaims"/>); imports are judged by the same rules in one statement (<see cref="OutboxImport"/>).
/// </summary>
internal static class Gate
{
    /// <summary>Longer texts are refused: 1530 characters of GSM-7 or 670 of UCS-2.</summary>
    public const int MaxParts = 10;

    private const string SenderSql =
        """
        SELECT sender.enabled,
               sender.verified AND provider.enabled AS can_send,
               is_do_not_contact(@business_unit_id, @number, @sender_id, @dialer_id) AS do_not_contact
        FROM sender
        JOIN provider ON provider.business_unit_id = sender.business_unit_id AND provider.id = sender.provider_id
        WHERE sender.business_unit_id = @business_unit_id AND sender.id = @sender_id
        """;

    /// <summary>Judges a message. The lists come first: whatever else is wrong, a person who said no is told apart.</summary>
    public static async Task<Verdict> JudgeAsync(DatabaseTransaction tx, NewMessage message, PreparedText text, CancellationToken cancellationToken)
    {
        var sender = await tx.QuerySingleOrDefaultAsync<SenderRow>(SenderSql, new
        {
            business_unit_id = message.BusinessUnitId,
            number = message.To.Value,
            sender_id = message.SenderId,
            dialer_id = message.DialerId?.Value,
        }, cancellationToken) ?? throw new InvalidOperationException($"Sender {message.SenderId.Value} does not exist in its business unit.");
        return sender switch
        {
            _ when sender.DoNotContact && !message.ExemptFromDnc => Verdict.DoNotContact,
            _ when !sender.Enabled => Verdict.SenderDisabled,
            _ when !sender.CanSend => Verdict.SenderCannotSend,
            _ when string.IsNullOrWhiteSpace(text.Text) => Verdict.EmptyText,
            _ when text.Parts > MaxParts => Verdict.TextTooLong,
            _ => Verdict.Allowed,
        };
    }

    private sealed record SenderRow
    {
        public required bool Enabled { get; init; }

        public required bool CanSend { get; init; }

        public required bool DoNotContact { get; init; }
    }
}

using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Senders;

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

/// <param name="Verdict">Whether it may go.</param>
/// <param name="SenderId">Whom it goes with.</param>
internal sealed record GateAnswer(Verdict Verdict, SenderId SenderId);

/// <summary>
/// The one check for every send, whoever asks for it. The worker asks the do-not-contact lists once more at the moment it claims
/// a message (<see cref="OutboxClaims"/>); imports are judged by the same rules in one statement (<see cref="OutboxImport"/>).
/// </summary>
internal static class Gate
{
    /// <summary>Longer texts are refused: 1530 characters of GSM-7 or 670 of UCS-2.</summary>
    public const int MaxParts = 10;

    /// <summary>How long after the contact's last message WhatsApp takes free text.</summary>
    public static readonly TimeSpan WhatsAppWindow = TimeSpan.FromHours(24);

    // The stand-in is whom a closed WhatsApp window sends a text to: the sender's fallback, when that is no WhatsApp sender too.
    private const string SenderSql =
        """
        SELECT sender.enabled, sender.kind, sender.mms,
               sender.verified AND provider.enabled AS can_send,
               is_do_not_contact(@business_unit_id, @number, @sender_id, @dialer_id) AS do_not_contact,
               sender.kind <> 'whatsApp' OR EXISTS (
                   SELECT FROM message
                   WHERE message.business_unit_id = @business_unit_id AND message.number = @number AND message.direction = 'in'
                     AND message.sender_id = @sender_id AND message.created_at > @window_since) AS window_open,
               stand_in.id AS stand_in_id
        FROM sender
        JOIN provider ON provider.business_unit_id = sender.business_unit_id AND provider.id = sender.provider_id
        LEFT JOIN sender AS stand_in ON stand_in.business_unit_id = sender.business_unit_id AND stand_in.id = sender.fallback_sender_id
            AND stand_in.enabled AND stand_in.verified AND stand_in.kind <> 'whatsApp'
        WHERE sender.business_unit_id = @business_unit_id AND sender.id = @sender_id
        """;

    /// <summary>
    /// Judges a message, and says whom it goes with: a text that WhatsApp would refuse goes with the sender's fallback at once, and is
    /// judged as that one's.
    /// </summary>
    public static async Task<GateAnswer> JudgeAsync(
        DatabaseTransaction tx, NewMessage message, PreparedText text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = await AskAsync(tx, message, text, now, cancellationToken);
        if (first is not { Verdict: Verdict.WhatsAppWindowClosed, StandIn: { } standIn })
            return new GateAnswer(first.Verdict, message.SenderId);
        var second = await AskAsync(tx, message with { SenderId = standIn }, text, now, cancellationToken);
        return second.Verdict == Verdict.Allowed || second.Verdict == Verdict.DoNotContact
            ? new GateAnswer(second.Verdict, standIn)
            : new GateAnswer(first.Verdict, message.SenderId);
    }

    // The lists come first: whatever else is wrong, a person who said no is told apart.
    private static async Task<(Verdict Verdict, SenderId? StandIn)> AskAsync(
        DatabaseTransaction tx, NewMessage message, PreparedText text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sender = await tx.QuerySingleOrDefaultAsync<SenderRow>(SenderSql, new
        {
            business_unit_id = message.BusinessUnitId,
            number = message.To.Value,
            sender_id = message.SenderId,
            dialer_id = message.DialerId?.Value,
            window_since = now - WhatsAppWindow,
        }, cancellationToken) ?? throw new InvalidOperationException($"Sender {message.SenderId.Value} does not exist in its business unit.");
        var content = message.Content;
        var isWhatsApp = sender.Kind == SenderKind.WhatsApp;
        var isEmpty = string.IsNullOrWhiteSpace(text.Text);
        var verdict = sender switch
        {
            _ when sender.DoNotContact && !message.ExemptFromDnc => Verdict.DoNotContact,
            _ when !sender.Enabled => Verdict.SenderDisabled,
            _ when !sender.CanSend => Verdict.SenderCannotSend,
            _ when isEmpty && content is not ({ Media.Count: > 0 } or { Template: not null }) => Verdict.EmptyText,
            _ when text.Parts > MaxParts => Verdict.TextTooLong,
            _ when !isWhatsApp && content is { Media.Count: > 0 } && !sender.Mms => Verdict.SenderCannotMedia,
            _ when !isWhatsApp && content is { Interactive: not null } => Verdict.NeedsWhatsApp,
            _ when !isWhatsApp && content is { Template: not null } && isEmpty => Verdict.NeedsWhatsApp,
            _ when !sender.WindowOpen && content?.Template is null => Verdict.WhatsAppWindowClosed,
            _ => Verdict.Allowed,
        };
        return (verdict, sender.StandInId);
    }

    private sealed record SenderRow
    {
        public required bool Enabled { get; init; }

        public required bool CanSend { get; init; }

        public required bool DoNotContact { get; init; }

        public required SenderKind Kind { get; init; }

        public required bool Mms { get; init; }

        public required bool WindowOpen { get; init; }

        public SenderId? StandInId { get; init; }
    }
}

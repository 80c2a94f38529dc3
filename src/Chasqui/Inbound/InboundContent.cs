using System.Security.Cryptography;
using System.Text;
using Chasqui.Hosting;
using Chasqui.Inbound.Media;
using Chasqui.Messages.Text;
using Chasqui.Providers;

namespace Chasqui.Inbound;

/// <summary>An inbound message made safe to store: it comes from a network, so nothing in it can be relied on.</summary>
internal sealed record InboundContent
{
    private const int LongestText = 39_015; // 255 parts of GSM-7: no message is longer
    private const int LongestId = 200;
    private const int MostMedia = 20;
    private const long SameMoment = 2000; // milliseconds

    /// <summary>The provider's id; one made from sender, text and moment when it gave none.</summary>
    public required string ProviderMessageId { get; init; }

    /// <summary>
    /// Where the provider gave no id: what it would have been a moment earlier. The same text of the same contact within two to four
    /// seconds counts as told twice (engineering: B5).
    /// </summary>
    public string? EarlierId { get; init; }

    public required string From { get; init; }

    /// <summary>The sender's address in the spellings providers use.</summary>
    public required string[] To { get; init; }

    public required string Text { get; init; }

    /// <summary>Fetched later: nothing waits for somebody else's server.</summary>
    public required IReadOnlyList<InboundMedia> Media { get; init; }

    /// <summary>Who the contact says they are; null when they do not, or say what no name could be.</summary>
    public string? ProfileName { get; init; }

    public CarrierOptOut? OptOut { get; init; }

    public static InboundContent Read(InboundMessage message, DateTimeOffset now)
    {
        var to = MessageText.Normalise(message.To).Trim();
        var text = message.Text.Length > LongestText ? message.Text[..LongestText] : message.Text;
        var id = ReadId(message.ProviderMessageId);
        var moment = (message.ToldAt ?? now).ToUnixTimeMilliseconds() / SameMoment;
        return new InboundContent
        {
            ProviderMessageId = id ?? MakeId(message, moment),
            EarlierId = id is null ? MakeId(message, moment - 1) : null,
            ProfileName = ReadName(message.ProfileName),
            OptOut = message.OptOut,
            From = message.From,
            To = [to, $"+{to}"],
            Text = MessageText.Normalise(text),
            Media = [.. message.Media.Select(MediaStore.Read).OfType<InboundMedia>().Take(MostMedia)],
        };
    }

    private static string? ReadId(string given)
    {
        var id = MessageText.Normalise(given).Trim();
        return id.Length switch
        {
            0 => null,
            > LongestId => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id))),
            _ => id,
        };
    }

    private static string MakeId(InboundMessage message, long moment)
    {
        var media = string.Join('\n', message.Media.Select(item => item.Reference));
        var told = $"{message.From}\0{message.To}\0{message.Text}\0{media}";
        return $"none:{moment}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told)).AsSpan(0, 16))}";
    }

    private static string? ReadName(string? given)
    {
        var name = MessageText.Normalise(given ?? "").Replace('\n', ' ').Trim();
        if (name.Length > TextRule.LongestName)
            name = MessageText.Normalise(name[..TextRule.LongestName]).Trim();
        return TextRule.IsName(name) ? name : null;
    }
}

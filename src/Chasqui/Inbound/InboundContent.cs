using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Hosting;
using Chasqui.Messages.Text;
using Chasqui.Providers;

namespace Chasqui.Inbound;

/// <summary>An inbound message made safe to store: it comes from a network, so nothing in it can be relied on.</summary>
internal sealed record InboundContent
{
    private const int LongestText = 39_015; // 255 parts of GSM-7: no message is longer
    private const int LongestId = 200;
    private const int MostMedia = 20;

    /// <summary>Null when the provider gave none: then a repetition cannot be told from a second message.</summary>
    public required string? ProviderMessageId { get; init; }

    public required string From { get; init; }

    /// <summary>The sender's address in the spellings providers use.</summary>
    public required string[] To { get; init; }

    public required string Text { get; init; }

    /// <summary>JSON: the addresses of its media, which are fetched later, if at all; null when it has none.</summary>
    public required string? Media { get; init; }

    public static InboundContent Read(InboundMessage message)
    {
        var to = MessageText.Normalise(message.To).Trim();
        var text = message.Text.Length > LongestText ? message.Text[..LongestText] : message.Text;
        return new InboundContent
        {
            ProviderMessageId = ReadId(message.ProviderMessageId),
            From = message.From,
            To = [to, $"+{to}"],
            Text = MessageText.Normalise(text),
            Media = ReadMedia(message.Media),
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

    private static string? ReadMedia(IReadOnlyList<InboundMedia> given)
    {
        var media = given.Where(item => IsWeb(item.Reference)).Take(MostMedia).Select(item => item.Reference).ToArray();
        return media.Length == 0 ? null : JsonSerializer.Serialize(media, Json.Options);
    }

    private static bool IsWeb(string reference) =>
        Uri.TryCreate(reference, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}

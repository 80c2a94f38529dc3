using System.Text;
using Chasqui.Messages.Text;
using Chasqui.Providers;

namespace Chasqui.Inbound;

/// <summary>Makes one message of its parts.</summary>
internal static class JoinedParts
{
    /// <summary>Stands where a part is missing, for everyone to see.</summary>
    public const string Missing = "[…]";

    /// <param name="parts">At least one; each has a <see cref="InboundMessage.Part"/> of the same message, no two of one number.</param>
    /// <param name="providerMessageId">Of the whole.</param>
    public static InboundMessage Join(IEnumerable<InboundMessage> parts, string providerMessageId)
    {
        var ordered = parts.OrderBy(part => part.Part!.Number).ToList();
        return ordered[0] with
        {
            ProviderMessageId = providerMessageId,
            Text = Text(ordered),
            Media = [.. ordered.SelectMany(part => part.Media)],
            ProfileName = ordered.Select(part => part.ProfileName).FirstOrDefault(name => name is not null),
            OptOut = ordered.Select(part => part.OptOut).FirstOrDefault(told => told is not null),
            Part = null,
        };
    }

    private static string Text(List<InboundMessage> ordered)
    {
        var text = new StringBuilder();
        var octets = new List<ReceivedPart>(); // neighbours are joined as octets: a character may be cut between them
        var next = 1;
        foreach (var message in ordered)
        {
            var part = message.Part!;
            if (part.Number > next)
                Flush();
            for (; next < part.Number; next++)
                text.Append(Missing);
            next = part.Number + 1;
            if (part.Encoded is { } encoded)
            {
                octets.Add(encoded);
                continue;
            }

            Flush();
            text.Append(message.Text);
        }

        Flush();
        for (var total = ordered[0].Part!.Total; next <= total; next++)
            text.Append(Missing);
        return text.ToString();

        void Flush()
        {
            if (octets.Count > 0)
                text.Append(ReceivedPart.Join(octets));
            octets.Clear();
        }
    }
}

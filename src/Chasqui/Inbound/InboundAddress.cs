using Chasqui.Messages;
using Chasqui.Messages.Text;

namespace Chasqui.Inbound;

/// <summary>Who wrote, as it is stored: E.164 when it is a phone number, else what the network said (a short code, a name).</summary>
internal static class InboundAddress
{
    private const int Longest = 64;

    /// <param name="from">As the provider wrote it.</param>
    /// <param name="countryIso">Gateways with a SIM write national numbers of their own country.</param>
    public static string Read(string from, string countryIso)
    {
        var text = MessageText.Normalise(from).Replace('\n', ' ').Trim();
        if (text.Length > Longest)
            text = MessageText.Normalise(text[..Longest]);
        if (ContactAddress.TryParse(text, countryIso, out var address, out _))
            return address.Value;

        // Vonage, WhatsApp and SMPP write E.164 without its plus.
        if (PhoneNumber.TryParse($"+{text}", countryIso: null, out var number, out _))
            return number.Value;
        return text.Length == 0 ? "unknown" : text;
    }
}

using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dongle;

/// <summary>The session's side of the wire log.</summary>
internal sealed class DongleWire(ProviderAccount account, IWireLog wire, TimeProvider time)
{
    /// <param name="action">As it is sent.</param>
    /// <param name="about">The message it is about; null for none.</param>
    /// <param name="hidden">Spellings of its text and number.</param>
    public void Sent(AmiAction action, OutboundMessage? about = null, params ReadOnlySpan<string> hidden) =>
        Record(about, outgoing: true, action.Name, action.ToString(), hidden);

    public void Answered(AmiMessage? answer, OutboundMessage? about = null, params ReadOnlySpan<string> hidden) =>
        Record(about, outgoing: false, answer is null ? "no answer" : $"Response: {answer["Response"]}", answer?["Message"] ?? "", hidden);

    /// <summary>An event. What a contact wrote is not kept.</summary>
    public void Heard(AmiMessage told)
    {
        var name = told["Event"];
        if (name == "DongleReport")
            Record(null, outgoing: false, name,
                $"Device: {told["Device"]}\nPayload: {told["Payload"].TrimEnd('\0')}\nType: {told["Type"]}\nSuccess: {told["Success"]}\nReport: {told["Report"]}", []);
        else if (name == "DongleNewSMSBase64")
            Record(null, outgoing: false, name, $"Device: {told["Device"]}\nMessage: [{told["Message"].Length} characters]", []);
    }

    private void Record(OutboundMessage? about, bool outgoing, string summary, string body, ReadOnlySpan<string> hidden)
    {
        var redaction = WireRedaction.For(account, about);
        foreach (var spelling in hidden)
            redaction.Hide(spelling, "***");
        wire.Record(account, new WireEntry
        {
            MessageId = about?.Id,
            At = time.GetUtcNow(),
            Outgoing = outgoing,
            Summary = summary,
            Body = redaction.Apply(body),
        });
    }
}

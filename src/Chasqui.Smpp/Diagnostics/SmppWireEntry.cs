using System.Globalization;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Diagnostics;

/// <summary>
/// One PDU for a wire log. <see cref="ToString"/> gives the redacted line; the PDU itself is not redacted, so log the line and not the
/// parts. Called in the order of the wire, under the session's lock: write it to a buffer or a logger and return.
/// </summary>
/// <param name="Link">The name of the client or server (its options).</param>
/// <param name="Sent">True for what we sent.</param>
/// <param name="Header">Status and sequence number.</param>
/// <param name="Pdu">The body.</param>
public readonly record struct SmppWireEntry(string Link, bool Sent, SmppHeader Header, SmppPdu Pdu)
{
    /// <summary>One line without message text, passwords or whole phone numbers.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Link} {(Sent ? ">" : "<")} {Header.CommandId.Name()} seq={Header.Sequence}{Status()}{SmppRedaction.Fields(Pdu)}");

    private string Status() => Header.CommandId.IsResponse() ? $" status={Header.Status.Name()}" : "";
}

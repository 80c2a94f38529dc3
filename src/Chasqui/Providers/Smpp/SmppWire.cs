using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Providers.Smpp;

/// <summary>Brings what an account's sessions say to the wire log, under the message it is about. Lines are redacted by the library.</summary>
internal sealed class SmppWire(ProviderAccount account, IWireLog wire, TimeProvider time)
{
    /// <summary>Answers that never come must not fill the memory.</summary>
    private const int MostAwaited = 100_000;

    private readonly ConditionalWeakTable<SmppPdu, OutboundMessage> _expected = [];
    private readonly ConcurrentDictionary<uint, MessageId> _awaited = new();

    /// <summary>A PDU that is about to be sent, and whose it is.</summary>
    public void Expect(SmppPdu pdu, OutboundMessage message) => _expected.AddOrUpdate(pdu, message);

    public void Record(SmppWireEntry entry)
    {
        if (entry.Header.CommandId is SmppCommandId.EnquireLink or SmppCommandId.EnquireLinkResponse)
            return;
        wire.Record(account, new WireEntry
        {
            MessageId = About(entry),
            At = time.GetUtcNow(),
            Outgoing = entry.Sent,
            Summary = $"{entry.Header.CommandId.Name()} {entry.Header.Sequence}",
            Body = entry.ToString(),
        });
    }

    private MessageId? About(SmppWireEntry entry)
    {
        if (entry.Sent && _expected.TryGetValue(entry.Pdu, out var message))
        {
            if (_awaited.Count >= MostAwaited)
                _awaited.Clear();
            _awaited[entry.Header.Sequence] = message.Id;
            return message.Id;
        }

        return !entry.Sent && entry.Header.CommandId == SmppCommandId.SubmitSmResponse && _awaited.TryRemove(entry.Header.Sequence, out var id) ? id : null;
    }
}

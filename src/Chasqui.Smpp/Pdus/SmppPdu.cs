using Chasqui.Smpp.Diagnostics;

namespace Chasqui.Smpp.Pdus;

/// <summary>The body of one PDU. Status and sequence number stand in the header and belong to the session.</summary>
public abstract record SmppPdu
{
    private protected SmppPdu()
    {
    }

    /// <summary>What this PDU is.</summary>
    public abstract SmppCommandId CommandId { get; }

    internal abstract void Write(ref SmppWriter writer);

    /// <summary>One redacted line: no message text, no password, numbers without most of their digits.</summary>
    public sealed override string ToString() => SmppRedaction.Describe(this);
}

/// <summary>A PDU whose command this library does not know, or a known one in a place where it makes no sense.</summary>
public sealed record UnknownPdu(SmppCommandId Id, ReadOnlyMemory<byte> Body) : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => Id;

    internal override void Write(ref SmppWriter writer) => writer.Octets(Body.Span);
}

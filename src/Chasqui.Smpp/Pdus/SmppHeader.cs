using System.Runtime.InteropServices;

namespace Chasqui.Smpp.Pdus;

/// <summary>The sixteen octets before every body (SMPP 3.4 §3.2), four big-endian words.</summary>
/// <param name="Length">Octets of the whole PDU, these sixteen included.</param>
/// <param name="CommandId">What the PDU is.</param>
/// <param name="Status">0 in requests.</param>
/// <param name="Sequence">Ties a response to its request: 1 to 0x7FFFFFFF.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SmppHeader(uint Length, SmppCommandId CommandId, SmppCommandStatus Status, uint Sequence)
{
    /// <summary>Octets of a header.</summary>
    public const int Size = 16;
}

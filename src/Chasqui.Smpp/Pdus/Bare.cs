namespace Chasqui.Smpp.Pdus;

/// <summary>What the PDUs without a body have in common.</summary>
public abstract record BarePdu : SmppPdu
{
    private protected BarePdu()
    {
    }

    internal sealed override void Write(ref SmppWriter writer)
    {
    }
}

/// <summary>unbind (SMPP 3.4 §4.2.1).</summary>
public sealed record Unbind : BarePdu
{
    internal static readonly Unbind Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.Unbind;
}

/// <summary>unbind_resp (§4.2.2).</summary>
public sealed record UnbindResponse : BarePdu
{
    internal static readonly UnbindResponse Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.UnbindResponse;
}

/// <summary>enquire_link (§4.11.1).</summary>
public sealed record EnquireLink : BarePdu
{
    internal static readonly EnquireLink Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.EnquireLink;
}

/// <summary>enquire_link_resp (§4.11.2).</summary>
public sealed record EnquireLinkResponse : BarePdu
{
    internal static readonly EnquireLinkResponse Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.EnquireLinkResponse;
}

/// <summary>generic_nack: what arrived could not be understood; the header's status says why (§4.3.1).</summary>
public sealed record GenericNack : BarePdu
{
    internal static readonly GenericNack Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.GenericNack;
}

/// <summary>cancel_sm_resp (§4.9.2).</summary>
public sealed record CancelSmResponse : BarePdu
{
    internal static readonly CancelSmResponse Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.CancelSmResponse;
}

/// <summary>replace_sm_resp (§4.10.2).</summary>
public sealed record ReplaceSmResponse : BarePdu
{
    internal static readonly ReplaceSmResponse Instance = new();

    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.ReplaceSmResponse;
}

/// <summary>A response that carries only its status: what a refusal looks like on the wire.</summary>
internal sealed record EmptyResponse(SmppCommandId Id) : BarePdu
{
    public override SmppCommandId CommandId => Id;
}

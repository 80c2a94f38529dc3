namespace Chasqui.Smpp.Pdus;

/// <summary>What the three binds have in common (SMPP 3.4 §4.1).</summary>
public abstract record BindRequest : SmppPdu
{
    private protected BindRequest()
    {
    }

    /// <summary>The account; at most 15 octets in the specification.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>At most 8 octets in the specification; some SMSCs take longer ones, so it is never cut.</summary>
    public string Password { get; init; } = "";

    /// <summary>A word some SMSCs ask for, such as VMS; at most 12 octets.</summary>
    public string SystemType { get; init; } = "";

    /// <summary>0x34 for 3.4.</summary>
    public byte InterfaceVersion { get; init; } = 0x34;

    /// <summary>The addresses this ESME serves; the SMSC's own setting usually wins. At most 40 octets, a pattern.</summary>
    public SmppAddress AddressRange { get; init; } = SmppAddress.None;

    internal sealed override void Write(ref SmppWriter writer)
    {
        // Longer credentials are the SMSC's affair: see SmppClientOptions.Warnings.
        writer.CString(SystemId, 256, "system_id");
        writer.CString(Password, 256, "password");
        writer.CString(SystemType, 256, "system_type");
        writer.Octet(InterfaceVersion);
        AddressRange.Write(ref writer, 41, "address_range");
    }

    internal static BindRequest Read(ref SmppReader reader, SmppCommandId command)
    {
        var systemId = reader.CString();
        var password = reader.CString();
        var systemType = reader.CString();
        var version = reader.Octet();
        var range = SmppAddress.Read(ref reader);
        return command switch
        {
            SmppCommandId.BindReceiver => new BindReceiver
            { SystemId = systemId, Password = password, SystemType = systemType, InterfaceVersion = version, AddressRange = range },
            SmppCommandId.BindTransmitter => new BindTransmitter
            { SystemId = systemId, Password = password, SystemType = systemType, InterfaceVersion = version, AddressRange = range },
            _ => new BindTransceiver
            { SystemId = systemId, Password = password, SystemType = systemType, InterfaceVersion = version, AddressRange = range },
        };
    }
}

/// <summary>bind_transceiver: this session sends and receives (§4.1.5).</summary>
public sealed record BindTransceiver : BindRequest
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.BindTransceiver;
}

/// <summary>bind_transmitter: this session sends (§4.1.1).</summary>
public sealed record BindTransmitter : BindRequest
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.BindTransmitter;
}

/// <summary>bind_receiver: this session receives (§4.1.3).</summary>
public sealed record BindReceiver : BindRequest
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.BindReceiver;
}

/// <summary>The answer to each of the three binds (§4.1.2, §4.1.4, §4.1.6).</summary>
/// <param name="Bind">The command it answers.</param>
public sealed record BindResponse(SmppCommandId Bind) : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => Bind.Response();

    /// <summary>The SMSC's name for itself.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>Optional parameters: sc_interface_version.</summary>
    public SmppTlvs Tlvs { get; init; } = SmppTlvs.Empty;

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(SystemId, 16, "system_id");
        writer.Tlvs(Tlvs);
    }

    internal static BindResponse Read(ref SmppReader reader, SmppCommandId command) =>
        new((SmppCommandId)((uint)command & 0x7FFFFFFF)) { SystemId = reader.CString(), Tlvs = reader.Tlvs() };
}

/// <summary>outbind: an SMSC that connected to us asks us to bind (§4.1.7). It has no response.</summary>
public sealed record Outbind : SmppPdu
{
    /// <inheritdoc/>
    public override SmppCommandId CommandId => SmppCommandId.Outbind;

    /// <summary>The SMSC's name for itself.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>The SMSC's password.</summary>
    public string Password { get; init; } = "";

    internal override void Write(ref SmppWriter writer)
    {
        writer.CString(SystemId, 16, "system_id");
        writer.CString(Password, 256, "password");
    }

    internal static Outbind Read(ref SmppReader reader) => new() { SystemId = reader.CString(), Password = reader.CString() };
}

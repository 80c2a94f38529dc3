using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp;

/// <summary>Where an SMSC listens.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">2775 is registered for SMPP; TLS ports are by contract.</param>
public readonly record struct SmppEndpoint(string Host, int Port);

/// <summary>Which sessions a client binds.</summary>
public enum SmppBindMode
{
    /// <summary>One session that sends and receives.</summary>
    Transceiver,

    /// <summary>One session that sends.</summary>
    TransmitterOnly,

    /// <summary>One session that receives.</summary>
    ReceiverOnly,

    /// <summary>Two sessions, one for each way: for SMSCs without bind_transceiver.</summary>
    Pair,
}

/// <summary>Opens the connection to an SMSC; TLS, when asked for, is put around what it gives.</summary>
public delegate ValueTask<Stream> SmppConnect(string host, int port, CancellationToken cancellationToken);

/// <summary>What a client needs to know of an SMSC. All times are compared with the client's <see cref="TimeProvider"/>.</summary>
public sealed record SmppClientOptions
{
    /// <summary>The link's name in metrics and in the wire log.</summary>
    public string Name { get; init; } = "smpp";

    /// <summary>One or more; each new attempt takes the next.</summary>
    public required IReadOnlyList<SmppEndpoint> Endpoints { get; init; }

    /// <summary>TLS around the connection. Default false: SMPP 3.4 knows none, and passwords and texts go in the clear.</summary>
    public bool UseTls { get; init; }

    /// <summary>The name in the SMSC's certificate; default the endpoint's host.</summary>
    public string? TlsTargetHost { get; init; }

    /// <summary>Our certificate, when the SMSC asks for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Judges the SMSC's certificate; default the system's rules.</summary>
    public RemoteCertificateValidationCallback? ServerCertificateValidation { get; init; }

    /// <summary>Opens the connection: a host can refuse addresses here. Default: a TCP socket without delay.</summary>
    public SmppConnect? ConnectStream { get; init; }

    /// <summary>Which sessions to bind; default one transceiver.</summary>
    public SmppBindMode BindMode { get; init; } = SmppBindMode.Transceiver;

    /// <summary>The account.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>Never cut, however long: see <see cref="Warnings"/>.</summary>
    public string Password { get; init; } = "";

    /// <summary>By contract; mostly empty.</summary>
    public string SystemType { get; init; } = "";

    /// <summary>0x34 is 3.4.</summary>
    public byte InterfaceVersion { get; init; } = 0x34;

    /// <summary>addr_ton, addr_npi and address_range of the bind; mostly empty.</summary>
    public SmppAddress AddressRange { get; init; } = SmppAddress.None;

    /// <summary>Unanswered requests at most, by contract; 1 to 10,000, default 10.</summary>
    public int WindowSize { get; init; } = 10;

    /// <summary>Requests a second at most, just below the contract's rate; 0, the default, for no limit.</summary>
    public double MaxRequestsPerSecond { get; init; }

    /// <summary>How long nothing is sent after ESME_RTHROTTLED; default 1 s.</summary>
    public TimeSpan ThrottlePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After it a request's outcome is unknown; default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Response timeouts in a row after which the session is given up; default 3.</summary>
    public int MaxTimeoutsInARow { get; init; } = 3;

    /// <summary>Silence after which enquire_link is sent; default 30 s.</summary>
    public TimeSpan EnquireLinkInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after enquire_link that ends the session; default 15 s.</summary>
    public TimeSpan EnquireLinkTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For the connection with TLS, and again for the bind; default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The first pause before a new attempt; it doubles each time and a random half is taken off. Default 1 s.</summary>
    public TimeSpan FirstReconnectPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause; default 60 s.</summary>
    public TimeSpan LongestReconnectPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a session must have been bound for the pauses to begin anew; default 60 s.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause after a refused bind: SMSCs lock accounts that knock too often. Default 60 s.</summary>
    public TimeSpan BindRefusedPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long stopping waits for answers before it unbinds; default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages of the SMSC whose handler may run at one time; more are answered ESME_RX_T_APPN. Default 1,000.</summary>
    public int MaxConcurrentDeliveries { get; init; } = 1000;

    /// <summary>
    /// Takes a message or receipt (deliver_sm or data_sm) and gives the status to answer. The answer goes out when it has completed: store
    /// first. An exception answers ESME_RX_T_APPN, so that the SMSC sends again. It runs on the reading loop up to its first await, so it
    /// must not block. Default: everything is answered ESME_RX_T_APPN.
    /// </summary>
    public Func<DeliverSm, CancellationToken, ValueTask<SmppCommandStatus>>? OnDeliver { get; init; }

    /// <summary>A subscriber can be reached again.</summary>
    public Action<AlertNotification>? OnAlert { get; init; }

    /// <summary>
    /// An answer to a submit_sm that came after its timeout: the outcome that was unknown. On the reading loop: must not block.
    /// </summary>
    public Action<SmppLateResponse>? OnLateResponse { get; init; }

    /// <summary>An exception out of one of these handlers.</summary>
    public Action<Exception>? OnFault { get; init; }

    /// <summary>Sees every PDU; null, the default, costs nothing.</summary>
    public Action<SmppWireEntry>? WireLog { get; init; }

    /// <summary>What some SMSCs take and the specification does not: sentences for the operator, or nothing.</summary>
    public IReadOnlyList<string> Warnings()
    {
        var warnings = new List<string>();
        if (SystemId.Length > 15) warnings.Add("The system id has more than 15 characters: many SMSCs refuse it.");
        if (Password.Length > 8) warnings.Add("The password has more than 8 characters: many SMSCs refuse it or cut it.");
        if (SystemType.Length > 12) warnings.Add("The system type has more than 12 characters: many SMSCs refuse it.");
        if (!UseTls && Password.Length > 0) warnings.Add("The connection is not encrypted: password and texts can be read on the way.");
        return warnings;
    }

    /// <summary>The first thing that is out of its range, as a sentence; null when nothing is.</summary>
    internal string? Fault()
    {
        if (Endpoints.Count == 0) return "At least one endpoint is needed.";
        foreach (var (host, port) in Endpoints)
            if (string.IsNullOrWhiteSpace(host) || port is < 1 or > 65535) return "An endpoint needs a host and a port from 1 to 65535.";
        if (WindowSize is < 1 or > 10_000) return "The window is 1 to 10,000 requests.";
        if (!(MaxRequestsPerSecond >= 0)) return "The rate cannot be negative.";
        if (MaxTimeoutsInARow < 1 || MaxConcurrentDeliveries < 1) return "Timeouts in a row and concurrent deliveries are at least 1.";
        foreach (var time in (ReadOnlySpan<TimeSpan>)
            [ResponseTimeout, EnquireLinkInterval, EnquireLinkTimeout, ConnectTimeout, FirstReconnectPause, LongestReconnectPause])
            if (time <= TimeSpan.Zero) return "Timeouts, intervals and pauses must be above zero.";
        return null;
    }
}

/// <summary>An answer that came after its time.</summary>
/// <param name="Request">The very object that was given to SubmitAsync.</param>
/// <param name="Status">The outcome.</param>
/// <param name="MessageId">The SMSC's id when the outcome is ESME_ROK; else empty.</param>
public sealed record SmppLateResponse(SubmitSm Request, SmppCommandStatus Status, string MessageId);

/// <summary>What a client is doing.</summary>
public enum SmppClientState
{
    /// <summary>Not started, or ended for good.</summary>
    Stopped,

    /// <summary>Waits before the next attempt.</summary>
    Disconnected,

    /// <summary>Connects or binds.</summary>
    Connecting,

    /// <summary>Bound; of a pair, both.</summary>
    Bound,

    /// <summary>Takes nothing new and waits for answers.</summary>
    Unbinding,
}

/// <summary>A change of <see cref="SmppClient.State"/>.</summary>
public sealed class SmppStateChangedEventArgs : EventArgs
{
    /// <summary>The new state.</summary>
    public required SmppClientState State { get; init; }

    /// <summary>Why a session ended or was not reached; null while all goes well.</summary>
    public SmppEnd? End { get; init; }

    /// <summary>Why the bind was refused, when it was.</summary>
    public SmppCommandStatus? BindStatus { get; init; }

    /// <summary>The network's own words, when there are any.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Which endpoint it is about.</summary>
    public SmppEndpoint? Endpoint { get; init; }

    /// <summary>The pause before the next attempt, when there is one.</summary>
    public TimeSpan? NextAttemptIn { get; init; }
}

using System.Net;
using System.Net.Security;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp;

/// <summary>What an SMSC answers to submit_sm: an id, a refusal, or nothing at all.</summary>
public readonly record struct SmppSubmitResult
{
    /// <summary>ESME_ROK or why not.</summary>
    public SmppCommandStatus Status { get; private init; }

    /// <summary>The id of the message when it was accepted; at most 64 characters.</summary>
    public string? MessageId { get; private init; }

    /// <summary>Whether no answer goes out: for tests of timeouts.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>Accepted under this id.</summary>
    public static SmppSubmitResult Accepted(string messageId) => new() { MessageId = messageId };

    /// <summary>Refused.</summary>
    public static SmppSubmitResult Refused(SmppCommandStatus status) => new() { Status = status };

    /// <summary>No answer at all.</summary>
    public static SmppSubmitResult Silent { get; } = new() { IsSilent = true };
}

/// <summary>What an SMSC answers to the less common requests.</summary>
/// <param name="Status">ESME_ROK or why not.</param>
/// <param name="Response">The body; null for one without content.</param>
public readonly record struct SmppResult(SmppCommandStatus Status, SmppPdu? Response = null);

/// <summary>
/// How a server listens and what it answers. Handlers run on a session's reading loop up to their first await: they must not block.
/// </summary>
public sealed record SmppServerOptions
{
    /// <summary>The server's name in metrics and in the wire log.</summary>
    public string Name { get; init; } = "smsc";

    /// <summary>Where to listen; default a free port of the loopback address.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>TLS for every connection; null, the default, for none.</summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>What bind responses call this SMSC; at most 15 characters.</summary>
    public string SystemId { get; init; } = "chasqui";

    /// <summary>Connections at one time, bound or not; more are closed at once. Default 1,000.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>A connection that has not bound by then is closed; default 10 s. TLS included.</summary>
    public TimeSpan BindTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unanswered deliver_sm at most; default 10.</summary>
    public int WindowSize { get; init; } = 10;

    /// <summary>After it a deliver_sm's outcome is unknown; default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after which enquire_link is sent; default 30 s.</summary>
    public TimeSpan EnquireLinkInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after enquire_link that ends the session; default 15 s.</summary>
    public TimeSpan EnquireLinkTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests of one session in work at one time; more are answered ESME_RX_T_APPN. Default 10,000.</summary>
    public int MaxConcurrentRequests { get; init; } = 10_000;

    /// <summary>Judges a bind; default everybody may. A refused session is closed after its answer.</summary>
    public Func<SmppServerSession, BindRequest, CancellationToken, ValueTask<SmppCommandStatus>>? OnBind { get; init; }

    /// <summary>A session is bound, and its bind response written: messages may be delivered.</summary>
    public Action<SmppServerSession>? OnBound { get; init; }

    /// <summary>Takes a submit_sm; default ESME_RSYSERR.</summary>
    public Func<SmppServerSession, SubmitSm, CancellationToken, ValueTask<SmppSubmitResult>>? OnSubmit { get; init; }

    /// <summary>Takes data_sm, submit_multi, query_sm, cancel_sm and replace_sm; default ESME_RINVCMDID.</summary>
    public Func<SmppServerSession, SmppPdu, CancellationToken, ValueTask<SmppResult>>? OnRequest { get; init; }

    /// <summary>A session ended.</summary>
    public Action<SmppServerSession, SmppEnd>? OnEnded { get; init; }

    /// <summary>An exception out of one of these handlers.</summary>
    public Action<Exception>? OnFault { get; init; }

    /// <summary>Sees every PDU; null, the default, costs nothing.</summary>
    public Action<SmppWireEntry>? WireLog { get; init; }
}

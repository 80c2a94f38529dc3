using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp;

/// <summary>The other side understood the request and said no. The session goes on.</summary>
public sealed class SmppRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="status">Why it was refused.</param>
    public SmppRefusedException(SmppCommandId request, SmppCommandStatus status)
        : base($"The other side refused {request.Name()}: {status.Name()}.")
    {
        Request = request;
        Status = status;
    }

    /// <summary>What was asked.</summary>
    public SmppCommandId Request { get; }

    /// <summary>Why it was refused (SMPP 3.4 §5.1.3).</summary>
    public SmppCommandStatus Status { get; }
}

/// <summary>Why a session ended, or why a request got no answer.</summary>
public enum SmppEnd
{
    /// <summary>There is no session now.</summary>
    NotBound,

    /// <summary>The other side closed the connection, or the network did.</summary>
    ConnectionLost,

    /// <summary>The other side sent unbind.</summary>
    UnboundByPeer,

    /// <summary>This side is stopping or has stopped.</summary>
    Stopped,

    /// <summary>No response within the response timeout.</summary>
    ResponseTimeout,

    /// <summary>Nothing arrived within the timeout after enquire_link.</summary>
    EnquireLinkTimeout,

    /// <summary>The other side sent what is not SMPP.</summary>
    ProtocolError,

    /// <summary>The session was not bound in time (servers).</summary>
    BindTimeout,
}

/// <summary>
/// The session broke, or the time ran out, before an answer came. <see cref="Sent"/> decides what the caller may do: when false, the
/// request was never handed to the network whole and may be sent again; when true, its outcome is unknown.
/// </summary>
public sealed class SmppBrokenException : Exception
{
    /// <summary>A break.</summary>
    /// <param name="sent">Whether the other side may have the request.</param>
    /// <param name="reason">What happened.</param>
    /// <param name="inner">The network's own words, when there are any.</param>
    public SmppBrokenException(bool sent, SmppEnd reason, Exception? inner = null)
        : base($"The SMPP session gave no answer ({reason}); the request {(sent ? "may have been" : "was not")} sent.", inner)
    {
        Sent = sent;
        Reason = reason;
    }

    /// <summary>Whether the other side may have the request.</summary>
    public bool Sent { get; }

    /// <summary>What happened.</summary>
    public SmppEnd Reason { get; }
}

using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

/// <summary>What a session answers to a request: a status, with a body when there is one, or nothing at all.</summary>
internal readonly record struct SmppReply(SmppCommandStatus Status, SmppPdu? Body, bool Silent = false)
{
    public static SmppReply NoAnswer { get; } = new(SmppCommandStatus.Ok, null, Silent: true);

    /// <summary>A generic_nack: the command makes no sense here.</summary>
    public static SmppReply Nack { get; } = new(SmppCommandStatus.InvalidCommandId, GenericNack.Instance);
}

/// <summary>The side of a session that knows what requests mean: the client or the server's session.</summary>
internal interface ISmppSessionOwner
{
    /// <summary>Answers one request other than enquire_link and unbind. Runs on the reading loop until its first await.</summary>
    ValueTask<SmppReply> HandleAsync(SmppPdu request, CancellationToken cancellationToken);

    /// <summary>The answer to a request has been handed to the output.</summary>
    void Replied(SmppPdu request, in SmppReply reply);

    /// <summary>A response arrived after its timeout had been told to the caller.</summary>
    void CameLate(SmppPdu request, SmppCommandStatus status, SmppPdu? response);

    /// <summary>A handler of the host threw.</summary>
    void Faulted(Exception exception);
}

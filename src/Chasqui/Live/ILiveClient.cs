using Chasqui.Messages;

namespace Chasqui.Live;

/// <summary>What the hub at /live says to a browser. Each call names what to fetch again.</summary>
internal interface ILiveClient
{
    Task InboxChanged();

    Task InteractionChanged(InteractionId interactionId);

    Task AgentChanged(UserId userId);

    Task QueueChanged(QueueId queueId);

    Task DialerChanged(DialerId dialerId);

    Task ImportChanged(ImportId importId);

    Task HandsetChanged(string number);

    Task ProvidersChanged();

    /// <summary>The session behind this socket has ended: go to the sign-in page.</summary>
    Task SignedOut();
}

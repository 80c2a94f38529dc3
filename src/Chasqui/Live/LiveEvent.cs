using System.Text.Json.Serialization;
using Chasqui.Messages;

namespace Chasqui.Live;

/// <summary>
/// Something committed that browsers should look at again. It names what changed, never what is in it: the browser fetches
/// with its own rights, so an event that reaches the wrong screen tells nothing.
/// </summary>
[JsonDerivedType(typeof(InboxChanged), "inbox")]
[JsonDerivedType(typeof(InteractionChanged), "interaction")]
[JsonDerivedType(typeof(AgentChanged), "agent")]
[JsonDerivedType(typeof(QueueChanged), "queue")]
[JsonDerivedType(typeof(DialerChanged), "dialer")]
[JsonDerivedType(typeof(ImportChanged), "import")]
[JsonDerivedType(typeof(HandsetChanged), "handset")]
[JsonDerivedType(typeof(ProvidersChanged), "providers")]
[JsonDerivedType(typeof(SessionsEnded), "sessions")]
internal abstract record LiveEvent(BusinessUnitId BusinessUnitId);

/// <summary>An agent's offers or interactions changed.</summary>
internal sealed record InboxChanged(BusinessUnitId BusinessUnitId, UserId UserId) : LiveEvent(BusinessUnitId);

/// <summary>An interaction's messages, their states, or its own state changed.</summary>
internal sealed record InteractionChanged(BusinessUnitId BusinessUnitId, InteractionId InteractionId) : LiveEvent(BusinessUnitId);

/// <summary>An agent's state changed.</summary>
internal sealed record AgentChanged(BusinessUnitId BusinessUnitId, UserId UserId) : LiveEvent(BusinessUnitId);

/// <summary>A queue's settings, members or waiting line changed.</summary>
internal sealed record QueueChanged(BusinessUnitId BusinessUnitId, QueueId QueueId) : LiveEvent(BusinessUnitId);

/// <summary>A dialer's settings, state or figures changed.</summary>
internal sealed record DialerChanged(BusinessUnitId BusinessUnitId, DialerId DialerId) : LiveEvent(BusinessUnitId);

/// <summary>An import went on.</summary>
internal sealed record ImportChanged(BusinessUnitId BusinessUnitId, ImportId ImportId) : LiveEvent(BusinessUnitId);

/// <summary>A virtual handset sent or got something.</summary>
internal sealed record HandsetChanged(BusinessUnitId BusinessUnitId, string Number) : LiveEvent(BusinessUnitId);

/// <summary>A provider's settings, health or incidents changed.</summary>
internal sealed record ProvidersChanged(BusinessUnitId BusinessUnitId) : LiveEvent(BusinessUnitId);

/// <summary>A user's sessions were ended (sign-out, disabled, password changed): their sockets are closed.</summary>
internal sealed record SessionsEnded(BusinessUnitId BusinessUnitId, UserId UserId) : LiveEvent(BusinessUnitId);

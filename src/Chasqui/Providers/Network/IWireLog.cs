using Chasqui.Messages;

namespace Chasqui.Providers.Network;

/// <summary>Keeps what went over the wire, already redacted, for some days, by message. Never blocks and never throws.</summary>
internal interface IWireLog
{
    void Record(ProviderAccount account, WireEntry entry);
}

/// <summary>One request, answer or frame.</summary>
internal sealed record WireEntry
{
    /// <summary>Null when it is about no message of ours: a bind, a poll, a check.</summary>
    public MessageId? MessageId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>From us to the provider, or back.</summary>
    public required bool Outgoing { get; init; }

    /// <summary>One line: "POST https://… ", "201 Created", "submit_sm 12".</summary>
    public required string Summary { get; init; }

    /// <summary>Redacted: no secret, no text, no whole number.</summary>
    public required string Body { get; init; }
}

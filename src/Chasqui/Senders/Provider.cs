using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Senders.Health;

namespace Chasqui.Senders;

/// <summary>An account at a carrier or gateway.</summary>
internal sealed record Provider
{
    public required ProviderId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>"simulator" …: what the server knows to speak.</summary>
    public required string Kind { get; init; }

    /// <summary>New senders use it when they name none. There is exactly one.</summary>
    public required bool IsDefault { get; init; }

    public required bool Enabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By the kind's fields, without the secrets. What was left out has its default.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Settings { get; init; }

    /// <summary>The names of the secrets that are set. Nobody reads them back.</summary>
    public required IReadOnlyList<string> SecretsSet { get; init; }

    /// <summary>Where its carrier reaches us; null when no public address is configured.</summary>
    public required string? HookAddress { get; init; }

    /// <summary>For how many days what went over the wire is kept; 0 keeps nothing.</summary>
    public required int WireLogDays { get; init; }

    /// <summary>Nothing is sent while it is paused; null when it is not.</summary>
    public required ProviderPause? Paused { get; init; }

    public required ProviderHealth Health { get; init; }
}

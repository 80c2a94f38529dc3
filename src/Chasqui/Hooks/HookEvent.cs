using System.Text.Json;
using System.Text.Json.Serialization;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Hooks;

/// <summary>
/// A genuine request of a carrier and what it tells. It was verified when it came; what was read from it travels along, so that doing
/// it later needs neither its headers (some hold passwords) nor a signature that may have run out.
/// </summary>
internal sealed record HookEvent
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    public required Guid Id { get; init; }

    public required ProviderId ProviderId { get; init; }

    public required string Topic { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Method { get; init; }

    public required string Query { get; init; }

    public string? ContentType { get; init; }

    public required byte[] Body { get; init; }

    public string? ReplayKey { get; init; }

    public required HookTidings Tidings { get; init; }
}

/// <summary>What a request tells.</summary>
internal sealed record HookTidings
{
    // Read by other versions of this program too, during an upgrade: what one does not know it passes over.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public IReadOnlyList<InboundMessage> Messages { get; init; } = [];

    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    public string Write() => JsonSerializer.Serialize(this, Options);

    public static HookTidings Read(string json) => JsonSerializer.Deserialize<HookTidings>(json, Options)!;
}

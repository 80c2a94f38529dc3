using System.Text.Json;

namespace Chasqui.Hosting;

/// <summary>Another object as it is mentioned: its id, and its name to show.</summary>
internal sealed record Named(Guid Id, string Name)
{
    /// <summary>Reads what json_agg(json_build_object('id', …, 'name', …)) made.</summary>
    public static IReadOnlyList<Named> ReadList(string json) => JsonSerializer.Deserialize<Named[]>(json, Json.Options)!;
}

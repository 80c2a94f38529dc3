using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chasqui.Providers.Compliance;

/// <summary>Settings of a test: those of its class, and its own before them.</summary>
internal static class SettingsOf
{
    public static object Both(object ordinary, object special)
    {
        var both = JsonSerializer.SerializeToNode(ordinary)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(special)!.AsObject())
            both[name] = value?.DeepClone();
        return both;
    }
}

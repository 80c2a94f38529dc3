using System.Text.Json;

namespace Chasqui.Messages;

/// <summary>The worked vectors of Data/vectors, checked against independent programs when they were made.</summary>
internal static class Vectors
{
    public static JsonElement Section(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "vectors", "vectors.json"));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(name).Clone();
    }
}

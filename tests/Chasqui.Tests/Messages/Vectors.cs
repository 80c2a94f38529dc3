using System.Text.Json;

namespace Chasqui.Messages;

/// <summary>The worked vectors of Data/vectors, checked against independent programs when they were made.</summary>
internal static class Vectors
{
    public static JsonElement Section(string name) => Read("vectors.json").GetProperty(name);

    public static JsonElement[] PhoneReferee() => [.. Read("phone-referee.json").GetProperty("cases").EnumerateArray()];

    private static JsonElement Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "vectors", file));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

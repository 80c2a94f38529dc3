using System.Globalization;
using System.Text.Json;

namespace Chasqui.Providers;

/// <summary>A place in a JSON document, as <c>$.messages[0].id</c> or <c>messages.0.id</c>: names and places, nothing that
/// searches.</summary>
internal static class JsonPath
{
    public static JsonElement? Find(JsonElement root, string path)
    {
        var here = root;
        foreach (var step in path.TrimStart('$').Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (here.ValueKind == JsonValueKind.Object && here.TryGetProperty(step, out var member))
                here = member;
            else if (here.ValueKind == JsonValueKind.Array
                && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                && place < here.GetArrayLength())
                here = here[place];
            else
                return null;
        }

        return here;
    }

    /// <summary>A string or a number as text; null for anything else, and for nothing.</summary>
    public static string? Text(JsonElement root, string path) =>
        path.Length == 0 ? null : Find(root, path) is { } found ? Text(found) : null;

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>The document; null when it is none.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

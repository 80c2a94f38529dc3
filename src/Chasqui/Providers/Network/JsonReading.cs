using System.Globalization;
using System.Text.Json;

namespace Chasqui.Providers.Network;

/// <summary>Reads JSON that carriers wrote: nothing in it is certain to be there, or to be what it was.</summary>
internal static class JsonReading
{
    /// <summary>Null when it is no JSON.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    extension(JsonElement element)
    {
        /// <summary>What lies under these names; an undefined element when something on the way is missing.</summary>
        public JsonElement Member(params ReadOnlySpan<string> names)
        {
            var found = element;
            foreach (var name in names)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                    return default;
            }

            return found;
        }

        /// <summary>A word or a number as text; null when it is neither, or empty.</summary>
        public string? Word(params ReadOnlySpan<string> names) => element.Member(names) switch
        {
            { ValueKind: JsonValueKind.String } word when word.GetString() is { Length: > 0 } text => text,
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

        public int? Integer(params ReadOnlySpan<string> names) =>
            int.TryParse(element.Word(names), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

        /// <summary>The elements of an array; none when it is none.</summary>
        public IReadOnlyList<JsonElement> Items(params ReadOnlySpan<string> names) =>
            element.Member(names) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
    }
}

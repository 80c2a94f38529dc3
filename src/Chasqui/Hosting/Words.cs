using System.Text.Json;

namespace Chasqui.Hosting;

/// <summary>The words that enums have in JSON and in the database.</summary>
internal static class Words
{
    /// <summary>The member's name in camelCase.</summary>
    public static string Camel<T>(T value)
        where T : struct, Enum => Cache<T>.ByValue[value];

    /// <summary>The member of that camelCase name, or null.</summary>
    public static T? Parse<T>(string word)
        where T : struct, Enum => Cache<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}

using System.Globalization;
using System.Text.Json;

namespace Chasqui.Providers;

/// <summary>An account's settings, read by the kind's schema: what was not given has its default.</summary>
/// <param name="schema">The kind's.</param>
/// <param name="values">A JSON object of name → value.</param>
internal sealed class ProviderSettings(ProviderSchema schema, JsonElement values)
{
    /// <summary>Empty when it was not given and has no default.</summary>
    public string Text(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
        _ => Field(name).Default ?? "",
    };

    public bool Flag(string name) => bool.TryParse(Text(name), out var flag) && flag;

    public decimal Number(string name) => decimal.TryParse(Text(name), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
        ? Math.Clamp(number, Field(name).Least ?? decimal.MinValue, Field(name).Most ?? decimal.MaxValue)
        : decimal.Parse(Field(name).Default ?? "0", CultureInfo.InvariantCulture);

    public int Integer(string name) => (int)Number(name);

    /// <summary>A number of seconds.</summary>
    public TimeSpan Seconds(string name) => TimeSpan.FromSeconds((double)Number(name));

    public Uri Address(string name) => new(Text(name), UriKind.Absolute);

    /// <summary>The values that must not show anywhere.</summary>
    public IReadOnlyList<string> Secrets =>
        [.. schema.Fields.Where(setting => setting.Type == SettingType.Secret).Select(setting => Text(setting.Name)).Where(value => value.Length > 0)];

    private JsonElement? Find(string name) =>
        values.ValueKind == JsonValueKind.Object && values.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private SettingField Field(string name) =>
        schema.Find(name) ?? throw new InvalidOperationException($"The schema of {schema.Title} has no field {name}.");
}

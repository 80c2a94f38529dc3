using System.Text.Json;
using System.Text.Json.Nodes;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Senders;

/// <summary>Settings as they are stored: what anybody with the right may read, and what nobody may.</summary>
/// <param name="Values">Name → value.</param>
/// <param name="Secrets">Name → ciphertext.</param>
internal sealed record StoredSettings(JsonObject Values, IReadOnlyDictionary<string, string> Secrets)
{
    public static StoredSettings None => new([], new Dictionary<string, string>(StringComparer.Ordinal));

    public static StoredSettings Parse(string values, string secrets) =>
        new(JsonNode.Parse(values)!.AsObject(), JsonSerializer.Deserialize<Dictionary<string, string>>(secrets)!);

    public string ValuesJson => Values.ToJsonString();

    public string SecretsJson => JsonSerializer.Serialize(Secrets);
}

/// <summary>Puts given settings over stored ones, by the kind's schema: a value sets, null or an empty text clears.</summary>
internal sealed class SettingsRules(ProviderSecrets secrets)
{
    private const int LongestText = 1_000;
    private const int LongestLongText = 10_000;

    /// <summary>Tells <paramref name="validation"/> of every fault at once; its result is of use only when there was none.</summary>
    public StoredSettings Check(
        Validation validation, ProviderSchema schema, StoredSettings stored, IReadOnlyDictionary<string, JsonElement>? given, BusinessUnitId unit,
        ProviderId provider)
    {
        var values = stored.Values.DeepClone().AsObject();
        var ciphertexts = stored.Secrets.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            if (schema.Find(name) is not { } field)
            {
                validation.Check(valid: false, Key(name), $"{schema.Title} has no setting of this name.");
                continue;
            }

            if (IsNothing(value))
            {
                values.Remove(name);
                ciphertexts.Remove(name);
                continue;
            }

            if (Fault(field, value) is { } fault)
                validation.Check(valid: false, Key(name), fault);
            else if (field.Type == SettingType.Secret)
                ciphertexts[name] = secrets.Protect(unit, provider, name, value.GetString()!);
            else
                values[name] = field.Type is SettingType.Text or SettingType.Address ? value.GetString()!.Trim() : JsonNode.Parse(value.GetRawText());
        }

        foreach (var field in schema.Fields.Where(field => field.Required && field.Default is null))
        {
            var isGiven = given is not null && given.TryGetValue(field.Name, out var value) && !IsNothing(value); // then its fault is told already
            validation.Check(isGiven || values.ContainsKey(field.Name) || ciphertexts.ContainsKey(field.Name), Key(field.Name), "This is needed.");
        }

        return new StoredSettings(values, ciphertexts);
    }

    private static string Key(string name) => $"settings.{name}";

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()));

    private static string? Fault(SettingField field, JsonElement value) => field.Type switch
    {
        SettingType.Number => NumberFault(field, value),
        SettingType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "Give true or false.",
        SettingType.Choice => value.ValueKind == JsonValueKind.String && field.Options.Contains(value.GetString()!)
            ? null
            : $"Give one of {string.Join(", ", field.Options)}.",
        SettingType.Address => value.ValueKind == JsonValueKind.String && IsAddress(value.GetString()!.Trim())
            ? null
            : "Give a whole address that begins with https:// or http://.",
        SettingType.Text => value.ValueKind == JsonValueKind.String && TextRule.IsLine(value.GetString()!.Trim(), LongestText)
            ? null
            : $"Give a text of one line, up to {LongestText} characters.",
        _ => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= LongestLongText && !value.GetString()!.Contains('\0')
            ? null
            : $"Give a text of up to {LongestLongText} characters.",
    };

    private static string? NumberFault(SettingField field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            && !(number < field.Least) && !(number > field.Most))
            return null;
        return (field.Least, field.Most) switch
        {
            ({ } least, { } most) => $"Give a number from {least} to {most}.",
            ({ } least, null) => $"Give a number of at least {least}.",
            (null, { } most) => $"Give a number of at most {most}.",
            _ => "Give a number.",
        };
    }

    private static bool IsAddress(string text) =>
        text.Length <= LongestText && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0;
}

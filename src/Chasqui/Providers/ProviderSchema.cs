namespace Chasqui.Providers;

/// <summary>What an account of a kind needs to know.</summary>
/// <param name="Title">"Twilio" …: a name, the same in every language.</param>
/// <param name="Summary">One English sentence: what it is for. The web app has it in its languages under the kind's word.</param>
/// <param name="Fields">In the order of the form.</param>
internal sealed record ProviderSchema(string Title, string Summary, IReadOnlyList<SettingField> Fields)
{
    public SettingField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>One setting of a provider.</summary>
internal sealed record SettingField
{
    /// <summary>Its key in the settings: "accountSid".</summary>
    public required string Name { get; init; }

    public required SettingType Type { get; init; }

    /// <summary>In English; the web app has it in its languages under the field's name.</summary>
    public required string Label { get; init; }

    /// <summary>Where to find it, its unit, what it does; in English.</summary>
    public string? Help { get; init; }

    public bool Required { get; init; }

    /// <summary>What holds when it is not given, written as the setting would be.</summary>
    public string? Default { get; init; }

    /// <summary>Of a choice.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Of a number.</summary>
    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    /// <summary>Folded away in the form: most accounts leave it as it is.</summary>
    public bool Advanced { get; init; }
}

internal enum SettingType
{
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>Encrypted at rest; shown to nobody once it is stored.</summary>
    Secret,
    Number,
    Boolean,
    Choice,

    /// <summary>An absolute http or https address.</summary>
    Address,
}

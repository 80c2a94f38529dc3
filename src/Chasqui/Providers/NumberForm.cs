using Chasqui.Messages;

namespace Chasqui.Providers;

/// <summary>How a carrier wants numbers written.</summary>
internal static class NumberForm
{
    public const string Plus = "plus";
    public const string Digits = "digits";
    public const string National = "national";

    public static SettingField Field(string otherwise) => new()
    {
        Name = "numberForm",
        Type = SettingType.Choice,
        Label = "Form of numbers",
        Help = "plus: +59898344484. digits: 59898344484. national: 098344484 for numbers of the country below, +… for all others.",
        Options = [Plus, Digits, National],
        Default = otherwise,
    };

    public static SettingField CountryField { get; } = new()
    {
        Name = "country",
        Type = SettingType.Text,
        Label = "Country of national numbers",
        Help = "Two letters, e.g. UY: whose numbers the form \"national\" writes without their country code.",
        Advanced = true,
    };

    /// <summary>The number as the account's settings want it.</summary>
    public static string Write(PhoneNumber number, ProviderSettings settings) => settings.Text("numberForm") switch
    {
        Digits => number.Digits,
        National => NationalOf(number, settings.Text("country")),
        _ => number.Value,
    };

    /// <summary>As dialled inside the country; E.164 for a number of another one.</summary>
    public static string NationalOf(PhoneNumber number, string country)
    {
        var description = number.Describe();
        return country.Length == 0 || string.Equals(description.Country, country, StringComparison.OrdinalIgnoreCase)
            ? string.Concat(description.National.Where(char.IsAsciiDigit))
            : number.Value;
    }
}

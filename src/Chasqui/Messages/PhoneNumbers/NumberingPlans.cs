using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Chasqui.Messages.PhoneNumbers;

/// <summary>A calling code and the countries that share it, the main one first; none for +800 and its like.</summary>
internal sealed record CallingCode(string Code, NumberingPlan Main, NumberingPlan[] Countries)
{
    /// <summary>The country a national number belongs to, null when the code has none or none claims the number.</summary>
    public NumberingPlan? CountryOf(ReadOnlySpan<char> national)
    {
        if (Countries.Length == 1)
            return Countries[0];

        foreach (var country in Countries)
        {
            var claims = country.LeadingDigits is { } leading ? leading.Matches(national) : country.KindOf(national) is not null;
            if (claims)
                return country;
        }

        return null;
    }
}

/// <summary>All numbering plans of the world, read once from the embedded <c>metadata.max.json</c> (see NOTICE).</summary>
internal static class NumberingPlans
{
    private static readonly (FrozenDictionary<string, NumberingPlan> ByCountry, CallingCode?[] ByCode) All = Read();

    public static bool TryGetCountry(string iso, [NotNullWhen(true)] out NumberingPlan? plan) => All.ByCountry.TryGetValue(iso, out plan);

    /// <summary>Every country with a plan, ISO 3166-1 alpha-2.</summary>
    public static IReadOnlyList<string> Countries => All.ByCountry.Keys;

    public static CallingCode Of(NumberingPlan plan) => All.ByCode[Number(plan.CallingCode)]!;

    /// <summary>The calling code an international number starts with. No code is the start of another: the first hit is the one.</summary>
    public static bool TryFindCode(ReadOnlySpan<char> digits, [NotNullWhen(true)] out CallingCode? code)
    {
        code = null;
        if (digits.IsEmpty || digits[0] == '0')
            return false;

        var number = 0;
        for (var i = 0; i < digits.Length && i < 3; i++)
        {
            number = number * 10 + (digits[i] - '0');
            if (All.ByCode[number] is { } found)
            {
                code = found;
                return true;
            }
        }

        return false;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + (digit - '0');
        return number;
    }

    private static (FrozenDictionary<string, NumberingPlan>, CallingCode?[]) Read()
    {
        using var stream = typeof(NumberingPlans).Assembly.GetManifestResourceStream("PhoneNumbers/metadata.max.json")!;
        using var document = JsonDocument.Parse(stream);
        var countries = document.RootElement.GetProperty("countries");
        var byCountry = new Dictionary<string, NumberingPlan>(StringComparer.OrdinalIgnoreCase);
        var byCode = new CallingCode?[1000];

        foreach (var code in document.RootElement.GetProperty("country_calling_codes").EnumerateObject())
        {
            NumberingPlan? main = null;
            var plans = new List<NumberingPlan>();
            foreach (var iso in code.Value.EnumerateArray().Select(country => country.GetString()!))
            {
                if (!countries.TryGetProperty(iso, out var data))
                    continue;
                var plan = new NumberingPlan(iso, data, main);
                main ??= plan;
                plans.Add(plan);
                byCountry.Add(iso, plan);
            }

            if (main is not null)
                byCode[Number(code.Name)] = new CallingCode(code.Name, main, [.. plans]);
        }

        foreach (var code in document.RootElement.GetProperty("nonGeographic").EnumerateObject())
            byCode[Number(code.Name)] = new CallingCode(code.Name, new NumberingPlan(null, code.Value, null), []);

        return (byCountry.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), byCode);
    }
}

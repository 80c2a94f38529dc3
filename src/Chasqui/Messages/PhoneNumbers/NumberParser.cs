namespace Chasqui.Messages.PhoneNumbers;

/// <summary>A number taken apart; not yet known to be valid.</summary>
/// <param name="Code">Its calling code.</param>
/// <param name="Plan">The country's plan, or the main one of the calling code.</param>
/// <param name="Country">ISO code, null when no country claims the number.</param>
/// <param name="National">The national (significant) number, digits only.</param>
/// <param name="Extension">What stood behind the number, for display.</param>
internal readonly record struct ParsedNumber(
    CallingCode Code, NumberingPlan Plan, string? Country, string National, string? Extension)
{
    public string E164 => string.Concat("+", Code.Code, National);

    public PhoneNumberKind? Kind => Plan.KindOf(National);

    public PhoneNumberFault Fault()
    {
        if (Kind is not null)
            return PhoneNumberFault.None;
        return Plan.CheckLength(National.Length) switch
        {
            LengthVerdict.TooShort => PhoneNumberFault.TooShort,
            LengthVerdict.TooLong => PhoneNumberFault.TooLong,
            _ => PhoneNumberFault.InvalidForCountry,
        };
    }
}

/// <summary>
/// From text to calling code and national number, with the outcomes of libphonenumber's own parser:
/// 1 digits, 2 international or national, 3 calling code, 4 plan, 5 national prefix, 6 length, 7 country.
/// </summary>
internal static class NumberParser
{
    /// <summary>The shortest and longest national numbers any plan has; Germany exceeds E.164's own limit.</summary>
    private const int ShortestNational = 2, LongestNational = 17;

    public static bool TryParse(string? input, string? countryIso, out ParsedNumber parsed, out PhoneNumberFault fault)
    {
        parsed = default;

        // 1. Digits.
        Span<char> buffer = stackalloc char[NumberInput.MaxLength];
        fault = NumberInput.Read(input, buffer, out var count, out var plus, out var extension);
        if (fault != PhoneNumberFault.None)
            return false;
        ReadOnlySpan<char> digits = buffer[..count];
        if (count < ShortestNational)
            return Refuse(PhoneNumberFault.TooShort, out fault);

        // 2. International or national.
        NumberingPlan? home = null;
        if (!plus && (countryIso is null || !NumberingPlans.TryGetCountry(countryIso, out home)))
            return Refuse(PhoneNumberFault.UnknownCountryCode, out fault);

        CallingCode? code = null;
        if (home is not null)
        {
            if (IsInternationalDialling(digits, home, out var dialled))
            {
                digits = dialled;
                plus = true;
            }
            else if (LacksOnlyThePlus(digits, home))
            {
                digits = digits[home.CallingCode.Length..];
                code = NumberingPlans.Of(home);
            }
        }

        // 3. Calling code.
        if (plus)
        {
            if (!NumberingPlans.TryFindCode(digits, out code))
                return Refuse(PhoneNumberFault.UnknownCountryCode, out fault);
            digits = digits[code.Code.Length..];
        }

        // 4. Plan: the main country's, or that of the country the number was dialled in.
        var plan = code?.Main ?? home!;
        var fallback = code is null ? home : null;
        code ??= NumberingPlans.Of(home!);

        // 5. National prefix.
        var national = WithoutNationalPrefix(digits, plan);

        // 6. Length.
        if (national.Length is < ShortestNational or > LongestNational)
            return Refuse(national.Length < ShortestNational ? PhoneNumberFault.TooShort : PhoneNumberFault.TooLong, out fault);

        // 7. Country.
        var country = code.CountryOf(national) ?? fallback;
        parsed = new ParsedNumber(code, country ?? plan, country?.Country, national.ToString(), extension);
        return true;
    }

    private static bool Refuse(PhoneNumberFault reason, out PhoneNumberFault fault)
    {
        fault = reason;
        return false;
    }

    private static bool IsInternationalDialling(ReadOnlySpan<char> digits, NumberingPlan home, out ReadOnlySpan<char> dialled)
    {
        dialled = default;
        var prefix = home.IddPrefix?.MatchedLength(digits) ?? -1;
        if (prefix <= 0 || prefix == digits.Length || digits[prefix] == '0')
            return false;
        dialled = digits[prefix..];
        return true;
    }

    /// <summary>59898344484 in Uruguay: only when the digits make no sense as they stand, and do behind the calling code.</summary>
    private static bool LacksOnlyThePlus(ReadOnlySpan<char> digits, NumberingPlan home)
    {
        if (!digits.StartsWith(home.CallingCode))
            return false;

        var whole = WithoutNationalPrefix(digits, home);
        if (home.CheckLength(whole.Length) == LengthVerdict.TooLong)
            return true;
        return !home.Matches(whole) && home.Matches(WithoutNationalPrefix(digits[home.CallingCode.Length..], home));
    }

    private static ReadOnlySpan<char> WithoutNationalPrefix(ReadOnlySpan<char> digits, NumberingPlan plan)
    {
        if (digits.IsEmpty || plan.PrefixForParsing is not { } prefix || prefix.MatchedLength(digits) is not (>= 0 and var length))
            return digits;

        var stripped = plan.PrefixTransform is { } rule ? Transformed(digits.ToString(), prefix, rule, length) : digits[length..];
        if (stripped.SequenceEqual(digits))
            return digits;

        // The prefix may have been the number's own first digits (8 800… in Russia).
        if (plan.Matches(digits) && !plan.Matches(stripped))
            return digits;

        // The length is judged by the country the shorter number would belong to.
        var judge = NumberingPlans.Of(plan).CountryOf(stripped) ?? plan;
        return judge.CheckLength(stripped.Length) is LengthVerdict.TooShort or LengthVerdict.Between ? digits : stripped;
    }

    /// <summary>The rule applies only when the pattern's last group took part; else the match is a plain prefix.</summary>
    private static ReadOnlySpan<char> Transformed(string digits, NumberPattern prefix, string rule, int length)
    {
        var match = prefix.Match(digits);
        return match.Groups.Count > 1 && match.Groups[match.Groups.Count - 1].Length > 0
            ? prefix.Replace(digits, rule)
            : digits.AsSpan(length);
    }
}

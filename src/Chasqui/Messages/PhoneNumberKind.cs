namespace Chasqui.Messages;

/// <summary>What a number is for, as far as its country's numbering plan tells.</summary>
internal enum PhoneNumberKind
{
    /// <summary>The plan in use does not know the number (any more).</summary>
    Unknown,
    Mobile,
    FixedLine,

    /// <summary>Plans such as the North American one do not tell the two apart.</summary>
    FixedLineOrMobile,
    PremiumRate,
    TollFree,
    SharedCost,
    Voip,
    PersonalNumber,
    Pager,

    /// <summary>A company's one number for many places.</summary>
    UniversalAccess,
    Voicemail,
}

/// <summary>A number in words a person reads.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, null for numbers of no country (+800…) or when not told apart.</param>
/// <param name="Kind">What the number is for.</param>
/// <param name="National">As written inside its country, <c>098 344 484</c>.</param>
/// <param name="International">As written anywhere, <c>+598 98 344 484</c>.</param>
internal sealed record PhoneNumberDescription(string? Country, PhoneNumberKind Kind, string National, string International)
{
    /// <summary>Whether a text could reach it; fixed lines are texted only when an operator chose so.</summary>
    public bool MayBeMobile => Kind is PhoneNumberKind.Mobile or PhoneNumberKind.FixedLineOrMobile;
}

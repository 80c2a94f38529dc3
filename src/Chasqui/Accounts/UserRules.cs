using Chasqui.Hosting;

namespace Chasqui.Accounts;

/// <summary>What a user's fields must be, whether given at first or changed; null was not given.</summary>
internal static class UserRules
{
    public static Validation Check(
        string? email, string? name, string? password, string? language, int? maxInteractions, int? refusalTimeoutSeconds)
    {
        var fault = password is null ? null : PasswordRule.Fault(password);
        return new Validation()
            .Check(email is null || EmailAddress.IsValid(email), "email", "Give an e-mail address.")
            .Check(name is null || TextRule.IsName(name), "name", TextRule.NameSentence)
            .Check(fault is null, "password", fault ?? "")
            .Check(language is null || TextRule.IsLanguage(language), "language", "Give a language such as en or es-UY.")
            .Check(maxInteractions is null or (>= 1 and <= 100), "maxInteractions", "Give a number from 1 to 100.")
            .Check(refusalTimeoutSeconds is null or (>= 15 and <= 300), "refusalTimeoutSeconds", "Give 15 to 300 seconds.");
    }
}

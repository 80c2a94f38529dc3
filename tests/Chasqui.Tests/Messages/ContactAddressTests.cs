namespace Chasqui.Messages;

public sealed class ContactAddressTests
{
    [Theory]
    [InlineData("(213) 373-4253", "US", "Phone", "+12133734253")]
    [InlineData("+59829001000", null, "Phone", "+59829001000")]
    [InlineData("29001000", "UY", "Phone", "+59829001000")]
    [InlineData("18005550199", "US", "Phone", "+18005550199")]
    [InlineData("22222", "US", "ShortCode", "22222")]
    [InlineData("1515", "UY", "ShortCode", "1515")]
    [InlineData("12345678", "UY", "ShortCode", "12345678")]
    [InlineData("262966", null, "ShortCode", "262966")]
    [InlineData("CHASQUI", "UY", "Alphanumeric", "CHASQUI")]
    [InlineData(" Banco 2.0 ", null, "Alphanumeric", "Banco 2.0")]
    [InlineData("4Taxi", "US", "Alphanumeric", "4Taxi")]
    public void Senders_are_told_apart(string input, string? country, string kind, string value)
    {
        ContactAddress.TryParse(input, country, out var address, out _).ShouldBeTrue();
        (address.Kind.ToString(), address.Value).ShouldBe((kind, value));
        ContactAddress.FromStored(address.Kind, address.Value).ShouldBe(address);
    }

    [Theory]
    [InlineData(null, "UY", "Empty")]
    [InlineData("  ", "UY", "Empty")]
    [InlineData("12", "UY", "InvalidShortCode")]
    [InlineData("1515", "US", "InvalidShortCode")]
    [InlineData("1234567", "US", "InvalidPhoneNumber")]
    [InlineData("+12345", "US", "InvalidPhoneNumber")]
    [InlineData("123456789", "UY", "InvalidPhoneNumber")]
    [InlineData("TwelveLetter", "UY", "NameTooLong")]
    [InlineData("Ñandú", "UY", "ForbiddenCharacter")]
    [InlineData("<b>", "UY", "ForbiddenCharacter")]
    public void Refusals_say_why(string? input, string? country, string fault)
    {
        ContactAddress.TryParse(input, country, out _, out var found).ShouldBeFalse();
        found.ToString().ShouldBe(fault);
    }

    [Fact]
    public void Only_a_person_is_masked_and_only_a_name_cannot_be_answered()
    {
        ContactAddress.TryParse("+59898344484", null, out var person, out _).ShouldBeTrue();
        ContactAddress.TryParse("CHASQUI", null, out var name, out _).ShouldBeTrue();
        (person.Masked, person.CanBeAnswered).ShouldBe(("+5989*****84", true));
        (name.Masked, name.CanBeAnswered).ShouldBe(("CHASQUI", false));
    }

    [Fact]
    public void The_same_digits_as_code_and_as_number_are_two_addresses() =>
        ContactAddress.FromStored(ContactAddressKind.ShortCode, "1515")
            .ShouldNotBe(ContactAddress.FromStored(ContactAddressKind.Alphanumeric, "1515"));
}

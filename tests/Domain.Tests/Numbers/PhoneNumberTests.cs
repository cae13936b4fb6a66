using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Numbers;

/// <summary>What is read as a number, what of it is shown, and when two numbers are one phone.</summary>
public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+5511999999999", "5511999999999")]
    [InlineData("5511999999999", "5511999999999")]
    [InlineData("+55 (11) 99999-9999", "5511999999999")]
    [InlineData("  +55 11 99999.9999  ", "5511999999999")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("123456789012345", "123456789012345")]
    public void Reads_digits_with_the_usual_punctuation(string text, string digits) => PhoneNumber.Parse(text)!.Value.Digits.Should().Be(digits);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("+")]
    [InlineData("()-. ")]
    [InlineData("123456789")]
    [InlineData("1234567890123456")]
    [InlineData("05511999999999")]
    [InlineData("+05511999999999")]
    [InlineData("(05511999999999")]
    [InlineData("++5511999999999")]
    [InlineData("5511+999999999")]
    [InlineData("5511999999999+")]
    [InlineData("5511999999999\n")]
    [InlineData("\n5511999999999")]
    [InlineData("\t5511999999999")]
    [InlineData("5511\n999999999")]
    [InlineData("5511\0999999999")]
    [InlineData("5511999999999x12")]
    [InlineData("5511999999999;ext=1")]
    [InlineData("tel:+5511999999999")]
    [InlineData("55119999\u00a099999")]
    [InlineData("\u202e5511999999999")]
    [InlineData("٥٥١١٩٩٩٩٩٩٩٩٩")]
    [InlineData("５５１１９９９９９９９９９")]
    [InlineData("5511999999999 or 1=1")]
    [InlineData("5511999999999@s.whatsapp.net")]
    [InlineData("1 2 3 4 5 6 7 8 9 0                                              ")]
    public void Refuses_everything_else(string? text) => PhoneNumber.Parse(text).Should().BeNull();

    [Theory]
    [InlineData("1234567", false)]
    [InlineData("12345678", true)]
    public void Numbers_registered_at_Meta_may_be_eight_digits_short(string text, bool parses) => (PhoneNumber.Parse(text, shortest: 8) is not null).Should().Be(parses);

    [Theory]
    [InlineData("12345678", "+1****5678")]
    [InlineData("123456789", "+12****6789")]
    [InlineData("1234567890", "+123****7890")]
    [InlineData("12345678901", "+1234****8901")]
    [InlineData("123456789012", "+12345****9012")]
    [InlineData("5511999999999", "+551199****9999")]
    [InlineData("12345678901234", "+123456****1234")]
    [InlineData("123456789012345", "+123456****2345")]
    public void The_mask_shows_six_digits_at_most_in_front_and_four_behind(string digits, string masked)
    {
        var number = PhoneNumber.Parse(digits, shortest: 8)!.Value;

        number.Masked.Should().Be(masked);
        $"{number}".Should().Be(masked);
        number.E164.Should().Be("+" + digits);
    }

    [Theory]
    [InlineData("5511999998888", "551199998888", true)]
    [InlineData("5511987654321", "551187654321", true)]
    [InlineData("5511987654321", "551197654321", false)]
    [InlineData("5211234567890", "521234567890", true)]
    [InlineData("5491123456789", "541123456789", true)]
    [InlineData("5511999998888", "5511899998888", false)]
    [InlineData("5511999998888", "5521999998888", false)]
    [InlineData("5211234567890", "5221234567890", false)]
    [InlineData("5491123456789", "5481123456789", false)]
    [InlineData("3491123456789", "341123456789", false)]
    [InlineData("15551234567", "15551234567", true)]
    [InlineData("15551234567", "15551234568", false)]
    public void Digits_that_carriers_added_do_not_make_another_phone(string one, string other, bool same) => Of(one).SamePhone(Of(other)).Should().Be(same);

    [Fact]
    public void Being_the_same_phone_is_reflexive_symmetric_and_transitive() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), NearlyAlike.ToArbitrary(), NearlyAlike.ToArbitrary(), (a, b, c) =>
            a.SamePhone(a)
            && a.SamePhone(b) == b.SamePhone(a)
            && (!a.SamePhone(b) || !b.SamePhone(c) || a.SamePhone(c))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_read_reads_the_same_again_from_either_form() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), number => PhoneNumber.Parse(number.E164) == number && PhoneNumber.Parse(number.Digits) == number).QuickCheckThrowOnFailure();

    [Fact]
    public void The_mask_never_shows_enough_to_call() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), number => number.Masked.Count(char.IsAsciiDigit) <= number.Digits.Length - 3).QuickCheckThrowOnFailure();

    /// <summary>Few digits to choose from, so that numbers which are one phone come up often.</summary>
    private static Gen<PhoneNumber> NearlyAlike =>
        from country in Gen.Elements("55", "52", "54", "1", "34")
        from extra in Gen.Elements("", "1", "9")
        from area in Gen.Elements("11", "19", "91")
        from ninth in Gen.Elements("", "9")
        from rest in Gen.Elements("12345678", "92345678")
        select Of(country + extra + area + ninth + rest);

    private static PhoneNumber Of(string digits) => PhoneNumber.Parse(digits)!.Value;
}

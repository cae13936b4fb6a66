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
    public void Reads_digits_with_the_usual_punctuation(string text, string digits) =>
        PhoneNumber.Parse(text)!.Value.Digits.Should().Be(digits);

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
    [InlineData("٥٥١١٩٩٩٩٩٩٩٩٩")]
    [InlineData("ａ5511999999999")]
    [InlineData("\u20285511999999999")]
    [InlineData("\u200b")]
    [InlineData("55119999\u200b99999＋")]
    [InlineData("5511999999999 or 1=1")]
    [InlineData("5511999999999@s.whatsapp.net")]
    [InlineData("1 2 3 4 5 6 7 8 9 0                                              ")]
    public void Refuses_everything_else(string? text) => PhoneNumber.Parse(text).Should().BeNull();

    /// <summary>What copying from a page, a chat or a document puts in.</summary>
    [Theory]
    [InlineData("\u202a+55 11 99999-9999\u202c")]
    [InlineData("\u202d+5511999999999\u202e")]
    [InlineData("\u2066+55\u2069 11 99999 9999")]
    [InlineData("\u2068+5511999999999\u2069\u2067")]
    [InlineData("\u200b\u200c\u200d\u200e\u200f+5511999999999")]
    [InlineData("\ufeff+55\u206011\u00ad99999\u061c9999")]
    [InlineData("+55\u00a011\u202f99999\u20079999\u3000")]
    [InlineData("+55 11 99999\u20109999")]
    [InlineData("+55 11 99999\u20119999")]
    [InlineData("+55 11 99999\u20129999")]
    [InlineData("+55 11 99999\u20139999")]
    [InlineData("+55 11 99999\u20149999")]
    [InlineData("+55 11 99999\u20159999")]
    [InlineData("+55 11 99999\u22129999")]
    [InlineData("+55 11 99999\ufe639999")]
    [InlineData("５５１１９９９９９９９９９")]
    [InlineData("＋５５（１１）９９９９９－９９９９．")]
    public void Reads_pasted_look_alike_characters_as_digits(string text) =>
        PhoneNumber.Parse(text)!.Value.Digits.Should().Be("5511999999999");

    [Theory]
    [InlineData("1234567", false)]
    [InlineData("12345678", true)]
    public void Numbers_registered_at_Meta_may_be_eight_digits_short(string text, bool parses) =>
        (PhoneNumber.Parse(text, 8) is not null).Should().Be(parses);

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
        var number = PhoneNumber.Parse(digits, 8)!.Value;

        number.Masked.Should().Be(masked);
        $"{number}".Should().Be(masked);
        number.E164.Should().Be("+" + digits);
    }

    [Theory]
    [InlineData("5511999998888", "551199998888", true)]
    [InlineData("5511987654321", "551187654321", true)]
    [InlineData("5511987654321", "551197654321", false)]
    [InlineData("5585961234567", "558561234567", true)]
    [InlineData("5585971234567", "558571234567", true)]
    [InlineData("5511921234567", "551121234567", false)]
    [InlineData("5511933334444", "551133334444", false)]
    [InlineData("5511941234567", "551141234567", false)]
    [InlineData("5521951234567", "552151234567", false)]
    [InlineData("551133334444", "551133334444", true)]
    [InlineData("5211234567890", "521234567890", true)]
    [InlineData("5491123456789", "541123456789", true)]
    [InlineData("5511999998888", "5511899998888", false)]
    [InlineData("5511999998888", "5521999998888", false)]
    [InlineData("5211234567890", "5221234567890", false)]
    [InlineData("5491123456789", "5481123456789", false)]
    [InlineData("3491123456789", "341123456789", false)]
    [InlineData("15551234567", "15551234567", true)]
    [InlineData("15551234567", "15551234568", false)]
    [InlineData("2250701020304", "22501020304", false)]
    [InlineData("2250101020304", "22501020304", true)]
    [InlineData("2250142345678", "22542345678", true)]
    [InlineData("2250153345678", "22553345678", true)]
    [InlineData("2250504020304", "22504020304", true)]
    [InlineData("2250545345678", "22545345678", true)]
    [InlineData("2250586345678", "22586345678", true)]
    [InlineData("2250707020304", "22507020304", true)]
    [InlineData("2250748345678", "22548345678", true)]
    [InlineData("2250799345678", "22599345678", true)]
    [InlineData("2250507020304", "22507020304", false)]
    [InlineData("2250107020304", "22507020304", false)]
    [InlineData("2250704020304", "22504020304", false)]
    [InlineData("2250104020304", "22504020304", false)]
    [InlineData("2250501020304", "22501020304", false)]
    [InlineData("2250707020304", "2250507020304", false)]
    [InlineData("2250707020304", "2250107020304", false)]
    [InlineData("2250700203040", "22500203040", false)]
    [InlineData("2250740203040", "22540203040", false)]
    [InlineData("2250727203040", "22527203040", false)]
    [InlineData("2250122345678", "22522345678", false)]
    [InlineData("2250535203040", "22535203040", false)]
    [InlineData("2252720203040", "22520203040", false)]
    [InlineData("2250907020304", "22507020304", false)]
    [InlineData("2240707020304", "22407020304", false)]
    [InlineData("225070702030", "22507020304", false)]
    [InlineData("2290197123456", "22997123456", true)]
    [InlineData("2290121345678", "22921345678", true)]
    [InlineData("2290197123456", "22997123457", false)]
    [InlineData("2290297123456", "22997123456", false)]
    [InlineData("2290597123456", "22997123456", false)]
    [InlineData("2280197123456", "22897123456", false)]
    [InlineData("229019712345", "22997123456", false)]
    public void Digits_that_carriers_added_do_not_make_another_phone(string one, string other, bool same) =>
        Of(one).SamePhone(Of(other)).Should().Be(same);

    [Theory]
    [InlineData("5511987654321", "551187654321", "5511987654321")]
    [InlineData("551133334444", "551133334444")]
    [InlineData("5511933334444", "5511933334444")]
    [InlineData("525512345678", "525512345678", "5215512345678")]
    [InlineData("5491123456789", "541123456789", "5491123456789")]
    [InlineData("22507020304", "22507020304", "2250707020304")]
    [InlineData("2250707020304", "22507020304", "2250707020304")]
    [InlineData("2290197123456", "22997123456", "2290197123456")]
    [InlineData("22520203040", "22520203040")]
    [InlineData("15551234567", "15551234567")]
    public void A_phone_knows_every_form_it_is_written_in(string digits, params string[] forms) => Of(digits).Forms.Should().Equal(forms);

    [Fact]
    public void The_forms_of_a_phone_are_the_numbers_that_are_the_same_phone() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), NearlyAlike.ToArbitrary(), (a, b) => a.SamePhone(b) == a.Forms.Contains(b.Digits))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Being_the_same_phone_is_reflexive_symmetric_and_transitive() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), NearlyAlike.ToArbitrary(), NearlyAlike.ToArbitrary(), (a, b, c) =>
            a.SamePhone(a)
            && a.SamePhone(b) == b.SamePhone(a)
            && (!a.SamePhone(b) || !b.SamePhone(c) || a.SamePhone(c))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_read_reads_the_same_again_from_either_form() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), number =>
            PhoneNumber.Parse(number.E164) == number && PhoneNumber.Parse(number.Digits) == number).QuickCheckThrowOnFailure();

    [Fact]
    public void The_mask_never_shows_enough_to_call() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), number => number.Masked.Count(char.IsAsciiDigit) <= number.Digits.Length - 3)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Another_way_to_write_a_number_shows_the_digits_that_the_mask_shows_and_no_other() =>
        Prop.ForAll(NearlyAlike.ToArbitrary(), number =>
            Shown(number.MaskedAs(string.Join('-', number.E164.Chunk(3).Select(group => new string(group))))!) == Shown(number.Masked))
                .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("+55 11 99999-9999", "+55\u00a011\u00a099•••\u00a09999")]
    [InlineData("+55 11 99999-9998", null)]
    [InlineData("11 99999-9999", null)]
    public void Groups_stay_together_and_another_numbers_are_refused(string written, string? expected) =>
        Of("5511999999999").MaskedAs(written).Should().Be(expected);

    private static string Shown(string masked) => string.Concat(masked.Where(char.IsAsciiDigit));

    /// <summary>Few digits to choose from, so that numbers which are one phone come up often.</summary>
    private static Gen<PhoneNumber> NearlyAlike => Gen.OneOf(AddedByCarriers, AddedByCountries);

    private static Gen<PhoneNumber> AddedByCarriers =>
        from country in Gen.Elements("55", "52", "54", "1", "34")
        from extra in Gen.Elements("", "1", "9")
        from area in Gen.Elements("11", "19", "91")
        from ninth in Gen.Elements("", "9")
        from rest in Gen.Elements("12345678", "92345678")
        select Of(country + extra + area + ninth + rest);

    private static Gen<PhoneNumber> AddedByCountries =>
        from country in Gen.Elements("225", "229", "224")
        from added in Gen.Elements("", "01", "05", "07", "02")
        from first in Gen.Elements("0", "2", "4", "9")
        from second in Gen.Elements("0", "1", "3", "4", "6", "7", "9")
        select Of(country + added + first + second + "020304");

    private static PhoneNumber Of(string digits) => PhoneNumber.Parse(digits)!.Value;
}

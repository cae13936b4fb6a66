using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Instances;

namespace PilotPairing.Infrastructure.Tests.Instances;

/// <summary>What only callers inside a country dial is dropped; what belongs to the number, or is not known, stays.</summary>
public sealed class PhoneNumberParserTests
{
    private static readonly PhoneNumberParser Parser = new();

    [Theory]
    [InlineData("+44 (0)7911 123456", "447911123456")]
    [InlineData("+44 07911 123456", "447911123456")]
    [InlineData("4407911123456", "447911123456")]
    [InlineData("\u202a+44 (0)7911\u00a0123456\u202c", "447911123456")]
    [InlineData("+49 (0)151 12345678", "4915112345678")]
    [InlineData("+49-0151-12345678", "4915112345678")]
    [InlineData("+43 (0)664 1234567", "436641234567")]
    [InlineData("+33 (0)6 12 34 56 78", "33612345678")]
    [InlineData("+31 (0)6 12345678", "31612345678")]
    [InlineData("+41 (0)79 123 45 67", "41791234567")]
    [InlineData("+61 (0)412 345 678", "61412345678")]
    [InlineData("+27 (0)82 123 4567", "27821234567")]
    [InlineData("+62 0812 3456 7890", "6281234567890")]
    [InlineData("+91 098765 43210", "919876543210")]
    [InlineData("+55 (0)11 99999-9999", "5511999999999")]
    [InlineData("+55 041 11 99999-9999", "5511999999999")]
    [InlineData("+52 044 55 1234 5678", "525512345678")]
    [InlineData("+52 01 55 1234 5678", "525512345678")]
    [InlineData("+7 8 912 345-67-89", "79123456789")]
    [InlineData("+36 06 20 123 4567", "36201234567")]
    [InlineData("+1 1 415 555 2671", "14155552671")]
    [InlineData("+54 11 15 1234-5678", "5491112345678")]
    [InlineData("+54 (011) 15-1234-5678", "5491112345678")]
    [InlineData("+54 9 11 15 1234-5678", "5491112345678")]
    [InlineData("+54 351 15 312-3456", "5493513123456")]
    public void Drops_what_is_dialled_inside_the_country_only(string text, string digits) => Read(text).Should().Be(digits);

    [Theory]
    [InlineData("+39 06 1234 5678", "390612345678")]
    [InlineData("+39 347 123 4567", "393471234567")]
    [InlineData("+378 0549 886377", "3780549886377")]
    [InlineData("+225 07 07 02 03 04", "2250707020304")]
    [InlineData("+225 07 02 03 04", "22507020304")]
    [InlineData("+229 01 97 12 34 56", "2290197123456")]
    [InlineData("+229 97 12 34 56", "22997123456")]
    [InlineData("+242 06 612 3456", "242066123456")]
    [InlineData("5511999999999", "5511999999999")]
    [InlineData("551187654321", "551187654321")]
    [InlineData("5511900000000", "5511900000000")]
    [InlineData("525512345678", "525512345678")]
    [InlineData("+52 1 55 1234 5678", "5215512345678")]
    [InlineData("541112345678", "541112345678")]
    [InlineData("5491112345678", "5491112345678")]
    [InlineData("14155552671", "14155552671")]
    [InlineData("15551234567", "15551234567")]
    public void Keeps_what_belongs_to_the_number(string text, string digits) => Read(text).Should().Be(digits);

    [Theory]
    [InlineData("1234567890", "1234567890")]
    [InlineData("999 0123 456 789", "9990123456789")]
    [InlineData("2100 1234 5678", "210012345678")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("4901234567", "4901234567")]
    public void Leaves_alone_what_it_does_not_know(string text, string digits) => Read(text).Should().Be(digits);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("044 7911 123456")]
    [InlineData("0044 7911 123456")]
    [InlineData("123456789")]
    [InlineData("1234567890123456")]
    [InlineData("+44 (0)7911 123456 or so")]
    public void Refuses_what_is_no_number(string? text) => Parser.Parse(text).Should().BeNull();

    [Fact]
    public void A_number_at_Meta_may_be_short_and_loses_its_trunk_prefix_too()
    {
        Parser.Parse("+32 (0)2 555 12 12", PhoneNumber.FewestAtMeta)!.Value.Digits.Should().Be("3225551212");
        Parser.Parse("+290 22158", PhoneNumber.FewestAtMeta)!.Value.Digits.Should().Be("29022158");
        Parser.Parse("+290 22158").Should().BeNull();
    }

    [Fact]
    public void Takes_whatever_the_plain_rule_takes_and_reads_its_own_answer_the_same_again() =>
        Prop.ForAll(Numbers.ToArbitrary(), digits =>
            Parser.Parse(digits) is { } read && read.Digits.Length <= digits.Length && Parser.Parse(read.E164) == read)
                .QuickCheckThrowOnFailure();

    private static string Read(string text) => Parser.Parse(text)!.Value.Digits;

    /// <summary>Ten to fifteen digits that begin like a country's, often with what might be a trunk prefix.</summary>
    private static Gen<string> Numbers =>
        from country in Gen.Elements("1", "7", "33", "36", "39", "44", "49", "52", "54", "55", "62", "86", "225", "229", "370", "378",
            "998", "999")
        from trunk in Gen.Elements("", "0", "00", "1", "8", "9", "06", "15", "01")
        let fixedDigits = country.Length + trunk.Length
        from length in Gen.Choose(Math.Max(6, 10 - fixedDigits), 15 - fixedDigits)
        from rest in Gen.ArrayOf(Gen.Elements('0', '1', '2', '5', '9'), length)
        let digits = country + trunk + new string(rest)
        where digits.Length is >= 10 and <= 15
        select digits;
}

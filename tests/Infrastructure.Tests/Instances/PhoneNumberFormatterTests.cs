using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Instances;

namespace PilotPairing.Infrastructure.Tests.Instances;

/// <summary>Masked numbers in the groups of their country: the same digits are hidden as on the wire, one dot each.</summary>
public sealed class PhoneNumberFormatterTests
{
    private readonly PhoneNumberFormatter _numbers = new();

    [Theory]
    [InlineData("5511999999999", "+55 11 99••• 9999")]
    [InlineData("551133334444", "+55 11 3••• 4444")]
    [InlineData("525512345678", "+52 55 1••• 5678")]
    [InlineData("5491123456789", "+54 9 11 2••• 6789")]
    [InlineData("573012345678", "+57 301 •••5678")]
    [InlineData("34612345678", "+34 61• •• 56 78")]
    [InlineData("14155552671", "+1 415 ••• 2671")]
    [InlineData("4915112345678", "+49 1511 •••5678")]
    public void A_number_is_grouped_as_its_country_writes_it(string digits, string expected)
    {
        var phone = PhoneNumber.FromStore(digits);

        var masked = _numbers.Masked(phone);

        masked.Replace('\u00a0', ' ').Should().Be(expected);
        masked.Should().NotContain(" ", "a number does not break over two lines");
        masked.Count(char.IsAsciiDigit).Should().Be(phone.Masked.Count(char.IsAsciiDigit), "no digit more is shown than on the wire");
    }

    [Fact]
    public void A_number_of_no_known_plan_is_masked_as_on_the_wire() =>
        _numbers.Masked(PhoneNumber.FromStore("9991234567890")).Should().Be("+999123****7890");
}

using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Meta;

/// <summary>What of Meta's numbers can be used, and how a completion is recognised.</summary>
public sealed class MetaNumberTests
{
    [Theory]
    [InlineData("12025550123", true)]
    [InlineData("15550123456", false)]
    [InlineData("155501234567", true)]
    [InlineData("5511999999999", true)]
    [InlineData(null, false)]
    public void A_number_can_be_called_unless_Meta_lent_it_or_it_is_only_a_name(string? digits, bool can) =>
        new MetaNumber(
            new("1"), digits is null ? null : PhoneNumber.FromStore(digits), null, null, null, null, false, false).CanBeCalled.Should()
                .Be(can);

    [Fact]
    public void A_completion_is_recognised_by_all_that_it_brought()
    {
        CompletionMark.Of("1", "2", "t").ToArray().Should().Equal(CompletionMark.Of("1", "2", "t").ToArray());
        CompletionMark.Of("1", "2", "t").ToArray().Should().NotEqual(CompletionMark.Of("1", "2", "u").ToArray());
        CompletionMark.Of("12", null, "t").ToArray().Should().NotEqual(CompletionMark.Of("1", "2", "t").ToArray());
    }
}
